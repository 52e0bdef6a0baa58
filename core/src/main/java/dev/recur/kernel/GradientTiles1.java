package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;

// Written by SweepWriter; change ProductText and write again.
/** Tiles of C += A^T B with A a packed strip and B a packed panel, at most 4 rows times 1 vector. */
final class GradientTiles1 {
    private GradientTiles1() {}

    static void tile(float[] c, int cAt, int cStride, float[] a, int aAt, float[] b, int bAt, int depth, int rows) {
        switch (rows) {
            case 1 -> tile1x1(c, cAt, cStride, a, aAt, b, bAt, depth);
            case 2 -> tile2x1(c, cAt, cStride, a, aAt, b, bAt, depth);
            case 3 -> tile3x1(c, cAt, cStride, a, aAt, b, bAt, depth);
            case 4 -> tile4x1(c, cAt, cStride, a, aAt, b, bAt, depth);
            default -> throw new AssertionError(rows);
        }
    }

    static void tile1x1(float[] c, int cAt, int cStride, float[] a, int aAt, float[] b, int bAt, int depth) {
        int row0 = cAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, c, row0);
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            int at = aAt + p * Kernels.STRIP;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
        }
        c00.intoArray(c, row0);
    }

    static void tile2x1(float[] c, int cAt, int cStride, float[] a, int aAt, float[] b, int bAt, int depth) {
        int row0 = cAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, c, row0);
        int row1 = row0 + cStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, c, row1);
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            int at = aAt + p * Kernels.STRIP;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[at + 1]);
            c10 = x1.fma(b0, c10);
        }
        c00.intoArray(c, row0);
        c10.intoArray(c, row1);
    }

    static void tile3x1(float[] c, int cAt, int cStride, float[] a, int aAt, float[] b, int bAt, int depth) {
        int row0 = cAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, c, row0);
        int row1 = row0 + cStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, c, row1);
        int row2 = row1 + cStride;
        FloatVector c20 = FloatVector.fromArray(Width.FLOATS, c, row2);
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            int at = aAt + p * Kernels.STRIP;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[at + 1]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[at + 2]);
            c20 = x2.fma(b0, c20);
        }
        c00.intoArray(c, row0);
        c10.intoArray(c, row1);
        c20.intoArray(c, row2);
    }

    static void tile4x1(float[] c, int cAt, int cStride, float[] a, int aAt, float[] b, int bAt, int depth) {
        int row0 = cAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, c, row0);
        int row1 = row0 + cStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, c, row1);
        int row2 = row1 + cStride;
        FloatVector c20 = FloatVector.fromArray(Width.FLOATS, c, row2);
        int row3 = row2 + cStride;
        FloatVector c30 = FloatVector.fromArray(Width.FLOATS, c, row3);
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            int at = aAt + p * Kernels.STRIP;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[at + 1]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[at + 2]);
            c20 = x2.fma(b0, c20);
            FloatVector x3 = FloatVector.broadcast(Width.FLOATS, a[at + 3]);
            c30 = x3.fma(b0, c30);
        }
        c00.intoArray(c, row0);
        c10.intoArray(c, row1);
        c20.intoArray(c, row2);
        c30.intoArray(c, row3);
    }
}
