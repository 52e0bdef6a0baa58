package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sums and soft-max of one row. The sixteen virtual lanes of a sum are one vector of 512 bits, or two of 256, or four of 128: one
 * pass over the row for each, every sixteenth element into the same lane.
 */
final class VectorRows {
    private static final int LANES = Kernels.LANES;

    private VectorRows() {}

    static float sum(float[] x, int at, int n) {
        float[] lanes = Lanes.own();
        int whole = n & -LANES;
        for (int part = 0; part < LANES; part += Width.LANES) {
            FloatVector acc = FloatVector.zero(Width.FLOATS);
            for (int j = part; j < whole; j += LANES) {
                acc = acc.add(FloatVector.fromArray(Width.FLOATS, x, at + j));
            }
            acc.intoArray(lanes, part);
        }
        for (int j = whole; j < n; j++) {
            lanes[j - whole] += x[at + j];
        }
        return Lanes.sum(lanes);
    }

    static float sumOfProducts(float[] x, int xAt, float[] y, int yAt, int n) {
        float[] lanes = Lanes.own();
        int whole = n & -LANES;
        for (int part = 0; part < LANES; part += Width.LANES) {
            FloatVector acc = FloatVector.zero(Width.FLOATS);
            for (int j = part; j < whole; j += LANES) {
                FloatVector vx = FloatVector.fromArray(Width.FLOATS, x, xAt + j);
                acc = vx.fma(FloatVector.fromArray(Width.FLOATS, y, yAt + j), acc);
            }
            acc.intoArray(lanes, part);
        }
        for (int j = whole; j < n; j++) {
            lanes[j - whole] = Math.fma(x[xAt + j], y[yAt + j], lanes[j - whole]);
        }
        return Lanes.sum(lanes);
    }

    static float normScale(float[] x, int at, int n, float mean) {
        float[] lanes = Lanes.own();
        int whole = n & -LANES;
        FloatVector vMean = FloatVector.broadcast(Width.FLOATS, mean);
        for (int part = 0; part < LANES; part += Width.LANES) {
            FloatVector acc = FloatVector.zero(Width.FLOATS);
            for (int j = part; j < whole; j += LANES) {
                FloatVector away =
                        FloatVector.fromArray(Width.FLOATS, x, at + j).sub(vMean);
                acc = away.fma(away, acc);
            }
            acc.intoArray(lanes, part);
        }
        for (int j = whole; j < n; j++) {
            float away = x[at + j] - mean;
            lanes[j - whole] = Math.fma(away, away, lanes[j - whole]);
        }
        return ScalarRows.normScale(Lanes.sum(lanes) / n);
    }

    static void normalize(float[] y, int yAt, float[] x, int xAt, int n) {
        float mean = sum(x, xAt, n) / n;
        float r = normScale(x, xAt, n, mean);
        int whole = n & -Width.LANES;
        for (int j = 0; j < whole; j += Width.LANES) {
            FloatVector.fromArray(Width.FLOATS, x, xAt + j).sub(mean).mul(r).intoArray(y, yAt + j);
        }
        for (int j = whole; j < n; j++) {
            y[yAt + j] = (x[xAt + j] - mean) * r;
        }
    }

    static void dNormalize(float[] dx, int dxAt, float[] g, int gAt, float[] y, int yAt, float r, int n) {
        float mean = sum(g, gAt, n) / n;
        float along = sumOfProducts(g, gAt, y, yAt, n) / n;
        int whole = n & -Width.LANES;
        for (int j = 0; j < whole; j += Width.LANES) {
            FloatVector less = FloatVector.fromArray(Width.FLOATS, g, gAt + j).sub(mean);
            FloatVector vy = FloatVector.fromArray(Width.FLOATS, y, yAt + j);
            less.sub(vy.mul(along)).mul(r).intoArray(dx, dxAt + j);
        }
        for (int j = whole; j < n; j++) {
            dx[dxAt + j] = r * (g[gAt + j] - mean - y[yAt + j] * along);
        }
    }

