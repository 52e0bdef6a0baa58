package dev.recur.optim;

import java.util.Locale;

/**
 * How a gradient moves the weights. Weight decay is added to the gradient (L2) by all but {@link AdamW}, which shrinks the weights
 * apart from it; with {@code Sgd} both are one. Defaults are those of the papers and of PyTorch. The formulas stand at the kernels.
 */
public sealed interface Optimizer {
    /** As options spell it. */
    default String name() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** How many further arrays of the weights' layout it keeps. */
    int moments();

    double decay();

    /** Whether the decay is part of the update instead of the gradient. */
    default boolean decoupled() {
        return false;
    }

    /** Stochastic gradient descent. */
    record Sgd(double decay) implements Optimizer {
        public Sgd {
            check(decay >= 0, "weight decay", decay, "0 or more");
        }

        @Override
        public int moments() {
            return 0;
        }

        @Override
        public boolean decoupled() {
            return true;
        }
    }

    /** Polyak 1964; with {@code nesterov} in the form of Sutskever et al., ICML 2013. */
    record Momentum(double momentum, boolean nesterov, double decay) implements Optimizer {
        public static final double MOMENTUM = 0.9;

        public Momentum {
            checkShare("momentum", momentum);
            check(decay >= 0, "weight decay", decay, "0 or more");
        }

        @Override
        public int moments() {
            return 1;
        }
    }

    /** Tieleman and Hinton 2012. */
    record RmsProp(double average, double epsilon, double decay) implements Optimizer {
        public static final double AVERAGE = 0.99;
        public static final double EPSILON = 1e-8;

        public RmsProp {
            checkShare("share of the past in the average", average);
            check(epsilon > 0, "epsilon", epsilon, "above 0");
            check(decay >= 0, "weight decay", decay, "0 or more");
        }

        @Override
        public int moments() {
            return 1;
        }
    }

    /** Duchi, Hazan and Singer 2011. */
    record Adagrad(double epsilon, double decay) implements Optimizer {
        public static final double EPSILON = 1e-10;

        public Adagrad {
            check(epsilon > 0, "epsilon", epsilon, "above 0");
            check(decay >= 0, "weight decay", decay, "0 or more");
        }

        @Override
        public int moments() {
            return 1;
        }
    }

    /** Kingma and Ba 2015. */
    record Adam(double beta1, double beta2, double epsilon, double decay) implements Optimizer {
        public static final double BETA1 = 0.9;
        public static final double BETA2 = 0.999;
        public static final double EPSILON = 1e-8;

        public Adam {
            checkAdam(beta1, beta2, epsilon, decay);
        }

        @Override
        public int moments() {
            return 2;
        }
    }

    /** Loshchilov and Hutter 2019. */
    record AdamW(double beta1, double beta2, double epsilon, double decay) implements Optimizer {
        public static final double DECAY = 0.01;

        public AdamW {
            checkAdam(beta1, beta2, epsilon, decay);
        }

        @Override
        public int moments() {
            return 2;
        }

        @Override
        public boolean decoupled() {
            return true;
        }
    }

    private static void checkAdam(double beta1, double beta2, double epsilon, double decay) {
        checkShare("beta1", beta1);
        checkShare("beta2", beta2);
        check(epsilon > 0, "epsilon", epsilon, "above 0");
        check(decay >= 0, "weight decay", decay, "0 or more");
    }

    private static void checkShare(String what, double found) {
        check(found >= 0 && found < 1, what, found, "at least 0 and below 1");
    }

    private static void check(boolean good, String what, double found, String expected) {
        if (!good || !Double.isFinite(found)) {
            throw new IllegalArgumentException("the optimizer's " + what + " is " + found + "; it must be " + expected);
        }
    }
}
