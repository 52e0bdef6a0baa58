package dev.recur.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A vector of numbers, written with spaces or commas between them. Each weighs as many standard deviations as it lies above the mean of the
 * data, so that numbers of any unit will do.
 */
public final class GivenNumbers implements Given {
    private final String name;
    private final List<Double> means;
    private final List<Double> deviations;

    /**
     * As saved.
     *
     * @param means of each number in the data
     * @param deviations of each, above 0
     */
    public GivenNumbers(String name, List<Double> means, List<Double> deviations) {
        this.name = name;
        this.means = List.copyOf(means);
        this.deviations = List.copyOf(deviations);
        if (means.isEmpty() || means.size() != deviations.size()) {
            throw new IllegalArgumentException(
                    "given " + name + ": " + means.size() + " means and " + deviations.size() + " deviations");
        }
        for (int i = 0; i < means.size(); i++) {
            if (!Double.isFinite(means.get(i)) || !Double.isFinite(deviations.get(i)) || deviations.get(i) <= 0) {
                throw new IllegalArgumentException("given " + name + ": number " + (i + 1) + " has the mean "
                        + means.get(i) + " and the deviation " + deviations.get(i));
            }
        }
    }

    /** The vectors of some data, which all have one length. A number that is always the same has the deviation 1. */
    static GivenNumbers of(String name, List<double[]> vectors) {
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int i = 0; i < vectors.get(0).length; i++) {
            double sum = 0;
            for (double[] vector : vectors) {
                sum += vector[i];
            }
            double mean = sum / vectors.size();
            double squares = 0;
            for (double[] vector : vectors) {
                squares += (vector[i] - mean) * (vector[i] - mean);
            }
            double deviation = StrictMath.sqrt(squares / vectors.size());
            means.add(mean);
            deviations.add(deviation > 0 ? deviation : 1);
        }
        return new GivenNumbers(name, means, deviations);
    }

    @Override
    public String name() {
        return name;
    }

    public List<Double> means() {
        return means;
    }

    public List<Double> deviations() {
        return deviations;
    }

    @Override
    public int size() {
        return means.size();
    }

    @Override
    public int places() {
        return means.size();
    }

    @Override
    public void encode(String value, int first, int[] rows, float[] weights, int at) {
        double[] vector = parse(name, value);
        if (vector.length != size()) {
            throw new IllegalArgumentException(
                    "the " + name + " " + value + " has " + vector.length + " numbers, but " + size() + " are needed");
        }
        for (int i = 0; i < vector.length; i++) {
            rows[at + i] = first + i;
            weights[at + i] = (float) ((vector[i] - means.get(i)) / deviations.get(i));
        }
    }

    @Override
    public String draw(double uniform) {
        throw new IllegalArgumentException(
                "this model is given numbers, which are not drawn by chance: name them, as in --given " + name + "="
                        + example());
    }

    @Override
    public String example() {
        return String.join(",", means.stream().map(String::valueOf).toList());
    }

    /** @throws IllegalArgumentException if it is anything else than finite numbers */
    static double[] parse(String name, String value) {
        String[] parts = value.strip().split("[\\s,]+");
        double[] vector = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                vector[i] = Double.parseDouble(parts[i]);
            } catch (NumberFormatException e) {
                vector[i] = Double.NaN;
            }
            if (!Double.isFinite(vector[i])) {
                throw new IllegalArgumentException(
                        "the " + name + " is \"" + value + "\", but numbers are needed, with spaces between them");
            }
        }
        return vector;
    }
}