    /**
     * The greatest number. As integers, floats below zero run backwards; with their lower bits turned the order is that of the integers, and
     * no comparison of floats is needed. A NaN may win: then its exponential, and with it every result of the row, is NaN either way.
     */
    static float max(float[] x, int at, int n) {
        int whole = n & -Width.LANES;
        IntVector most = IntVector.broadcast(Width.INTS, Integer.MIN_VALUE);
        for (int j = 0; j < whole; j += Width.LANES) {
            IntVector bits = FloatVector.fromArray(Width.FLOATS, x, at + j).reinterpretAsInts();
            IntVector turn = bits.lanewise(VectorOperators.ASHR, 31).and(Functions.MAGNITUDE);
            most = most.max(bits.lanewise(VectorOperators.XOR, turn));
        }
        int top = most.reduceLanes(VectorOperators.MAX);
        float max =
                whole == 0 ? Float.NEGATIVE_INFINITY : Float.intBitsToFloat(top ^ (top >> 31 & Functions.MAGNITUDE));
        for (int j = whole; j < n; j++) {
            max = x[at + j] > max ? x[at + j] : max;
        }
        return max;
    }

    /** {@code y[j] = exp((x[j] - max) * factor)}; returns their sum. */
    static float exponentials(float[] y, int yAt, float[] x, int xAt, int n, float max, float factor) {
        int whole = n & -Width.LANES;
        VectorExponentials.shifted(y, yAt, x, xAt, whole, max, factor);
        for (int j = whole; j < n; j++) {
            y[yAt + j] = Functions.exp((x[xAt + j] - max) * factor);
        }
        return sum(y, yAt, n);
    }

    /** Four vectors of columns at a time: their chains do not wait for one another. */
    static void addRows(float[] sum, int sumAt, float[] g, int gAt, int gStride, int rows, int columns) {
        int j = 0;
        for (; j <= columns - 4 * Width.LANES; j += 4 * Width.LANES) {
            addFour(sum, sumAt + j, g, gAt + j, gStride, rows);
        }
        for (; j <= columns - Width.LANES; j += Width.LANES) {
            FloatVector acc = FloatVector.fromArray(Width.FLOATS, sum, sumAt + j);
            for (int i = 0; i < rows; i++) {
                acc = acc.add(FloatVector.fromArray(Width.FLOATS, g, gAt + i * gStride + j));
            }
            acc.intoArray(sum, sumAt + j);
        }
        for (; j < columns; j++) {
            float acc = sum[sumAt + j];
            for (int i = 0; i < rows; i++) {
                acc += g[gAt + i * gStride + j];
            }
            sum[sumAt + j] = acc;
        }
    }

    private static void addFour(float[] sum, int at, float[] g, int gAt, int gStride, int rows) {
        FloatVector acc0 = FloatVector.fromArray(Width.FLOATS, sum, at);
        FloatVector acc1 = FloatVector.fromArray(Width.FLOATS, sum, at + Width.LANES);
        FloatVector acc2 = FloatVector.fromArray(Width.FLOATS, sum, at + 2 * Width.LANES);
        FloatVector acc3 = FloatVector.fromArray(Width.FLOATS, sum, at + 3 * Width.LANES);
        for (int i = 0; i < rows; i++) {
            int from = gAt + i * gStride;
            acc0 = acc0.add(FloatVector.fromArray(Width.FLOATS, g, from));
            acc1 = acc1.add(FloatVector.fromArray(Width.FLOATS, g, from + Width.LANES));
            acc2 = acc2.add(FloatVector.fromArray(Width.FLOATS, g, from + 2 * Width.LANES));
            acc3 = acc3.add(FloatVector.fromArray(Width.FLOATS, g, from + 3 * Width.LANES));
        }
        acc0.intoArray(sum, at);
        acc1.intoArray(sum, at + Width.LANES);
        acc2.intoArray(sum, at + 2 * Width.LANES);
        acc3.intoArray(sum, at + 3 * Width.LANES);
    }

