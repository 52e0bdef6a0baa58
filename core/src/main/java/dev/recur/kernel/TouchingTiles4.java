package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;

// Written by SweepWriter; change ProductText and write again.
/** Tiles of C = A B that touch what B comes next, at most 5 rows times 4 vectors. */
final class TouchingTiles4 {
    private TouchingTiles4() {}

    static int tile(
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
            float[] next,
            int nextAt,
            int rows) {
        return switch (rows) {
            case 1 -> tile1x4(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride, next, nextAt);
            case 2 -> tile2x4(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride, next, nextAt);
            case 3 -> tile3x4(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride, next, nextAt);
            case 4 -> tile4x4(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride, next, nextAt);
            case 5 -> tile5x4(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride, next, nextAt);
            default -> throw new AssertionError(rows);
        };
    }

    static int tile1x4(
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
            float[] next,
            int nextAt) {
        int row0 = cAt;
        int start0 = dAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, d, start0);
        FloatVector c01 = FloatVector.fromArray(Width.FLOATS, d, start0 + Width.LANES);
        FloatVector c02 = FloatVector.fromArray(Width.FLOATS, d, start0 + 2 * Width.LANES);
        FloatVector c03 = FloatVector.fromArray(Width.FLOATS, d, start0 + 3 * Width.LANES);
        int a0 = aAt;
        int touched = 0;
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector b2 = FloatVector.fromArray(Width.FLOATS, b, k + 2 * Width.LANES);
            FloatVector b3 = FloatVector.fromArray(Width.FLOATS, b, k + 3 * Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[a0 + p]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            touched |= Float.floatToRawIntBits(next[nextAt + p * Kernels.LINE]);
        }
        c00.intoArray(c, row0);
        c01.intoArray(c, row0 + Width.LANES);
        c02.intoArray(c, row0 + 2 * Width.LANES);
        c03.intoArray(c, row0 + 3 * Width.LANES);
        return touched;
    }

    static int tile2x4(
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
            float[] next,
            int nextAt) {
        int row0 = cAt;
        int start0 = dAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, d, start0);
        FloatVector c01 = FloatVector.fromArray(Width.FLOATS, d, start0 + Width.LANES);
        FloatVector c02 = FloatVector.fromArray(Width.FLOATS, d, start0 + 2 * Width.LANES);
        FloatVector c03 = FloatVector.fromArray(Width.FLOATS, d, start0 + 3 * Width.LANES);
        int row1 = row0 + cStride;
        int start1 = start0 + dStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, d, start1);
        FloatVector c11 = FloatVector.fromArray(Width.FLOATS, d, start1 + Width.LANES);
        FloatVector c12 = FloatVector.fromArray(Width.FLOATS, d, start1 + 2 * Width.LANES);
        FloatVector c13 = FloatVector.fromArray(Width.FLOATS, d, start1 + 3 * Width.LANES);
        int a0 = aAt;
        int a1 = a0 + aStride;
        int touched = 0;
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector b2 = FloatVector.fromArray(Width.FLOATS, b, k + 2 * Width.LANES);
            FloatVector b3 = FloatVector.fromArray(Width.FLOATS, b, k + 3 * Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[a0 + p]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            touched |= Float.floatToRawIntBits(next[nextAt + p * Kernels.LINE]);
        }
        c00.intoArray(c, row0);
        c01.intoArray(c, row0 + Width.LANES);
        c02.intoArray(c, row0 + 2 * Width.LANES);
        c03.intoArray(c, row0 + 3 * Width.LANES);
        c10.intoArray(c, row1);
        c11.intoArray(c, row1 + Width.LANES);
        c12.intoArray(c, row1 + 2 * Width.LANES);
        c13.intoArray(c, row1 + 3 * Width.LANES);
        return touched;
    }

    static int tile3x4(
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
            float[] next,
            int nextAt) {
        int row0 = cAt;
        int start0 = dAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, d, start0);
        FloatVector c01 = FloatVector.fromArray(Width.FLOATS, d, start0 + Width.LANES);
        FloatVector c02 = FloatVector.fromArray(Width.FLOATS, d, start0 + 2 * Width.LANES);
        FloatVector c03 = FloatVector.fromArray(Width.FLOATS, d, start0 + 3 * Width.LANES);
        int row1 = row0 + cStride;
        int start1 = start0 + dStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, d, start1);
        FloatVector c11 = FloatVector.fromArray(Width.FLOATS, d, start1 + Width.LANES);
        FloatVector c12 = FloatVector.fromArray(Width.FLOATS, d, start1 + 2 * Width.LANES);
        FloatVector c13 = FloatVector.fromArray(Width.FLOATS, d, start1 + 3 * Width.LANES);
        int row2 = row1 + cStride;
        int start2 = start1 + dStride;
        FloatVector c20 = FloatVector.fromArray(Width.FLOATS, d, start2);
        FloatVector c21 = FloatVector.fromArray(Width.FLOATS, d, start2 + Width.LANES);
        FloatVector c22 = FloatVector.fromArray(Width.FLOATS, d, start2 + 2 * Width.LANES);
        FloatVector c23 = FloatVector.fromArray(Width.FLOATS, d, start2 + 3 * Width.LANES);
        int a0 = aAt;
        int a1 = a0 + aStride;
        int a2 = a1 + aStride;
        int touched = 0;
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector b2 = FloatVector.fromArray(Width.FLOATS, b, k + 2 * Width.LANES);
            FloatVector b3 = FloatVector.fromArray(Width.FLOATS, b, k + 3 * Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[a0 + p]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[a2 + p]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            c23 = x2.fma(b3, c23);
            touched |= Float.floatToRawIntBits(next[nextAt + p * Kernels.LINE]);
        }
        c00.intoArray(c, row0);
        c01.intoArray(c, row0 + Width.LANES);
        c02.intoArray(c, row0 + 2 * Width.LANES);
        c03.intoArray(c, row0 + 3 * Width.LANES);
        c10.intoArray(c, row1);
        c11.intoArray(c, row1 + Width.LANES);
        c12.intoArray(c, row1 + 2 * Width.LANES);
        c13.intoArray(c, row1 + 3 * Width.LANES);
        c20.intoArray(c, row2);
        c21.intoArray(c, row2 + Width.LANES);
        c22.intoArray(c, row2 + 2 * Width.LANES);
        c23.intoArray(c, row2 + 3 * Width.LANES);
        return touched;
    }

    static int tile4x4(
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
            float[] next,
            int nextAt) {
        int row0 = cAt;
        int start0 = dAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, d, start0);
        FloatVector c01 = FloatVector.fromArray(Width.FLOATS, d, start0 + Width.LANES);
        FloatVector c02 = FloatVector.fromArray(Width.FLOATS, d, start0 + 2 * Width.LANES);
        FloatVector c03 = FloatVector.fromArray(Width.FLOATS, d, start0 + 3 * Width.LANES);
        int row1 = row0 + cStride;
        int start1 = start0 + dStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, d, start1);
        FloatVector c11 = FloatVector.fromArray(Width.FLOATS, d, start1 + Width.LANES);
        FloatVector c12 = FloatVector.fromArray(Width.FLOATS, d, start1 + 2 * Width.LANES);
        FloatVector c13 = FloatVector.fromArray(Width.FLOATS, d, start1 + 3 * Width.LANES);
        int row2 = row1 + cStride;
        int start2 = start1 + dStride;
        FloatVector c20 = FloatVector.fromArray(Width.FLOATS, d, start2);
        FloatVector c21 = FloatVector.fromArray(Width.FLOATS, d, start2 + Width.LANES);
        FloatVector c22 = FloatVector.fromArray(Width.FLOATS, d, start2 + 2 * Width.LANES);
        FloatVector c23 = FloatVector.fromArray(Width.FLOATS, d, start2 + 3 * Width.LANES);
        int row3 = row2 + cStride;
        int start3 = start2 + dStride;
        FloatVector c30 = FloatVector.fromArray(Width.FLOATS, d, start3);
        FloatVector c31 = FloatVector.fromArray(Width.FLOATS, d, start3 + Width.LANES);
        FloatVector c32 = FloatVector.fromArray(Width.FLOATS, d, start3 + 2 * Width.LANES);
        FloatVector c33 = FloatVector.fromArray(Width.FLOATS, d, start3 + 3 * Width.LANES);
        int a0 = aAt;
        int a1 = a0 + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        int touched = 0;
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector b2 = FloatVector.fromArray(Width.FLOATS, b, k + 2 * Width.LANES);
            FloatVector b3 = FloatVector.fromArray(Width.FLOATS, b, k + 3 * Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[a0 + p]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[a2 + p]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            c23 = x2.fma(b3, c23);
            FloatVector x3 = FloatVector.broadcast(Width.FLOATS, a[a3 + p]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
            c33 = x3.fma(b3, c33);
            touched |= Float.floatToRawIntBits(next[nextAt + p * Kernels.LINE]);
        }
        c00.intoArray(c, row0);
        c01.intoArray(c, row0 + Width.LANES);
        c02.intoArray(c, row0 + 2 * Width.LANES);
        c03.intoArray(c, row0 + 3 * Width.LANES);
        c10.intoArray(c, row1);
        c11.intoArray(c, row1 + Width.LANES);
        c12.intoArray(c, row1 + 2 * Width.LANES);
        c13.intoArray(c, row1 + 3 * Width.LANES);
        c20.intoArray(c, row2);
        c21.intoArray(c, row2 + Width.LANES);
        c22.intoArray(c, row2 + 2 * Width.LANES);
        c23.intoArray(c, row2 + 3 * Width.LANES);
        c30.intoArray(c, row3);
        c31.intoArray(c, row3 + Width.LANES);
        c32.intoArray(c, row3 + 2 * Width.LANES);
        c33.intoArray(c, row3 + 3 * Width.LANES);
        return touched;
    }

    static int tile5x4(
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
            float[] next,
            int nextAt) {
        int row0 = cAt;
        int start0 = dAt;
        FloatVector c00 = FloatVector.fromArray(Width.FLOATS, d, start0);
        FloatVector c01 = FloatVector.fromArray(Width.FLOATS, d, start0 + Width.LANES);
        FloatVector c02 = FloatVector.fromArray(Width.FLOATS, d, start0 + 2 * Width.LANES);
        FloatVector c03 = FloatVector.fromArray(Width.FLOATS, d, start0 + 3 * Width.LANES);
        int row1 = row0 + cStride;
        int start1 = start0 + dStride;
        FloatVector c10 = FloatVector.fromArray(Width.FLOATS, d, start1);
        FloatVector c11 = FloatVector.fromArray(Width.FLOATS, d, start1 + Width.LANES);
        FloatVector c12 = FloatVector.fromArray(Width.FLOATS, d, start1 + 2 * Width.LANES);
        FloatVector c13 = FloatVector.fromArray(Width.FLOATS, d, start1 + 3 * Width.LANES);
        int row2 = row1 + cStride;
        int start2 = start1 + dStride;
        FloatVector c20 = FloatVector.fromArray(Width.FLOATS, d, start2);
        FloatVector c21 = FloatVector.fromArray(Width.FLOATS, d, start2 + Width.LANES);
        FloatVector c22 = FloatVector.fromArray(Width.FLOATS, d, start2 + 2 * Width.LANES);
        FloatVector c23 = FloatVector.fromArray(Width.FLOATS, d, start2 + 3 * Width.LANES);
        int row3 = row2 + cStride;
        int start3 = start2 + dStride;
        FloatVector c30 = FloatVector.fromArray(Width.FLOATS, d, start3);
        FloatVector c31 = FloatVector.fromArray(Width.FLOATS, d, start3 + Width.LANES);
        FloatVector c32 = FloatVector.fromArray(Width.FLOATS, d, start3 + 2 * Width.LANES);
        FloatVector c33 = FloatVector.fromArray(Width.FLOATS, d, start3 + 3 * Width.LANES);
        int row4 = row3 + cStride;
        int start4 = start3 + dStride;
        FloatVector c40 = FloatVector.fromArray(Width.FLOATS, d, start4);
        FloatVector c41 = FloatVector.fromArray(Width.FLOATS, d, start4 + Width.LANES);
        FloatVector c42 = FloatVector.fromArray(Width.FLOATS, d, start4 + 2 * Width.LANES);
        FloatVector c43 = FloatVector.fromArray(Width.FLOATS, d, start4 + 3 * Width.LANES);
        int a0 = aAt;
        int a1 = a0 + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        int a4 = a3 + aStride;
        int touched = 0;
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * Kernels.PANEL;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector b2 = FloatVector.fromArray(Width.FLOATS, b, k + 2 * Width.LANES);
            FloatVector b3 = FloatVector.fromArray(Width.FLOATS, b, k + 3 * Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[a0 + p]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[a2 + p]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            c23 = x2.fma(b3, c23);
            FloatVector x3 = FloatVector.broadcast(Width.FLOATS, a[a3 + p]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
            c33 = x3.fma(b3, c33);
            FloatVector x4 = FloatVector.broadcast(Width.FLOATS, a[a4 + p]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            c42 = x4.fma(b2, c42);
            c43 = x4.fma(b3, c43);
            touched |= Float.floatToRawIntBits(next[nextAt + p * Kernels.LINE]);
        }
        c00.intoArray(c, row0);
        c01.intoArray(c, row0 + Width.LANES);
        c02.intoArray(c, row0 + 2 * Width.LANES);
        c03.intoArray(c, row0 + 3 * Width.LANES);
        c10.intoArray(c, row1);
        c11.intoArray(c, row1 + Width.LANES);
        c12.intoArray(c, row1 + 2 * Width.LANES);
        c13.intoArray(c, row1 + 3 * Width.LANES);
        c20.intoArray(c, row2);
        c21.intoArray(c, row2 + Width.LANES);
        c22.intoArray(c, row2 + 2 * Width.LANES);
        c23.intoArray(c, row2 + 3 * Width.LANES);
        c30.intoArray(c, row3);
        c31.intoArray(c, row3 + Width.LANES);
        c32.intoArray(c, row3 + 2 * Width.LANES);
        c33.intoArray(c, row3 + 3 * Width.LANES);
        c40.intoArray(c, row4);
        c41.intoArray(c, row4 + Width.LANES);
        c42.intoArray(c, row4 + 2 * Width.LANES);
        c43.intoArray(c, row4 + 3 * Width.LANES);
        return touched;
    }
}
