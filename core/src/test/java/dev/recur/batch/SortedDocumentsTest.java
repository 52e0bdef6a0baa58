package dev.recur.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SortedDocumentsTest {
    private static final Stream CHANCE = new Randomness(6).stream("batch/order");

    private static String lines(int count) {
        SplittableRandom random = new SplittableRandom(count);
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < count; line++) {
            int length = 1 + random.nextInt(12);
            for (int n = 0; n < length; n++) {
                text.appendCodePoint('a' + random.nextInt(26));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** What an epoch gives, put together again by document; checks the laws of a minibatch on the way. */
    private static List<String> read(SortedDocuments batches, Documents documents, Vocabulary vocabulary, long epoch) {
        StringBuilder[] texts = new StringBuilder[documents.count()];
        Minibatch batch = new Minibatch();
        int[] rowsBefore = {};
        long tokens = 0;
        for (long number = 0; number < batches.count(epoch); number++) {
            batches.fill(epoch, number, batch);
            checkShape(batch, batches);
            tokens += batch.tokens();
            for (int row = 0; row < batch.rows(); row++) {
                int document = batch.documents()[row];
                if (batch.carries()) {
                    assertThat(rowsBefore[row]).isEqualTo(document);
                } else {
                    assertThat(texts[document]).isNull();
                    texts[document] = new StringBuilder();
                }
                for (int t = 0; t < batch.lengths()[row]; t++) {
                    String input = vocabulary.token(batch.inputs()[t * batch.rows() + row]);
                    String last = texts[document].isEmpty()
                            ? "<begin>"
                            : texts[document].substring(texts[document].length() - 1);
                    assertThat(input).isEqualTo(last);
                    texts[document].append(vocabulary.token(batch.targets()[t * batch.rows() + row]));
                }
            }
            rowsBefore = batch.documents().clone();
        }
        assertThat(tokens).isEqualTo(batches.tokens());
        List<String> whole = new ArrayList<>();
        for (StringBuilder text : texts) {
            whole.add(text.toString());
        }
        return whole;
    }

    private static void checkShape(Minibatch batch, SortedDocuments batches) {
        assertThat(batch.rows()).isBetween(1, batches.rows());
        assertThat(batch.steps()).isBetween(1, batches.steps()).isEqualTo(batch.lengths()[0]);
        for (int t = 0; t < batch.steps(); t++) {
            for (int row = 0; row < batch.rows(); row++) {
                boolean alive = t < batch.lengths()[row];
                assertThat(row < batch.alive()[t]).isEqualTo(alive);
                assertThat(batch.inputs()[t * batch.rows() + row] == Minibatch.DEAD)
                        .isEqualTo(!alive);
                assertThat(batch.targets()[t * batch.rows() + row] == Minibatch.DEAD)
                        .isEqualTo(!alive);
            }
        }
    }

    @Test
    void everyDocumentComesOnceAndWholeHoweverItIsCut() throws IOException {
        String text = lines(57);
        Corpus corpus = Corpus.of(text, Tokenizer.CHARACTERS, true);
        Vocabulary vocabulary = corpus.vocabulary(1, 100);
        Documents documents = Documents.of(corpus, vocabulary);
        List<String> expected = text.lines().map(line -> line + "<end>").toList();
        for (int steps : new int[] {1, 4, 5, 13, 100}) {
            for (int rows : new int[] {1, 4, 57, 100}) {
                for (int pool : new int[] {1, 3, 50}) {
                    SortedDocuments shuffled = SortedDocuments.shuffled(documents, rows, steps, pool, CHANCE);
                    assertThat(read(shuffled, documents, vocabulary, 3)).isEqualTo(expected);
                }
                assertThat(read(SortedDocuments.of(documents, rows, steps), documents, vocabulary, 0))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void theOrderIsAFunctionOfSeedAndEpoch() throws IOException {
        Corpus corpus = Corpus.of(lines(200), Tokenizer.CHARACTERS, true);
        Documents documents = Documents.of(corpus, corpus.vocabulary(1, 100));
        SortedDocuments one = SortedDocuments.shuffled(documents, 8, 100, 4, CHANCE);
        SortedDocuments other = SortedDocuments.shuffled(documents, 8, 100, 4, CHANCE);
        List<Integer> later = firstDocuments(one, 7);
        assertThat(firstDocuments(one, 0)).isNotEqualTo(later);
        assertThat(firstDocuments(other, 7)).isEqualTo(later);
        Stream otherSeed = new Randomness(7).stream("batch/order");
        assertThat(firstDocuments(SortedDocuments.shuffled(documents, 8, 100, 4, otherSeed), 7))
                .isNotEqualTo(later);
    }

    private static List<Integer> firstDocuments(SortedDocuments batches, long epoch) {
        List<Integer> firsts = new ArrayList<>();
        Minibatch batch = new Minibatch();
        for (long number = 0; number < batches.count(epoch); number++) {
            batches.fill(epoch, number, batch);
            firsts.add(batch.documents()[0]);
        }
        return firsts;
    }

    @Test
    void aPoolMakesLengthsAlike() throws IOException {
        Corpus corpus = Corpus.of(lines(512), Tokenizer.CHARACTERS, true);
        Documents documents = Documents.of(corpus, corpus.vocabulary(1, 100));
        assertThat(steps(SortedDocuments.shuffled(documents, 16, 100, 8, CHANCE)))
                .isLessThan(steps(SortedDocuments.shuffled(documents, 16, 100, 1, CHANCE)));
    }

    private static int steps(SortedDocuments batches) {
        int sum = 0;
        Minibatch batch = new Minibatch();
        for (long number = 0; number < batches.count(0); number++) {
            batches.fill(0, number, batch);
            sum += batch.steps();
        }
        return sum;
    }

    @Test
    void aSplitPartsTheDocuments() throws IOException {
        Corpus corpus = Corpus.of(lines(100), Tokenizer.CHARACTERS, true);
        Documents documents = Documents.of(corpus, corpus.vocabulary(1, 100));
        Stream chance = new Randomness(1).stream("batch/split");
        Documents.Split split = documents.split(0.1, chance);
        assertThat(split.validation().count()).isEqualTo(10);
        assertThat(split.training().count()).isEqualTo(90);
        Set<Integer> numbers = new HashSet<>();
        for (Documents part : List.of(split.training(), split.validation())) {
            for (int document = 0; document < part.count(); document++) {
                assertThat(numbers.add(part.number(document))).isTrue();
                assertThat(document == 0 || part.number(document - 1) < part.number(document))
                        .isTrue();
            }
        }
        assertThat(split.training().tokens() + split.validation().tokens()).isEqualTo(documents.tokens());
        Documents again = split.training().split(0.5, chance).validation();
        for (int document = 0; document < again.count(); document++) {
            assertThat(numbers).contains(again.number(document));
        }
        assertThatThrownBy(() -> documents.split(0.001, chance)).hasMessageContaining("leaves one part empty");
        assertThatThrownBy(() -> documents.split(1, chance)).hasMessageContaining("a validation share of 1.0");
    }

    @Test
    void documentsNeedMarks() throws IOException {
        Corpus corpus = Corpus.of("ab\nc", Tokenizer.CHARACTERS, true);
        Vocabulary without = Vocabulary.of(Tokenizer.CHARACTERS, false, List.of("a", "b", "c"));
        assertThatThrownBy(() -> Documents.of(corpus, without)).hasMessageContaining("no marks");
    }
}
