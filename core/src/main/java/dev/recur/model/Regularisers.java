package dev.recur.model;

import dev.recur.cell.Cell;
import dev.recur.kernel.Kernels;
import dev.recur.loss.ActivationPenalty;
import dev.recur.store.OffAtZero;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What keeps cells from learning their data by heart. The first two act on states by chance and are written as people do: a share for all
 * states of the cell, as in {@code 0.1}, or shares of some, as in {@code c=0.5,h=0.05}; empty for none. The last two act on what the
 * layers give at their top, see {@link ActivationPenalty}.
 *
 * @param zoneout units that keep their state (Krueger et al. 2017), see {@link Cell#zonedOut}
 * @param recurrentDropout units that are dropped where the step after reads them, for all states that matrices read (Gal and Ghahramani 2016),
 *     or of what is computed in a step, as in {@code g=0.25} (Semeniuta, Severyn and Barth 2016); see {@link Cell#droppedOut}
 * @param activationPenalty α: outputs are kept small (Merity, McCann and Socher 2017, who take 2)
 * @param temporalPenalty β: and kept from changing fast (the same, who take 1)
 */
@OffAtZero
public record Regularisers(String zoneout, String recurrentDropout, double activationPenalty, double temporalPenalty) {
    public static final Regularisers NONE = new Regularisers("", "");
    private static final String NOT_READ =
            "no matrix of the cell reads a state of the step before; name what a step computes, as in g=0.25";

    public Regularisers {
        shares("zoneout", zoneout);
        shares("recurrent dropout", recurrentDropout);
        Ranges.notNegative("activation penalty", activationPenalty);
        Ranges.notNegative("temporal penalty", temporalPenalty);
    }

    /** Of states alone. */
    public Regularisers(String zoneout, String recurrentDropout) {
        this(zoneout, recurrentDropout, 0, 0);
    }

    /** Of outputs of {@code width} floats a row; idle outside of training. */
    ActivationPenalty penalty(int width, boolean training) {
        return new ActivationPenalty(
                Kernels.selected(), width, training ? activationPenalty : 0, training ? temporalPenalty : 0);
    }

    /** The cell as a network runs it. */
    Cell of(Cell cell) {
        Map<String, Double> dropped = rates("recurrent dropout", recurrentDropout, cell.multipliedStates(), NOT_READ);
        Map<String, Double> kept = rates("zoneout", zoneout, cell.ownStates(), "the cell carries no state");
        Cell run = dropped.isEmpty() ? cell : cell.droppedOut(dropped);
        return kept.isEmpty() ? run : run.zonedOut(kept);
    }

    private static Map<String, Double> rates(String what, String text, Collection<String> all, String ifNone) {
        Map<String, Double> rates = new LinkedHashMap<>();
        shares(what, text).forEach((name, rate) -> {
            if (!name.isEmpty()) {
                rates.put(name, rate);
                return;
            }
            if (all.isEmpty()) {
                throw new IllegalArgumentException(what + " is " + text + ", but " + ifNone);
            }
            all.forEach(state -> rates.putIfAbsent(state, rate));
        });
        return rates;
    }

    /** By name; the empty name stands for all states. */
    private static Map<String, Double> shares(String what, String text) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int sign = part.indexOf('=');
            double share = number(what, part.substring(sign + 1).strip(), text);
            Ranges.share(what, share);
            shares.put(part.substring(0, Math.max(0, sign)).strip(), share);
        }
        return shares;
    }

    private static double number(String what, String number, String text) {
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    what + " " + text + " is neither a share, as in 0.1, nor shares of states, as in c=0.5,h=0.05", e);
        }
    }
}
