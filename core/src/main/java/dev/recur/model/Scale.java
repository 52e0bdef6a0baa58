package dev.recur.model;

/**
 * How a column of numbers is brought to the size that networks learn well with.
 *
 * @param mean of the column
 * @param deviation its standard deviation, above 0
 */
public record Scale(double mean, double deviation) {
    public Scale {
        if (!Double.isFinite(mean) || !(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a scale of mean " + mean + " and deviation " + deviation
                    + "; both must be finite, the deviation above 0");
        }
    }

    /** Of all numbers of these parts, of each the first {@code counts[i]}. Of a column that never changes the deviation is taken as 1. */
    public static Scale of(double[][] parts, int[] counts) {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < parts.length; i++) {
            for (int r = 0; r < counts[i]; r++) {
                sum += parts[i][r];
            }
            count += counts[i];
        }
        double mean = sum / Math.max(1, count);
        double squares = 0;
        for (int i = 0; i < parts.length; i++) {
            for (int r = 0; r < counts[i]; r++) {
                squares += (parts[i][r] - mean) * (parts[i][r] - mean);
            }
        }
        double deviation = StrictMath.sqrt(squares / Math.max(1, count));
        return new Scale(mean, deviation > 1e-12 * Math.abs(mean) && deviation > 0 ? deviation : 1);
    }

    public float standard(double value) {
        return (float) ((value - mean) / deviation);
    }

    public double original(double standard) {
        return mean + deviation * standard;
    }
}
