package dev.recur.train;

/** What every network that reads tokens can be told. */
abstract class NetworkBuilder<R extends Record, B extends NetworkBuilder<R, B>> extends RecordBuilder<R, B> {
    NetworkBuilder(R defaults) {
        super(defaults);
    }

    public final B vocabulary(int value) {
        return set("vocabulary", value);
    }

    public final B atLeast(long value) {
        return set("at least", value);
    }

    public final B cell(String value) {
        return set("cell", value);
    }

    public final B hidden(int value) {
        return set("hidden", value);
    }

    public final B layers(int value) {
        return set("layers", value);
    }

    public final B embedding(int value) {
        return set("embedding", value);
    }

    public final B dropout(double value) {
        return set("dropout", value);
    }

    public final B inputDropout(double value) {
        return set("input dropout", value);
    }

    public final B weightDrop(double value) {
        return set("weight drop", value);
    }

    /** A share for all states of the cell, or STATE=SHARE, ... for some; empty for none. */
    public final B zoneout(String value) {
        return set("zoneout", value);
    }

    /** A share for all states that matrices read, or NAME=SHARE, ... for some; empty for none. */
    public final B recurrentDropout(String value) {
        return set("recurrent dropout", value);
    }

    /** α: outputs of the topmost layer are kept small. */
    public final B activationPenalty(double value) {
        return set("activation penalty", value);
    }

    /** β: and kept from changing fast. */
    public final B temporalPenalty(double value) {
        return set("temporal penalty", value);
    }
}
