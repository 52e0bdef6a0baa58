package dev.recur.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import dev.recur.text.Corpus;
import dev.recur.text.Ids;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final Stream CHANCE = new Randomness(5).stream("batch/order");

    private static Ids counting(int size) {
        int[] ids = new int[size];
        Arrays.setAll(ids, n -> n);
        return Ids.of(ids);
    }

    @Test
    void eachStreamGoesOnWhereItStopped() {
        Streams streams = Streams.of(counting(39), 3, 5); // 38 pairs: 12 a stream, 2 left over
        Minibatch batch = new Minibatch();
        assertThat(streams.count(0)).isEqualTo(3);
        assertThat(streams.tokens()).isEqualTo(36);
        for (int chunk = 0; chunk < 3; chunk++) {
            streams.fill(0, chunk, batch);
            assertThat(batch.carries()).isEqualTo(chunk > 0);
            assertThat(batch.rows()).isEqualTo(3);
            assertThat(batch.steps()).isEqualTo(chunk < 2 ? 5 : 2);
            assertThat(batch.tokens()).isEqualTo(3 * batch.steps());
            for (int t = 0; t < batch.steps(); t++) {
                assertThat(batch.alive()[t]).isEqualTo(3);
                for (int row = 0; row < 3; row++) {
                    assertThat(batch.inputs()[t * 3 + row]).isEqualTo(12 * row + 5 * chunk + t);
                    assertThat(batch.targets()[t * 3 + row]).isEqualTo(12 * row + 5 * chunk + t + 1);
                }
            }
        }
    }

    @Test
    void aMinibatchDependsOnItsNumberAlone() {
        Streams streams = Streams.of(counting(100), 4, 3);
        Minibatch later = new Minibatch();
        Minibatch first = new Minibatch();
        streams.fill(2, 5, later);
        int[] before = Arrays.copyOf(later.inputs(), 12);
        streams.fill(0, 0, first);
        streams.fill(2, 5, later);
        assertThat(Arrays.copyOf(later.inputs(), 12)).isEqualTo(before);
    }

    @Test
    void aTextThatIsTooShortIsRefused() {
        assertThat(Streams.of(counting(5), 4, 100).count(0)).isEqualTo(1);
        assertThatThrownBy(() -> Streams.of(counting(4), 4, 100))
                .hasMessageContaining("a text of 3 tokens to predict is too short for 4");
        assertThatThrownBy(() -> Streams.of(counting(9), 0, 1)).hasMessageContaining("the batch is 0");
        assertThatThrownBy(() -> Streams.of(counting(9), 1, 0)).hasMessageContaining("the number of steps is 0");
    }

    @Test
    void documentsOneBehindTheOtherReadAsTheirMarksSay() throws IOException {
        Corpus corpus = Corpus.of("ab\nc\nabc", Tokenizer.CHARACTERS, true);
        Vocabulary vocabulary = corpus.vocabulary(1, 100);
        Documents documents = Documents.of(corpus, vocabulary);
        Streams streams = Streams.of(documents, 1, 4);
        assertThat(streams.tokens()).isEqualTo(9);
        List<String> pairs = new ArrayList<>();
        Minibatch batch = new Minibatch();
        for (int chunk = 0; chunk < streams.count(0); chunk++) {
            streams.fill(0, chunk, batch);
            for (int t = 0; t < batch.steps(); t++) {
                pairs.add(vocabulary.token(batch.inputs()[t]) + vocabulary.token(batch.targets()[t]));
            }
        }
        assertThat(pairs)
                .containsExactly("<begin>a", "ab", "b<end>", "<begin>c", "c<end>", "<begin>a", "ab", "bc", "c<end>");
    }

    @Test
    void eachEpochHasItsOwnOrderAndAllOfTheText() throws IOException {
        Corpus corpus = Corpus.of("a\nbb\nccc\ndddd\neeeee\nffffff", Tokenizer.CHARACTERS, true);
        Documents documents = Documents.of(corpus, corpus.vocabulary(1, 100));
        Streams streams = Streams.shuffled(documents, 1, 7, CHANCE);
        List<Integer> first = targets(streams, 0);
        List<Integer> second = targets(streams, 1);
        assertThat(first).isNotEqualTo(second).isEqualTo(targets(Streams.shuffled(documents, 1, 3, CHANCE), 0));
        first.sort(null);
        second.sort(null);
        assertThat(first).isEqualTo(second).hasSize(27);
    }

    private static List<Integer> targets(Streams streams, long epoch) {
        List<Integer> targets = new ArrayList<>();
        Minibatch batch = new Minibatch();
        for (long chunk = 0; chunk < streams.count(epoch); chunk++) {
            streams.fill(epoch, chunk, batch);
            for (int t = 0; t < batch.steps(); t++) {
                targets.add(batch.targets()[t]);
            }
        }
        return targets;
    }
}