    /** As many columns as four vectors or one hold; returns how many. */
    static int addRowsByGroup(
            float[] sum,
            int sumAt,
            float[] groups,
            int groupsAt,
            int[] group,
            int groupAt,
            float[] g,
            int gAt,
            int stride,
            int rows,
            int columns) {
        int j = 0;
        for (; j <= columns - 4 * Width.LANES; j += 4 * Width.LANES) {
            addFourByGroup(sum, sumAt + j, groups, groupsAt + j, group, groupAt, g, gAt + j, stride, rows);
        }
        for (; j <= columns - Width.LANES; j += Width.LANES) {
            FloatVector acc = FloatVector.fromArray(Width.FLOATS, sum, sumAt + j);
            for (int i = 0; i < rows; i++) {
                FloatVector row = FloatVector.fromArray(Width.FLOATS, g, gAt + i * stride + j);
                acc = acc.add(row);
                int to = groupsAt + group[groupAt + i] * stride + j;
                FloatVector.fromArray(Width.FLOATS, groups, to).add(row).intoArray(groups, to);
            }
            acc.intoArray(sum, sumAt + j);
        }
        return j;
    }

    private static void addFourByGroup(
            float[] sum,
            int at,
            float[] groups,
            int groupsAt,
            int[] group,
            int groupAt,
            float[] g,
            int gAt,
            int stride,
            int rows) {
        FloatVector acc0 = FloatVector.fromArray(Width.FLOATS, sum, at);
        FloatVector acc1 = FloatVector.fromArray(Width.FLOATS, sum, at + Width.LANES);
        FloatVector acc2 = FloatVector.fromArray(Width.FLOATS, sum, at + 2 * Width.LANES);
        FloatVector acc3 = FloatVector.fromArray(Width.FLOATS, sum, at + 3 * Width.LANES);
        for (int i = 0; i < rows; i++) {
            int from = gAt + i * stride;
            int to = groupsAt + group[groupAt + i] * stride;
            FloatVector row0 = FloatVector.fromArray(Width.FLOATS, g, from);
            FloatVector row1 = FloatVector.fromArray(Width.FLOATS, g, from + Width.LANES);
            FloatVector row2 = FloatVector.fromArray(Width.FLOATS, g, from + 2 * Width.LANES);
            FloatVector row3 = FloatVector.fromArray(Width.FLOATS, g, from + 3 * Width.LANES);
            acc0 = acc0.add(row0);
            acc1 = acc1.add(row1);
            acc2 = acc2.add(row2);
            acc3 = acc3.add(row3);
            FloatVector.fromArray(Width.FLOATS, groups, to).add(row0).intoArray(groups, to);
            FloatVector.fromArray(Width.FLOATS, groups, to + Width.LANES)
                    .add(row1)
                    .intoArray(groups, to + Width.LANES);
            FloatVector.fromArray(Width.FLOATS, groups, to + 2 * Width.LANES)
                    .add(row2)
                    .intoArray(groups, to + 2 * Width.LANES);
            FloatVector.fromArray(Width.FLOATS, groups, to + 3 * Width.LANES)
                    .add(row3)
                    .intoArray(groups, to + 3 * Width.LANES);
        }
        acc0.intoArray(sum, at);
        acc1.intoArray(sum, at + Width.LANES);
        acc2.intoArray(sum, at + 2 * Width.LANES);
        acc3.intoArray(sum, at + 3 * Width.LANES);
    }

    static void addProductRows(
            float[] sum, int sumAt, float[] g, int gAt, float[] v, int vAt, int stride, int rows, int columns) {
        int j = 0;
        for (; j <= columns - Width.LANES; j += Width.LANES) {
            FloatVector acc = FloatVector.fromArray(Width.FLOATS, sum, sumAt + j);
            for (int i = 0; i < rows; i++) {
                FloatVector vg = FloatVector.fromArray(Width.FLOATS, g, gAt + i * stride + j);
                acc = vg.fma(FloatVector.fromArray(Width.FLOATS, v, vAt + i * stride + j), acc);
            }
            acc.intoArray(sum, sumAt + j);
        }
        for (; j < columns; j++) {
            float acc = sum[sumAt + j];
            for (int i = 0; i < rows; i++) {
                acc = Math.fma(g[gAt + i * stride + j], v[vAt + i * stride + j], acc);
            }
            sum[sumAt + j] = acc;
        }
    }
}
