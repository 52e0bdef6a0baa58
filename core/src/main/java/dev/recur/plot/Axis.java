package dev.recur.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A scale with a title.
 *
 * @param powers whether values are exponents of ten, which are shown as powers: numbers may then be of any size
 */
record Axis(String title, double low, double high, boolean powers) {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /** A place on the axis, with what is written there. */
    record Tick(double value, String label) {}

    /** Covers the values, those that are no numbers left out; never of length 0. */
    static Axis covering(String title, List<double[]> all, boolean powers) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] values : all) {
            for (double value : values) {
                if (Double.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        if (low > high) {
            return new Axis(title, 0, 1, powers);
        }
        double least = powers ? 1 : Math.max(1e-9, Math.abs(low) * 1e-6);
        double room = Math.max(0, least - (high - low)) / 2;
        return new Axis(title, low - room, high + room, powers);
    }

    /** Where a value lies, 0 at the low end and 1 at the high one. */
    double share(double value) {
        return (value - low) / (high - low);
    }

    /** About {@code count} round numbers. */
    List<Tick> ticks(int count) {
        double step = step((high - low) / Math.max(1, count));
        List<Tick> ticks = new ArrayList<>();
        for (long n = (long) Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n++) {
            ticks.add(new Tick(n * step, label(n * step, step)));
        }
        return ticks;
    }

    private double step(double rough) {
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
        double step = 10 * power;
        for (int factor : new int[] {5, 2, 1}) {
            step = factor * power >= rough * (1 - 1e-9) ? factor * power : step;
        }
        return powers ? Math.max(1, Math.rint(step)) : step;
    }

    private String label(double value, double step) {
        if (powers) {
            return power(Math.round(value));
        }
        double largest = Math.max(Math.abs(low), Math.abs(high));
        if (largest >= 1e5 && step >= 1e3) {
            return largest >= 1e7 ? trimmed(value / 1e6, step / 1e6) + "M" : trimmed(value / 1e3, step / 1e3) + "k";
        }
        return trimmed(value, step);
    }

    /** With the decimals that tell neighbours apart. */
    private static String trimmed(double value, double step) {
        int decimals = Math.min(12, Math.max(0, (int) Math.ceil(-StrictMath.log10(step) - 1e-9)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value + 0.0)
                .replaceFirst("^-(0(\\.0*)?)$", "$1")
                .replace('-', '−');
    }

    static String power(long exponent) {
        StringBuilder text = new StringBuilder("10");
        for (char sign : Long.toString(exponent).toCharArray()) {
            text.append(sign == '-' ? '⁻' : SUPERSCRIPTS.charAt(sign - '0'));
        }
        return text.toString();
    }
}
