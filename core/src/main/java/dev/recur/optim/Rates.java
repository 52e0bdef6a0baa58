package dev.recur.optim;

import org.jspecify.annotations.Nullable;

/** A schedule at work. Only a plateau schedule has a state: what it has seen. */
public final class Rates {
    /**
     * @param best of the validation losses so far; infinite before the first
     * @param waited validations since the best, or since the last cut
     * @param cuts how often the rate was cut
     */
    public record State(double best, int waited, int cuts) {
        public static final State START = new State(Double.POSITIVE_INFINITY, 0, 0);
    }

    private final Schedule schedule;
    private State state;

    /**
     * @param resumed null to begin
     */
    public Rates(Schedule schedule, @Nullable State resumed) {
        this.schedule = schedule;
        this.state = resumed == null ? State.START : resumed;
    }

    public Schedule schedule() {
        return schedule;
    }

    public State state() {
        return state;
    }

    /** The rate of a step, counted from 1. */
    public double rate(long step) {
        double warm = step < schedule.warmup() ? (double) step / schedule.warmup() : 1;
        if (schedule instanceof Schedule.Cosine cosine) {
            double done =
                    (double) (Math.min(step, cosine.steps()) - cosine.warmup()) / (cosine.steps() - cosine.warmup());
            double share = (1 + StrictMath.cos(StrictMath.PI * Math.max(0, done))) / 2;
            return warm * (cosine.lowest() + (cosine.rate() - cosine.lowest()) * share);
        }
        if (schedule instanceof Schedule.Plateau plateau) {
            return warm * plateau.rate() * StrictMath.pow(plateau.factor(), state.cuts);
        }
        return warm * schedule.rate();
    }

    /** Tells the schedule a validation loss. */
    public void validated(double loss) {
        boolean better = loss < state.best;
        int waited = better ? 0 : state.waited + 1;
        boolean cut = schedule instanceof Schedule.Plateau plateau && waited >= plateau.patience();
        state = new State(better ? loss : state.best, cut ? 0 : waited, state.cuts + (cut ? 1 : 0));
    }
}
