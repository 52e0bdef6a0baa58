package dev.recur.inspect;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a gate or a tanh has gone to the flat ends of its curve, where its derivative is below {@value #FLAT} and lets no gradient through.
 *
 * @param low share of the values at the lower end (a sigmoid near 0, a tanh near −1)
 * @param high share at the upper end
 * @param mean of all values
 */
public record Saturation(int layer, String name, String function, double low, double high, double mean) {
    /** Of a derivative that is at most 1/4 (sigmoid) or 1 (tanh). */
    public static final double FLAT = 0.01;

    /** Of every named value that is a sigmoid or a tanh, over all steps and units. */
    public static List<Saturation> measure(Recording recording) {
        List<Saturation> all = new ArrayList<>();
        for (int layer = 0; layer < recording.layers().count(); layer++) {
            for (String name : recording.names()) {
                String function = recording.layers().cell().activation(name);
                if (function.equals("sigmoid") || function.equals("tanh")) {
                    all.add(of(layer, name, function, recording.values(layer, name)));
                }
            }
        }
        return all;
    }

    private static Saturation of(int layer, String name, String function, float[] values) {
        boolean sigmoid = function.equals("sigmoid");
        double middle = sigmoid ? 0.5 : 0;
        long low = 0;
        long high = 0;
        double sum = 0;
        for (float y : values) {
            double slope = sigmoid ? y * (1.0 - y) : 1 - (double) y * y;
            low += slope < FLAT && y < middle ? 1 : 0;
            high += slope < FLAT && y > middle ? 1 : 0;
            sum += y;
        }
        double n = Math.max(1, values.length);
        return new Saturation(layer, name, function, low / n, high / n, sum / n);
    }
}
