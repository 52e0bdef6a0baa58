package dev.recur.cell;

/** How a parameter begins. Values are computed in double, with plain loops and {@link StrictMath}. */
sealed interface Start {
    /** A stream of random numbers: the same index gives the same number, whoever asks first. */
    interface Draws {
        /** Uniform in [0, 1). */
        double uniform(long index);

        /** Of mean 0 and variance 1. */
        double normal(long index);
    }

    /** Every number is {@code value}. */
    record Number(double value) implements Start {}

    record Uniform(double low, double high) implements Start {}

    record Normal(double mean, double deviation) implements Start {}

    /** Uniform within ±gain·√(6 / (rows + columns)). Glorot and Bengio 2010. */
    record Glorot(double gain) implements Start {}

    /** Normal with deviation √(2 / columns). He et al. 2015. */
    record He() implements Start {}

    /** Rows (or columns, if those are fewer) of length gain, at right angles. Saxe et al. 2014. */
    record Orthogonal(double gain) implements Start {}

    /** Normal, scaled until the largest absolute value of an eigenvalue is {@code radius}. Square matrices alone. Jaeger 2001. */
    record Spectral(double radius) implements Start {}

    /** {@code scale} on the diagonal. Le, Jaitly and Hinton 2015. */
    record Identity(double scale) implements Start {}

    /** log(uniform(1, reach - 1)). Tallec and Ollivier 2018. */
    record Chrono(double reach) implements Start {}

    /** As another parameter begins, perhaps with the other sign. */
    record Copy(String name, boolean negated) implements Start {}

    /** Fills {@code values} = [rows, columns], row-major; the number at (j, k) has the index j·columns + k. */
    default void fill(double[] values, int rows, int columns, Draws draws) {
        int count = rows * columns;
        if (this instanceof Orthogonal orthogonal) {
            Orthonormal.fill(values, rows, columns, orthogonal.gain(), draws);
            return;
        }
        if (this instanceof Spectral spectral) {
            SpectralRadius.fill(values, rows, columns, spectral.radius(), draws);
            return;
        }
        for (int i = 0; i < count; i++) {
            values[i] = value(i, rows, columns, draws);
        }
    }

    private double value(int index, int rows, int columns, Draws draws) {
        if (this instanceof Number number) {
            return number.value();
        } else if (this instanceof Uniform uniform) {
            return uniform.low() + (uniform.high() - uniform.low()) * draws.uniform(index);
        } else if (this instanceof Normal normal) {
            return normal.mean() + normal.deviation() * draws.normal(index);
        } else if (this instanceof Glorot glorot) {
            double bound = glorot.gain() * Math.sqrt(6.0 / ((double) rows + columns));
            return bound * (2 * draws.uniform(index) - 1);
        } else if (this instanceof He) {
            return Math.sqrt(2.0 / columns) * draws.normal(index);
        } else if (this instanceof Identity identity) {
            return index / columns == index % columns ? identity.scale() : 0;
        } else if (this instanceof Chrono chrono) {
            return StrictMath.log(1 + (chrono.reach() - 2) * draws.uniform(index));
        }
        throw new IllegalStateException(this + " does not begin by itself");
    }

    /** As a text writes it. */
    default String text() {
        if (this instanceof Number number) {
            return Canonical.number(number.value());
        } else if (this instanceof Uniform uniform) {
            return "uniform(" + Canonical.number(uniform.low()) + ", " + Canonical.number(uniform.high()) + ")";
        } else if (this instanceof Normal normal) {
            String mean = normal.mean() == 0 ? "" : Canonical.number(normal.mean()) + ", ";
            return "normal(" + mean + Canonical.number(normal.deviation()) + ")";
        } else if (this instanceof Glorot glorot) {
            return "glorot" + scaled(glorot.gain());
        } else if (this instanceof He) {
            return "he";
        } else if (this instanceof Orthogonal orthogonal) {
            return "orthogonal" + scaled(orthogonal.gain());
        } else if (this instanceof Spectral spectral) {
            return "spectral(" + Canonical.number(spectral.radius()) + ")";
        } else if (this instanceof Identity identity) {
            return "identity" + scaled(identity.scale());
        } else if (this instanceof Chrono chrono) {
            return "chrono(" + Canonical.number(chrono.reach()) + ")";
        }
        Copy copy = (Copy) this;
        return (copy.negated() ? "-" : "") + copy.name();
    }

    private static String scaled(double factor) {
        return factor == 1 ? "" : "(" + Canonical.number(factor) + ")";
    }
}
