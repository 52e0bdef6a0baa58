package dev.recur.text;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One of some labels. */
public final class GivenLabel implements Given {
    private static final int MOST_SHOWN = 40;

    private final String name;
    private final List<String> labels;
    private final List<Long> counts;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final long all;

    /**
     * As saved.
     *
     * @param counts of each label in the data
     */
    public GivenLabel(String name, List<String> labels, List<Long> counts) {
        this.name = name;
        this.labels = List.copyOf(labels);
        this.counts = List.copyOf(counts);
        long sum = 0;
        for (long count : counts) {
            if (count < 1 || count > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("given " + name + ": a label is counted " + count + " times");
            }
            sum += count;
        }
        this.all = sum;
        for (String label : labels) {
            numbers.put(label, numbers.size());
        }
        if (labels.isEmpty() || labels.size() != counts.size() || labels.size() != numbers.size()) {
            throw new IllegalArgumentException("given " + name + ": " + labels.size() + " labels, of which "
                    + numbers.size() + " are different, and " + counts.size() + " counts");
        }
    }

    /** The labels of some data: by falling frequency, those that are equally frequent by code unit. */
    static GivenLabel of(String name, List<String> values) {
        Map<String, Long> counted = new LinkedHashMap<>();
        values.forEach(value -> counted.merge(value, 1L, Long::sum));
        List<String> labels = counted.keySet().stream()
                .sorted(Comparator.<String>comparingLong(label -> -counted.getOrDefault(label, 0L))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        return new GivenLabel(
                name,
                labels,
                labels.stream().map(label -> counted.getOrDefault(label, 0L)).toList());
    }

    @Override
    public String name() {
        return name;
    }

    /** By falling frequency. */
    public List<String> labels() {
        return labels;
    }

    /** How often each occurs in the data. */
    public List<Long> counts() {
        return counts;
    }

    @Override
    public int size() {
        return labels.size();
    }

    @Override
    public int places() {
        return 1;
    }

    @Override
    public void encode(String value, int first, int[] rows, float[] weights, int at) {
        Integer number = numbers.get(value);
        if (number == null) {
            throw new IllegalArgumentException("the " + name + " " + value + " is none of those that were learnt: "
                    + String.join(", ", labels.subList(0, Math.min(MOST_SHOWN, labels.size())))
                    + (labels.size() > MOST_SHOWN ? " and " + (labels.size() - MOST_SHOWN) + " more" : ""));
        }
        rows[at] = first + number;
        weights[at] = 1;
    }

    @Override
    public String draw(double uniform) {
        double left = uniform * all;
        for (int i = 0; i < labels.size(); i++) {
            left -= counts.get(i);
            if (left < 0) {
                return labels.get(i);
            }
        }
        return labels.get(labels.size() - 1);
    }

    @Override
    public String example() {
        return labels.get(0);
    }
}
