package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;

// Written by SweepWriter; change ProductText and write again.
/** Tiles of C = A B with A by rows and B a packed panel, at most 6 rows times 1 vector. */
final class Tiles1 {
    private Tiles1() {}

    static void tile(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int depth,
            float[] d,
            int dAt,
            int dStride,
            int rows) {
        switch (rows) {
            case 1 -> tile1x1(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride);
            case 2 -> tile2x1(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride);
            case 3 -> tile3x1(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride);
            case 4 -> tile4x1(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride);
            case 5 -> tile5x1(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride);
            case 6 -> tile6x1(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride);
            default -> throw new AssertionError(rows);
        }
    }

    static void tile1x1(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int depth,
            float[] d,
            int dAt,
            int dStride) {
        int row0 = cAt;
        int start0 = dAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, d, start0);
        int a0 = aAt;
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[a0 + p]);
            c00 = x0.fma(b0, c00);
        }
        c00.intoArray(c, row0);
    }

    static void tile2x1(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int depth,
            float[] d,
            int dAt,
            int dStride) {
        int row0 = cAt;
        int start0 = dAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, d, start0);
        int row1 = row0 + cStride;
        int start1 = start0 + dStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, d, start1);
        int a0 = aAt;
        int a1 = a0 + aStride;
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[a0 + p]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[a1 + p]);
            c10 = x1.fma(b0, c10);
        }
        c00.intoArray(c, row0);
        c10.intoArray(c, row1);
    }

    static void tile3x1(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int depth,
            float[] d,
            int dAt,
            int dStride) {
        int row0 = cAt;
        int start0 = dAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, d, start0);
        int row1 = row0 + cStride;
        int start1 = start0 + dStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, d, start1);
        int row2 = row1 + cStride;
        int start2 = start1 + dStride;
        FloatVector c20 = FloatVector.fromArray(Width.FLOATS, d, start2);
        int a0 = aAt;
        int a1 = a0 + aStride;
        int a2 = a1 + aStride;
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[a0 + p]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[a2 + p]);
            c20 = x2.fma(b0, c20);
        }
        c00.intoArray(c, row0);
        c10.intoArray(c, row1);
        c20.intoArray(c, row2);
    }

    static void tile4x1(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int depth,
            float[] d,
            int dAt,
            int dStride) {
        int row0 = cAt;
        int start0 = dAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, d, start0);
        int row1 = row0 + cStride;
        int start1 = start0 + dStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, d, start1);
        int row2 = row1 + cStride;
        int start2 = start1 + dStride;
        FloatVector c20 = FloatVector.fromArray(Width.FLOATS, d, start2);
        int row3 = row2 + cStride;
        int start3 = start2 + dStride;
        FloatVector c30 = FloatVector.fromArray(Width.FLOATS, d, start3);
        int a0 = aAt;
        int a1 = a0 + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[a0 + p]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[a2 + p]);
            c20 = x2.fma(b0, c20);
            FloatVector x3 = FloatVector.broadcast(Width.FLOATS, a[a3 + p]);
            c30 = x3.fma(b0, c30);
        }
        c00.intoArray(c, row0);
        c10.intoArray(c, row1);
        c20.intoArray(c, row2);
        c30.intoArray(c, row3);
    }

    static void tile5x1(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int depth,
            float[] d,
            int dAt,
            int dStride) {
        int row0 = cAt;
        int start0 = dAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, d, start0);
        int row1 = row0 + cStride;
        int start1 = start0 + dStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, d, start1);
        int row2 = row1 + cStride;
        int start2 = start1 + dStride;
        FloatVector c20 = FloatVector.fromArray(Width.FLOATS, d, start2);
        int row3 = row2 + cStride;
        int start3 = start2 + dStride;
        FloatVector c30 = FloatVector.fromArray(Width.FLOATS, d, start3);
        int row4 = row3 + cStride;
        int start4 = start3 + dStride;
        FloatVector c40 = FloatVector.fromArray(Width.FLOATS, d, start4);
        int a0 = aAt;
        int a1 = a0 + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        int a4 = a3 + aStride;
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[a0 + p]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[a2 + p]);
            c20 = x2.fma(b0, c20);
            FloatVector x3 = FloatVector.broadcast(Width.FLOATS, a[a3 + p]);
            c30 = x3.fma(b0, c30);
            FloatVector x4 = FloatVector.broadcast(Width.FLOATS, a[a4 + p]);
            c40 = x4.fma(b0, c40);
        }
        c00.intoArray(c, row0);
        c10.intoArray(c, row1);
        c20.intoArray(c, row2);
        c30.intoArray(c, row3);
        c40.intoArray(c, row4);
    }

    static void tile6x1(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int depth,
            float[] d,
            int dAt,
            int dStride) {
        int row0 = cAt;
        int start0 = dAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, d, start0);
        int row1 = row0 + cStride;
        int start1 = start0 + dStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, d, start1);
        int row2 = row1 + cStride;
        int start2 = start1 + dStride;
        FloatVector c20 = FloatVector.fromArray(Width.FLOATS, d, start2);
        int row3 = row2 + cStride;
        int start3 = start2 + dStride;
        FloatVector c30 = FloatVector.fromArray(Width.FLOATS, d, start3);
        int row4 = row3 + cStride;
        int start4 = start3 + dStride;
        FloatVector c40 = FloatVector.fromArray(Width.FLOATS, d, start4);
        int row5 = row4 + cStride;
        int start5 = start4 + dStride;
        FloatVector c50 = FloatVector.fromArray(Width.FLOATS, d, start5);
        int a0 = aAt;
        int a1 = a0 + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        int a4 = a3 + aStride;
        int a5 = a4 + aStride;
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[a0 + p]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[a2 + p]);
            c20 = x2.fma(b0, c20);
            FloatVector x3 = FloatVector.broadcast(Width.FLOATS, a[a3 + p]);
            c30 = x3.fma(b0, c30);
            FloatVector x4 = FloatVector.broadcast(Width.FLOATS, a[a4 + p]);
            c40 = x4.fma(b0, c40);
            FloatVector x5 = FloatVector.broadcast(Width.FLOATS, a[a5 + p]);
            c50 = x5.fma(b0, c50);
        }
        c00.intoArray(c, row0);
        c10.intoArray(c, row1);
        c20.intoArray(c, row2);
        c30.intoArray(c, row3);
        c40.intoArray(c, row4);
        c50.intoArray(c, row5);
    }
}
