package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

// Written by SweepWriter; change ProductText and write again.
/** Tiles of C += A^T B with A and B by rows, at most 6 rows times 1 vector. */
final class GradientTiles1 {
    private GradientTiles1() {}

    static void tile(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bStride,
            int depth,
            int keep,
            int rows) {
        switch (rows) {
            case 1 -> tile1x1(c, cAt, cStride, a, aAt, aStride, b, bAt, bStride, depth, keep);
            case 2 -> tile2x1(c, cAt, cStride, a, aAt, aStride, b, bAt, bStride, depth, keep);
            case 3 -> tile3x1(c, cAt, cStride, a, aAt, aStride, b, bAt, bStride, depth, keep);
            case 4 -> tile4x1(c, cAt, cStride, a, aAt, aStride, b, bAt, bStride, depth, keep);
            case 5 -> tile5x1(c, cAt, cStride, a, aAt, aStride, b, bAt, bStride, depth, keep);
            case 6 -> tile6x1(c, cAt, cStride, a, aAt, aStride, b, bAt, bStride, depth, keep);
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
            int bStride,
            int depth,
            int keep) {
        IntVector kept = IntVector.broadcast(Width.INTS, keep);
        int row0 = cAt;
        IntVector i00 = FloatVector.fromArray(Width.FLOATS, c, row0).reinterpretAsInts();
        FloatVector c00 = i00.and(kept).reinterpretAsFloats();
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * bStride;
            int at = aAt + p * aStride;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
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
            int bStride,
            int depth,
            int keep) {
        IntVector kept = IntVector.broadcast(Width.INTS, keep);
        int row0 = cAt;
        IntVector i00 = FloatVector.fromArray(Width.FLOATS, c, row0).reinterpretAsInts();
        FloatVector c00 = i00.and(kept).reinterpretAsFloats();
        int row1 = row0 + cStride;
        IntVector i10 = FloatVector.fromArray(Width.FLOATS, c, row1).reinterpretAsInts();
        FloatVector c10 = i10.and(kept).reinterpretAsFloats();
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * bStride;
            int at = aAt + p * aStride;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[at + 1]);
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
            int bStride,
            int depth,
            int keep) {
        IntVector kept = IntVector.broadcast(Width.INTS, keep);
        int row0 = cAt;
        IntVector i00 = FloatVector.fromArray(Width.FLOATS, c, row0).reinterpretAsInts();
        FloatVector c00 = i00.and(kept).reinterpretAsFloats();
        int row1 = row0 + cStride;
        IntVector i10 = FloatVector.fromArray(Width.FLOATS, c, row1).reinterpretAsInts();
        FloatVector c10 = i10.and(kept).reinterpretAsFloats();
        int row2 = row1 + cStride;
        IntVector i20 = FloatVector.fromArray(Width.FLOATS, c, row2).reinterpretAsInts();
        FloatVector c20 = i20.and(kept).reinterpretAsFloats();
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * bStride;
            int at = aAt + p * aStride;
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

    static void tile4x1(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bStride,
            int depth,
            int keep) {
        IntVector kept = IntVector.broadcast(Width.INTS, keep);
        int row0 = cAt;
        IntVector i00 = FloatVector.fromArray(Width.FLOATS, c, row0).reinterpretAsInts();
        FloatVector c00 = i00.and(kept).reinterpretAsFloats();
        int row1 = row0 + cStride;
        IntVector i10 = FloatVector.fromArray(Width.FLOATS, c, row1).reinterpretAsInts();
        FloatVector c10 = i10.and(kept).reinterpretAsFloats();
        int row2 = row1 + cStride;
        IntVector i20 = FloatVector.fromArray(Width.FLOATS, c, row2).reinterpretAsInts();
        FloatVector c20 = i20.and(kept).reinterpretAsFloats();
        int row3 = row2 + cStride;
        IntVector i30 = FloatVector.fromArray(Width.FLOATS, c, row3).reinterpretAsInts();
        FloatVector c30 = i30.and(kept).reinterpretAsFloats();
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * bStride;
            int at = aAt + p * aStride;
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

    static void tile5x1(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bStride,
            int depth,
            int keep) {
        IntVector kept = IntVector.broadcast(Width.INTS, keep);
        int row0 = cAt;
        IntVector i00 = FloatVector.fromArray(Width.FLOATS, c, row0).reinterpretAsInts();
        FloatVector c00 = i00.and(kept).reinterpretAsFloats();
        int row1 = row0 + cStride;
        IntVector i10 = FloatVector.fromArray(Width.FLOATS, c, row1).reinterpretAsInts();
        FloatVector c10 = i10.and(kept).reinterpretAsFloats();
        int row2 = row1 + cStride;
        IntVector i20 = FloatVector.fromArray(Width.FLOATS, c, row2).reinterpretAsInts();
        FloatVector c20 = i20.and(kept).reinterpretAsFloats();
        int row3 = row2 + cStride;
        IntVector i30 = FloatVector.fromArray(Width.FLOATS, c, row3).reinterpretAsInts();
        FloatVector c30 = i30.and(kept).reinterpretAsFloats();
        int row4 = row3 + cStride;
        IntVector i40 = FloatVector.fromArray(Width.FLOATS, c, row4).reinterpretAsInts();
        FloatVector c40 = i40.and(kept).reinterpretAsFloats();
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * bStride;
            int at = aAt + p * aStride;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[at + 1]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[at + 2]);
            c20 = x2.fma(b0, c20);
            FloatVector x3 = FloatVector.broadcast(Width.FLOATS, a[at + 3]);
            c30 = x3.fma(b0, c30);
            FloatVector x4 = FloatVector.broadcast(Width.FLOATS, a[at + 4]);
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
            int bStride,
            int depth,
            int keep) {
        IntVector kept = IntVector.broadcast(Width.INTS, keep);
        int row0 = cAt;
        IntVector i00 = FloatVector.fromArray(Width.FLOATS, c, row0).reinterpretAsInts();
        FloatVector c00 = i00.and(kept).reinterpretAsFloats();
        int row1 = row0 + cStride;
        IntVector i10 = FloatVector.fromArray(Width.FLOATS, c, row1).reinterpretAsInts();
        FloatVector c10 = i10.and(kept).reinterpretAsFloats();
        int row2 = row1 + cStride;
        IntVector i20 = FloatVector.fromArray(Width.FLOATS, c, row2).reinterpretAsInts();
        FloatVector c20 = i20.and(kept).reinterpretAsFloats();
        int row3 = row2 + cStride;
        IntVector i30 = FloatVector.fromArray(Width.FLOATS, c, row3).reinterpretAsInts();
        FloatVector c30 = i30.and(kept).reinterpretAsFloats();
        int row4 = row3 + cStride;
        IntVector i40 = FloatVector.fromArray(Width.FLOATS, c, row4).reinterpretAsInts();
        FloatVector c40 = i40.and(kept).reinterpretAsFloats();
        int row5 = row4 + cStride;
        IntVector i50 = FloatVector.fromArray(Width.FLOATS, c, row5).reinterpretAsInts();
        FloatVector c50 = i50.and(kept).reinterpretAsFloats();
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * bStride;
            int at = aAt + p * aStride;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[at + 1]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[at + 2]);
            c20 = x2.fma(b0, c20);
            FloatVector x3 = FloatVector.broadcast(Width.FLOATS, a[at + 3]);
            c30 = x3.fma(b0, c30);
            FloatVector x4 = FloatVector.broadcast(Width.FLOATS, a[at + 4]);
            c40 = x4.fma(b0, c40);
            FloatVector x5 = FloatVector.broadcast(Width.FLOATS, a[at + 5]);
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
