package dev.recur.inspect;

import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Units that follow a property of the text, best first, by the correlation of their course with the property's.
 *
 * <p>The check: the property is moved in a circle against the courses, to places that chance draws, and the best unit is searched again.
 * Courses and property keep all their regularity but lose each other, so the best correlations found then are what a search among so many
 * units finds by chance alone. A unit's p-value is the share of such searches that found as much.
 */
public final class Units {
    /** A unit: number {@code unit} of a named value of a layer. */
    public record Unit(int layer, String name, int unit) {
        @Override
        public String toString() {
            return "layer" + layer + "." + name + "[" + unit + "]";
        }

        /** The unit of this name, as {@link #toString} writes it. */
        public static Unit parse(String text) {
            Matcher parts =
                    Pattern.compile("layer(\\d{1,4})\\.(\\w+)\\[(\\d{1,7})]").matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException("the unit " + text + " has no name as in layer0.h[17]");
            }
            return new Unit(Integer.parseInt(parts.group(1)), parts.group(2), Integer.parseInt(parts.group(3)));
        }
    }

    /**
     * How well a unit follows.
     *
     * @param correlation Pearson's, with its sign
     * @param information mutual information of the unit's and the property's values, each in eight parts, in bits
     * @param p share of searches by chance that found as much, at least one in their number
     */
    public record Follower(Unit unit, double correlation, double information, double p) {}

    /**
     * What was found for a property.
     *
     * @param followers best first; empty if the property is the same all over the text
     * @param chance the best correlation that searches by chance found, in the mean
     */
    public record Found(Property property, List<Follower> followers, double chance) {}

    private static final int PARTS = 8;

    private final Recording recording;
    private final List<Course> courses = new ArrayList<>();
    private final int steps;

    /** One named value of one layer, [T, length], each unit with mean 0 and norm 1. */
    private record Course(int layer, String name, int length, float[] values, boolean[] alive) {}

    public Units(Recording recording) {
        this.recording = recording;
        this.steps = recording.steps();
        for (int layer = 0; layer < recording.layers().count(); layer++) {
            for (String name : recording.names()) {
                courses.add(course(layer, name));
            }
        }
    }

    private Course course(int layer, String name) {
        int length = recording.length(layer, name);
        float[] values = recording.values(layer, name);
        double[] means = new double[length];
        double[] squares = new double[length];
        for (int i = 0; i < values.length; i++) {
            means[i % length] += values[i] / (double) steps;
        }
        for (int i = 0; i < values.length; i++) {
            double away = values[i] - means[i % length];
            squares[i % length] += away * away;
        }
        boolean[] alive = new boolean[length];
        float[] standard = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int unit = i % length;
            alive[unit] = squares[unit] > 1e-12 * steps;
            standard[i] = alive[unit] ? (float) ((values[i] - means[unit]) / Math.sqrt(squares[unit])) : 0;
        }
        return new Course(layer, name, length, standard, alive);
    }

    /** How many units there are to choose from. */
    public int count() {
        return courses.stream().mapToInt(Course::length).sum();
    }

    /** A unit's values, [T]. */
    public float[] values(Unit unit) {
        if (unit.layer < 0 || unit.layer >= recording.layers().count()) {
            throw new IllegalArgumentException("there is no layer " + unit.layer + "; the model has "
                    + recording.layers().count() + ", counted from 0");
        }
        float[] all = recording.values(unit.layer, unit.name);
        int length = recording.length(unit.layer, unit.name);
        if (unit.unit < 0 || unit.unit >= length) {
            throw new IllegalArgumentException("there is no unit " + unit + "; " + unit.name + " has " + length);
        }
        float[] values = new float[steps];
        for (int t = 0; t < steps; t++) {
            values[t] = all[t * length + unit.unit];
        }
        return values;
    }

    /**
     * Searches all units.
     *
     * @param label the property's value at each step, [T]
     * @param most how many are kept
     * @param searches by chance, for the check
     */
    public Found search(Property property, double[] label, int most, int searches, long seed) {
        double[] standard = standard(label);
        if (standard.length == 0) {
            return new Found(property, List.of(), 0);
        }
        List<double[]> correlations = new ArrayList<>();
        courses.forEach(course -> correlations.add(correlations(course, standard, 0)));
        double[] byChance = byChance(standard, searches, seed);
        List<Follower> followers = new ArrayList<>();
        for (int c = 0; c < courses.size(); c++) {
            Course course = courses.get(c);
            for (int unit = 0; unit < course.length; unit++) {
                double correlation = correlations.get(c)[unit];
                followers.add(new Follower(
                        new Unit(course.layer, course.name, unit), correlation, 0, p(byChance, Math.abs(correlation))));
            }
        }
        followers.sort(Comparator.comparingDouble(follower -> -Math.abs(follower.correlation)));
        List<Follower> best = new ArrayList<>();
        for (Follower follower : followers.subList(0, Math.min(most, followers.size()))) {
            double information = information(values(follower.unit), label);
            best.add(new Follower(follower.unit, follower.correlation, information, follower.p));
        }
        return new Found(property, best, Arrays.stream(byChance).average().orElse(0));
    }

    /** Mean 0, norm 1; empty if all values are the same. */
    private static double[] standard(double[] label) {
        double mean = Arrays.stream(label).average().orElse(0);
        double squares = Arrays.stream(label).map(v -> (v - mean) * (v - mean)).sum();
        return squares > 1e-12 * label.length
                ? Arrays.stream(label).map(v -> (v - mean) / Math.sqrt(squares)).toArray()
                : new double[0];
    }

    private static double[] correlations(Course course, double[] label, int shift) {
        int steps = label.length;
        int length = course.length;
        float[] sums = new float[length];
        double[] all = new double[length];
        for (int t = 0; t < steps; t++) {
            float weight = (float) label[t + shift < steps ? t + shift : t + shift - steps];
            int at = t * length;
            for (int unit = 0; unit < length; unit++) {
                sums[unit] += weight * course.values[at + unit];
            }
            if ((t & 255) == 255 || t == steps - 1) { // short sums in float, their sum in double
                for (int unit = 0; unit < length; unit++) {
                    all[unit] += sums[unit];
                    sums[unit] = 0;
                }
            }
        }
        return all;
    }

    /** The best correlation of any unit when the property is moved by at least a tenth of the text. */
    private double[] byChance(double[] label, int searches, long seed) {
        Stream chance = new Randomness(seed).stream("inspect/shifts");
        double[] best = new double[searches];
        int least = steps / 10;
        for (int i = 0; i < searches; i++) {
            int shift = least + chance.below(Math.max(1, steps - 2 * least), 0, i);
            for (Course course : courses) {
                for (double correlation : correlations(course, label, shift)) {
                    best[i] = Math.max(best[i], Math.abs(correlation));
                }
            }
        }
        return best;
    }

    private static double p(double[] byChance, double found) {
        long asGood = Arrays.stream(byChance).filter(chance -> chance >= found).count();
        return (1.0 + asGood) / (1 + byChance.length);
    }

    // ---- mutual information

    /** In bits, between the parts that both fall into: as many values in each part as ties allow. */
    static double information(float[] course, double[] label) {
        int[] a = parts(widened(course));
        int[] b = parts(label);
        int n = label.length;
        double[][] joint = new double[PARTS][PARTS];
        double[] ofA = new double[PARTS];
        double[] ofB = new double[PARTS];
        for (int t = 0; t < n; t++) {
            joint[a[t]][b[t]] += 1.0 / n;
            ofA[a[t]] += 1.0 / n;
            ofB[b[t]] += 1.0 / n;
        }
        double bits = 0;
        for (int i = 0; i < PARTS; i++) {
            for (int j = 0; j < PARTS; j++) {
                bits += joint[i][j] == 0
                        ? 0
                        : joint[i][j] * StrictMath.log(joint[i][j] / ofA[i] / ofB[j]) / StrictMath.log(2);
            }
        }
        return bits;
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    /** A part for each value if there are few; else parts with about equally many values. */
    private static int[] parts(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] distinct = Arrays.stream(sorted).distinct().limit(PARTS + 1).toArray();
        double[] limits = new double[PARTS - 1];
        for (int i = 0; i < limits.length; i++) {
            limits[i] = distinct.length > PARTS
                    ? sorted[(int) ((long) (i + 1) * values.length / PARTS)]
                    : i + 1 < distinct.length ? distinct[i + 1] : Double.POSITIVE_INFINITY;
        }
        int[] parts = new int[values.length];
        for (int t = 0; t < parts.length; t++) {
            while (parts[t] < limits.length && values[t] >= limits[parts[t]]) {
                parts[t]++;
            }
        }
        return parts;
    }
}
