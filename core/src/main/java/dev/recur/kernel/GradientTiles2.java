package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;

// Written by SweepWriter; change ProductText and write again.
/** Tiles of C += A^T B with A a packed strip and B a packed panel, at most 4 rows times 2 vectors. */
final class GradientTiles2 {
    private GradientTiles2() {}

    static void tile(float[] c, int cAt, int cStride, float[] a, int aAt, float[] b, int bAt, int depth, int rows) {
        switch (rows) {
            case 1 -> tile1x2(c, cAt, cStride, a, aAt, b, bAt, depth);
            case 2 -> tile2x2(c, cAt, cStride, a, aAt, b, bAt, depth);
            case 3 -> tile3x2(c, cAt, cStride, a, aAt, b, bAt, depth);
            case 4 -> tile4x2(c, cAt, cStride, a, aAt, b, bAt, depth);
            default -> throw new AssertionError(rows);
        }
    }

    static void tile1x2(float[] c, int cAt, int cStride, float[] a, int aAt, float[] b, int bAt, int depth) {
        int row0 = cAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, c, row0);
        FloatVector c01 = FloatVector.fromArray(Width.FLOATS, c, row0 + Width.LANES);
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            int at = aAt + p * Kernels.STRIP;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
        }
        c00.intoArray(c, row0);
        c01.intoArray(c, row0 + Width.LANES);
    }

    static void tile2x2(float[] c, int cAt, int cStride, float[] a, int aAt, float[] b, int bAt, int depth) {
        int row0 = cAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, c, row0);
        FloatVector c01 = FloatVector.fromArray(Width.FLOATS, c, row0 + Width.LANES);
        int row1 = row0 + cStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, c, row1);
        FloatVector c11 = FloatVector.fromArray(Width.FLOATS, c, row1 + Width.LANES);
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            int at = aAt + p * Kernels.STRIP;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
        }
        c00.intoArray(c, row0);
        c01.intoArray(c, row0 + Width.LANES);
        c10.intoArray(c, row1);
        c11.intoArray(c, row1 + Width.LANES);
    }

    static void tile3x2(float[] c, int cAt, int cStride, float[] a, int aAt, float[] b, int bAt, int depth) {
        int row0 = cAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, c, row0);
        FloatVector c01 = FloatVector.fromArray(Width.FLOATS, c, row0 + Width.LANES);
        int row1 = row0 + cStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, c, row1);
        FloatVector c11 = FloatVector.fromArray(Width.FLOATS, c, row1 + Width.LANES);
        int row2 = row1 + cStride;
        FloatVector c20 = FloatVector.fromArray(Width.FLOATS, c, row2);
        FloatVector c21 = FloatVector.fromArray(Width.FLOATS, c, row2 + Width.LANES);
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            int at = aAt + p * Kernels.STRIP;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[at + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
        }
        c00.intoArray(c, row0);
        c01.intoArray(c, row0 + Width.LANES);
        c10.intoArray(c, row1);
        c11.intoArray(c, row1 + Width.LANES);
        c20.intoArray(c, row2);
        c21.intoArray(c, row2 + Width.LANES);
    }

    static void tile4x2(float[] c, int cAt, int cStride, float[] a, int aAt, float[] b, int bAt, int depth) {
        int row0 = cAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, c, row0);
        FloatVector c01 = FloatVector.fromArray(Width.FLOATS, c, row0 + Width.LANES);
        int row1 = row0 + cStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, c, row1);
        FloatVector c11 = FloatVector.fromArray(Width.FLOATS, c, row1 + Width.LANES);
        int row2 = row1 + cStride;
        FloatVector c20 = FloatVector.fromArray(Width.FLOATS, c, row2);
        FloatVector c21 = FloatVector.fromArray(Width.FLOATS, c, row2 + Width.LANES);
        int row3 = row2 + cStride;
        FloatVector c30 = FloatVector.fromArray(Width.FLOATS, c, row3);
        FloatVector c31 = FloatVector.fromArray(Width.FLOATS, c, row3 + Width.LANES);
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            int at = aAt + p * Kernels.STRIP;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[at + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(Width.FLOATS, a[at + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
        }
        c00.intoArray(c, row0);
        c01.intoArray(c, row0 + Width.LANES);
        c10.intoArray(c, row1);
        c11.intoArray(c, row1 + Width.LANES);
        c20.intoArray(c, row2);
        c21.intoArray(c, row2 + Width.LANES);
        c30.intoArray(c, row3);
        c31.intoArray(c, row3 + Width.LANES);
    }
}
