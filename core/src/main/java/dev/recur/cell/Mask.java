package dev.recur.cell;

import java.util.Locale;

/**
 * A further input of a cell that is changed for training, see {@link Cell#zonedOut} and {@link Cell#droppedOut}. It is as long as the sequence.
 *
 * @param sequence of the cell
 * @param rate the probability that a unit is kept as it was, or dropped
 */
public record Mask(Kind kind, String sequence, double rate) {
    /** What is masked, and what the mask has. */
    public enum Kind {
        /** A state: 1 where it keeps its value of the step before, else 0; outside training the rate. */
        ZONEOUT,
        /** What matrices read of a state: 0 or 1 / (1 - rate), the same at all steps of a row; outside training 1. */
        OF_STATE,
        /** What equations of the same step read: 0 or 1 / (1 - rate), anew at each step; outside training 1. */
        OF_STEP;

        String input(String sequence) {
            return name().toLowerCase(Locale.ROOT) + SIGN + sequence;
        }
    }

    /** In the name of a mask: no text can give a sequence such a name. */
    private static final String SIGN = ".";

    static boolean isMask(String input) {
        return input.contains(SIGN);
    }

    String input() {
        return kind.input(sequence);
    }
}
