package dev.recur.model;

import dev.recur.cell.Cell;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Units that keep their state in training (Krueger et al. 2017), as people write it: a share for all states of the cell, as in {@code 0.1}, or
 * shares of some, as in {@code c=0.5,h=0.05}; empty for none. See {@link Cell#zonedOut}.
 */
final class ZoneoutRates {
    private ZoneoutRates() {}

    /** @throws IllegalArgumentException if it does not say so */
    static void check(String zoneout) {
        rates(zoneout);
    }

    /** The cell as a network runs it. */
    static Cell of(Cell cell, String zoneout) {
        Map<String, Double> rates = new LinkedHashMap<>();
        rates(zoneout).forEach((state, rate) -> {
            if (state.isEmpty()) {
                cell.ownStates().forEach(all -> rates.putIfAbsent(all, rate));
            } else {
                rates.put(state, rate);
            }
        });
        return rates.isEmpty() ? cell : cell.zonedOut(rates);
    }

    /** By state; the empty name stands for all. */
    private static Map<String, Double> rates(String zoneout) {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (String part : zoneout.isBlank() ? new String[0] : zoneout.split(",", -1)) {
            int sign = part.indexOf('=');
            double rate = number(part.substring(sign + 1).strip(), zoneout);
            Ranges.share("zoneout", rate);
            rates.put(part.substring(0, Math.max(0, sign)).strip(), rate);
        }
        return rates;
    }

    private static double number(String text, String zoneout) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "zoneout " + zoneout + " is neither a share, as in 0.1, nor shares of states, as in c=0.5,h=0.05",
                    e);
        }
    }
}
