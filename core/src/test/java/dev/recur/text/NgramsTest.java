package dev.recur.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NgramsTest {
    private static final int V = 5;

    /** Texts in which some tokens are much more frequent than others. */
    private static List<int[]> texts(int count, int length, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<int[]> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] text = new int[random.nextInt(length + 1)];
            for (int t = 0; t < text.length; t++) {
                text[t] = Math.min(random.nextInt(V), random.nextInt(V));
            }
            texts.add(text);
        }
        return texts;
    }

    private static Ngrams.Texts read(List<int[]> texts) {
        return (begin, token) -> texts.forEach(text -> {
            begin.run();
            Ids.of(text).forEach(token);
        });
    }

    /** By the definition. */
    private static Map<List<Integer>, Integer> counted(List<int[]> texts, int longest, int atLeast) {
        Map<List<Integer>, Integer> counts = new HashMap<>();
        for (int[] text : texts) {
            for (int n = 2; n <= longest; n++) {
                for (int from = 0; from + n <= text.length; from++) {
                    List<Integer> sequence = new ArrayList<>();
                    for (int t = from; t < from + n; t++) {
                        sequence.add(text[t]);
                    }
                    counts.merge(sequence, 1, Integer::sum);
                }
            }
        }
        counts.values().removeIf(count -> count < atLeast);
        return counts;
    }

    private static List<Integer> sequence(Ngrams ngrams, int row) {
        List<Integer> sequence = new ArrayList<>();
        for (int token : ngrams.sequence(row)) {
            sequence.add(token);
        }
        return sequence;
    }

    @ParameterizedTest
    @CsvSource({"1, 400, 2, 1", "1, 3000, 5, 10", "60, 40, 4, 3", "400, 6, 16, 2", "1, 0, 3, 1", "3, 1, 3, 1"})
    void allFrequentOnesAreFoundAndOrdered(int count, int length, int longest, int atLeast) {
        List<int[]> texts = texts(count, length, length + longest);
        Map<List<Integer>, Integer> expected = counted(texts, longest, atLeast);
        Ngrams ngrams = Ngrams.count(read(texts), V, longest, atLeast);
        assertThat(ngrams.size()).isEqualTo(expected.size());
        int before = Integer.MAX_VALUE;
        int order = 2;
        for (int row = 0; row < ngrams.size(); row++) {
            List<Integer> sequence = sequence(ngrams, row);
            Integer frequency = expected.remove(sequence);
            assertThat(frequency).as("%s", sequence).isNotNull();
            assertThat(sequence.size()).isGreaterThanOrEqualTo(order);
            assertThat(sequence.size() > order || frequency <= before)
                    .as("%s", sequence)
                    .isTrue();
            before = frequency;
            order = sequence.size();
        }
        for (int n = 2; n <= 5; n++) {
            int size = n;
            assertThat(ngrams.count(n)).isEqualTo((int) counted(texts, longest, atLeast).keySet().stream()
                    .filter(sequence -> sequence.size() == size)
                    .count());
        }
    }

    @Test
    void whatEndsAtATokenIsFoundAlongAText() {
        List<int[]> texts = texts(1, 500, 3);
        Ngrams ngrams = Ngrams.count(read(texts), V, 4, 6);
        Ngrams saved = Ngrams.of(
                V,
                java.util.stream.IntStream.range(0, ngrams.size())
                        .map(ngrams::prefix)
                        .toArray(),
                java.util.stream.IntStream.range(0, ngrams.size())
                        .map(ngrams::last)
                        .toArray());
        Map<List<Integer>, Integer> rows = new HashMap<>();
        for (int row = 0; row < ngrams.size(); row++) {
            rows.put(sequence(ngrams, row), row);
        }
        int[] text = texts(1, 300, 4).get(0);
        int[] ends = {-1, -1, -1, -1};
        for (int t = 0; t < text.length; t++) {
            saved.next(ends, 0, 4, text[t]);
            assertThat(ends[0]).isEqualTo(text[t]);
            for (int n = 2; n <= 4; n++) {
                List<Integer> last = new ArrayList<>();
                for (int i = Math.max(0, t + 1 - n); i <= t; i++) {
                    last.add(text[i]);
                }
                Integer row = last.size() == n ? rows.get(last) : null;
                assertThat(ends[n - 1]).isEqualTo(row == null ? Ngrams.UNKNOWN : V + row);
            }
        }
    }

    @Test
    void whatIsNoListOfNgramsIsRefused() {
        assertThatThrownBy(() -> Ngrams.of(3, new int[] {0}, new int[0])).hasMessageContaining("1 beginnings");
        assertThatThrownBy(() -> Ngrams.of(3, new int[] {3}, new int[] {0}))
                .hasMessage("n-gram 0 is 3 and then 0, but there are 3 tokens and 0 n-grams before it");
        assertThatThrownBy(() -> Ngrams.of(3, new int[] {0, 3, 3}, new int[] {1, 2, 2}))
                .hasMessageContaining("n-gram 2 is there a second time");
        int[] long16 = new int[16];
        int[] lasts = new int[16];
        for (int i = 1; i < 16; i++) {
            long16[i] = 1 + i - 1;
        }
        assertThatThrownBy(() -> Ngrams.of(1, long16, lasts)).hasMessageContaining("more than 16 tokens");
        assertThatThrownBy(() -> Ngrams.count((begin, token) -> {}, 3, 1, 1)).hasMessageContaining("2 to 16");
        assertThatThrownBy(() -> Ngrams.count((begin, token) -> {}, 3, 2, 0)).hasMessageContaining("1 or more");
        assertThat(Ngrams.NONE.isEmpty()).isTrue();
        assertThat(Ngrams.NONE.longest()).isEqualTo(1);
    }

    @Test
    void aTableCountsAsAMapDoes() {
        SplittableRandom random = new SplittableRandom(1);
        LongCounts counts = new LongCounts();
        Map<Long, Integer> expected = new TreeMap<>();
        for (int i = 0; i < 40_000; i++) {
            long key = random.nextInt(3) == 0 ? random.nextLong() : random.nextLong(9_000) << 40;
            assertThat(counts.add(key)).isEqualTo(expected.merge(key, 1, Integer::sum));
        }
        Map<Long, Integer> found = new TreeMap<>();
        counts.forEach(found::put);
        assertThat(found).isEqualTo(expected);
        assertThat(counts.at(9_001L << 40)).isZero();
    }
}
