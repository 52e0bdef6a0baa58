package dev.recur.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void ordersByFrequencyThenCodePoint() throws IOException {
        Vocabulary vocabulary = Corpus.of("bcab\uD83D\uDE00\uFFFCbz", Tokenizer.CHARACTERS, false)
                .vocabulary(1, 100);
        // U+1F600 comes behind U+FFFC although its first UTF-16 unit is smaller.
        assertThat(vocabulary.tokens()).containsExactly("b", "a", "c", "z", "\uFFFC", "\uD83D\uDE00");
        assertThat(vocabulary.size()).isEqualTo(7);
        assertThat(vocabulary.id("b")).isEqualTo(1);
        assertThat(vocabulary.id("?")).isEqualTo(vocabulary.unknown()).isZero();
        assertThat(vocabulary.begin()).isEqualTo(Vocabulary.NONE);
    }

    @Test
    void leavesOutTheRareAndKeepsTheFrequent() throws IOException {
        Corpus corpus = Corpus.of("aaabbcde", Tokenizer.CHARACTERS, false);
        assertThat(corpus.vocabulary(2, 100).tokens()).containsExactly("a", "b");
        assertThat(corpus.vocabulary(1, 3).tokens()).containsExactly("a", "b", "c");
        assertThat(corpus.unknown(corpus.vocabulary(2, 100))).isEqualTo(3);
    }

    @Test
    void withAnotherItKnowsWhatBothKnow() throws IOException {
        Vocabulary own = Corpus.of("aabc", Tokenizer.CHARACTERS, false).vocabulary(1, 100);
        Vocabulary other = Corpus.of("zzb", Tokenizer.CHARACTERS, true).vocabulary(1, 100);
        Vocabulary both = own.with(other);
        assertThat(both.tokens()).containsExactly("z", "b", "a", "c");
        assertThat(both.hasMarks()).isFalse();
        Vocabulary words = Corpus.of("a b", Tokenizer.WORDS, false).vocabulary(1, 100);
        assertThat(own.with(words)).isSameAs(own);
    }

    @Test
    void marksComeBeforeTheTokens() throws IOException {
        Vocabulary vocabulary = Corpus.of("ab\nb", Tokenizer.CHARACTERS, true).vocabulary(1, 100);
        assertThat(List.of(
                        vocabulary.unknown(),
                        vocabulary.begin(),
                        vocabulary.end(),
                        vocabulary.id("b"),
                        vocabulary.id("a")))
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(vocabulary.token(0) + vocabulary.token(1) + vocabulary.token(2))
                .isEqualTo("<unk><begin><end>");
        assertThat(vocabulary.decode(1, 4, 0, 3, 2)).isEqualTo("a\uFFFDb");
        assertThatThrownBy(() -> vocabulary.token(5)).hasMessageContaining("the vocabulary has 5");
        assertThatThrownBy(() -> vocabulary.token(-1)).hasMessageContaining("no token -1");
    }

    @Test
    void bytesHoldAllValuesAndNoUnknown() {
        Vocabulary plain = Vocabulary.of(Tokenizer.BYTES, false, List.of());
        assertThat(plain.size()).isEqualTo(256);
        assertThat(plain.unknown()).isEqualTo(Vocabulary.NONE);
        assertThat(plain.encode("aé\n")).containsExactly('a', 0xC3, 0xA9, '\n');
        assertThat(plain.token('a') + plain.token('\n') + plain.token(' ')).isEqualTo("a0x0A0x20");
        Vocabulary marked = Vocabulary.of(Tokenizer.BYTES, true, List.of());
        assertThat(marked.begin()).isZero();
        assertThat(marked.end()).isEqualTo(1);
        assertThat(marked.encode("a")).containsExactly('a' + 2);
        assertThat(marked.decode(0, 'a' + 2, 1)).isEqualTo("a");
    }

    @Test
    void bytesAreJoinedToCharactersAsTheyComplete() {
        Vocabulary bytes = Vocabulary.of(Tokenizer.BYTES, false, List.of());
        Joiner joiner = bytes.joiner();
        assertThat(joiner.add(0xE5)).isEmpty();
        assertThat(joiner.add(0xA5)).isEmpty();
        assertThat(joiner.add(0xBD)).isEqualTo("好");
        assertThat(joiner.add(0xF0)).isEmpty();
        assertThat(joiner.add(0x9F)).isEmpty();
        assertThat(joiner.add('x')).isEqualTo("\uFFFD\uFFFDx");
        assertThat(joiner.add(0x80)).isEqualTo("\uFFFD");
        assertThat(joiner.add(0xC3)).isEmpty();
        assertThat(joiner.end()).isEqualTo("\uFFFD");
        assertThat(joiner.end()).isEmpty();
    }

    @Test
    void whatIsEncodedIsDecoded() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < 2000; n++) {
            text.appendCodePoint(new int[] {'a', '\n', ' ', 0x597D, 0x1F600, 0x301}[random.nextInt(6)]);
        }
        for (Tokenizer tokenizer : new Tokenizer[] {Tokenizer.CHARACTERS, Tokenizer.BYTES}) {
            Corpus corpus = Corpus.of(text.toString(), tokenizer, false);
            Vocabulary vocabulary = corpus.vocabulary(1, 100);
            int[] encoded = vocabulary.encode(text.toString());
            assertThat(vocabulary.decode(encoded)).isEqualTo(text.toString());
            int[] read = new int[encoded.length];
            corpus.encode(vocabulary).copy(0, read, 0, read.length);
            assertThat(read).isEqualTo(encoded);
        }
    }

    @Test
    void wordsStandBetweenWhiteSpaceAndLineEndsAreWords() throws IOException {
        String text = " no it  was\tn't \n the\u3000<unk> one\n";
        Corpus corpus = Corpus.of(text, Tokenizer.WORDS, false);
        Vocabulary vocabulary = corpus.vocabulary(1, 100);
        assertThat(vocabulary.tokens()).containsExactly("\n", "it", "n't", "no", "one", "the", "was");
        int[] encoded = vocabulary.encode(text);
        assertThat(encoded).hasSize(9);
        assertThat(vocabulary.decode(encoded)).isEqualTo("no it was n't\nthe <unk> one\n");
        assertThat(encoded[6]).isEqualTo(vocabulary.unknown());
        assertThat(corpus.size()).isEqualTo(9);
    }

    @Test
    void isSavedAsAListAndRefusesABadOne() throws IOException {
        Vocabulary vocabulary = Corpus.of("你好\n你", Tokenizer.CHARACTERS, true).vocabulary(1, 100);
        Vocabulary again = Vocabulary.of(vocabulary.tokenizer(), vocabulary.hasMarks(), vocabulary.tokens());
        assertThat(again.encode("好你?")).isEqualTo(vocabulary.encode("好你?")).containsExactly(4, 3, 0);
        assertThatThrownBy(() -> Vocabulary.of(Tokenizer.CHARACTERS, false, List.of("a", "a")))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> Vocabulary.of(Tokenizer.CHARACTERS, false, List.of("ab")))
                .hasMessageContaining("\"ab\"");
        assertThatThrownBy(() -> Vocabulary.of(Tokenizer.CHARACTERS, false, List.of("")))
                .hasMessageContaining("none");
        assertThatThrownBy(() -> Vocabulary.of(Tokenizer.WORDS, false, List.of("a b")))
                .hasMessageContaining("\"a b\"");
        assertThatThrownBy(() -> Vocabulary.of(Tokenizer.BYTES, false, List.of("a")))
                .hasMessageContaining("list none");
        assertThatThrownBy(() -> Tokenizer.of("chars")).hasMessageContaining("characters, bytes or words");
        assertThat(Tokenizer.of("bytes")).isEqualTo(Tokenizer.BYTES);
    }

    @Test
    void anotherKindOfTokensIsRefused() throws IOException {
        Corpus corpus = Corpus.of("ab", Tokenizer.CHARACTERS, false);
        Vocabulary bytes = Vocabulary.of(Tokenizer.BYTES, false, List.of());
        assertThatThrownBy(() -> corpus.encode(bytes)).hasMessageContaining("read the text with --tokens bytes");
    }
}
