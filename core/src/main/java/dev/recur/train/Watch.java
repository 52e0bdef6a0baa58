package dev.recur.train;

import java.util.concurrent.CancellationException;

/** Told how far an evaluation has come, on the thread that evaluates. */
@FunctionalInterface
public interface Watch {
    /** Does not look. */
    Watch NONE = (done, all) -> true;

    /**
     * So many tokens, texts or images are done.
     *
     * @param done 1 or more
     * @return whether to go on
     */
    boolean reached(long done, long all);

    /** @throws CancellationException if the evaluation is not to go on */
    default void ask(long done, long all) {
        if (!reached(done, all)) {
            throw new CancellationException("the evaluation was stopped after " + done + " of " + all);
        }
    }
}
