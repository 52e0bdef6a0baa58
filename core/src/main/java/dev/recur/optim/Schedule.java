package dev.recur.optim;

/**
 * The learning rate over the steps. During the first {@code warmup} steps it rises in equal parts to what the schedule says.
 */
public sealed interface Schedule {
    /** The highest rate. */
    double rate();

    long warmup();

    /** As options spell it. */
    String name();

    /** The same rate at every step. */
    record Constant(double rate, long warmup) implements Schedule {
        public Constant {
            check(rate, warmup);
        }

        @Override
        public String name() {
            return "constant";
        }
    }

    /** From the highest rate behind the warm-up along half a cosine to {@code lowest} at step {@code steps}, and no lower. */
    record Cosine(double rate, long warmup, long steps, double lowest) implements Schedule {
        public Cosine {
            check(rate, warmup);
            if (steps <= warmup || !(lowest >= 0 && lowest <= rate)) {
                throw new IllegalArgumentException("a cosine schedule over " + steps + " steps with a warm-up of "
                        + warmup + " and a lowest rate of " + lowest
                        + "; it needs more steps than the warm-up, and a lowest rate from 0 to " + rate);
            }
        }

        @Override
        public String name() {
            return "cosine";
        }
    }

    /** The rate is multiplied by {@code factor} whenever {@code patience} validations in a row were no better than the best. */
    record Plateau(double rate, long warmup, double factor, int patience) implements Schedule {
        public static final double FACTOR = 0.5;

        public Plateau {
            check(rate, warmup);
            if (!(factor > 0 && factor < 1) || patience < 1) {
                throw new IllegalArgumentException("a plateau schedule with factor " + factor + " and patience "
                        + patience + "; the factor must be above 0 and below 1, the patience 1 or more");
            }
        }

        @Override
        public String name() {
            return "plateau";
        }
    }

    private static void check(double rate, long warmup) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY) || warmup < 0) {
            throw new IllegalArgumentException("a learning rate of " + rate + " with a warm-up of " + warmup
                    + " steps; the rate must be above 0, the warm-up 0 or more");
        }
    }
}
