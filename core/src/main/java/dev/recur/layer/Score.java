package dev.recur.layer;

/** How well a query q and a row m of the memory fit. */
public enum Score {
    /** {@code v . tanh(Wq q + Wm m + b)} (Bahdanau, Cho and Bengio 2014). */
    ADDITIVE,
    /** {@code q . (W m)} (Luong, Pham and Manning 2015). */
    GENERAL,
    /** {@code q . m}, for queries as long as the memory's rows (Luong, Pham and Manning 2015). */
    DOT
}
