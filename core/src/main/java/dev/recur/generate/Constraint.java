package dev.recur.generate;

/** What must not come next in a translation. Asked before each token; its answer may depend on the draft alone. */
@FunctionalInterface
public interface Constraint {
    /** A translation that is not finished. */
    interface Draft {
        /** The ids of the source, the mark of its end last. */
        int[] source();

        /** How many tokens are written. */
        int length();

        /** The tokens that are written. */
        int[] tokens();
    }

    /** Forbids nothing. */
    Constraint NONE = (logits, at, draft) -> {};

    /**
     * Sets the logits of what must not come next to negative infinity. The end is a token too.
     *
     * @param logits V of them, from {@code at}
     */
    void forbid(float[] logits, int at, Draft draft);

    /** This and another. */
    default Constraint and(Constraint other) {
        return (logits, at, draft) -> {
            forbid(logits, at, draft);
            other.forbid(logits, at, draft);
        };
    }

    /** Never this token. */
    static Constraint not(int token) {
        return (logits, at, draft) -> logits[at + token] = Float.NEGATIVE_INFINITY;
    }

    /** The end comes when as many tokens are written as the source has, and not before. */
    static Constraint sameLength(int end, int vocabulary) {
        return (logits, at, draft) -> {
            boolean over = draft.length() >= draft.source().length - 1;
            for (int token = 0; token < vocabulary; token++) {
                if (over != (token == end)) {
                    logits[at + token] = Float.NEGATIVE_INFINITY;
                }
            }
        };
    }
}
