package dev.recur.cli;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for tables that machines read on. */
final class Figures {
    private static final MathContext DIGITS = new MathContext(6);

    private Figures() {}

    /** Six significant digits, without an exponent where that is no longer than needed. */
    static String shown(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : String.valueOf(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        int places = rounded.precision() - rounded.scale(); // before the point
        return places > 15 || places < -4 ? rounded.toString() : rounded.toPlainString();
    }
}
