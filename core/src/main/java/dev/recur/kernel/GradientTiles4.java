package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

// Written by SweepWriter; change ProductText and write again.
/** Tiles of C += A^T B with A and B by rows, at most 5 rows times 4 vectors. */
final class GradientTiles4 {
    private GradientTiles4() {}

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
            case 1 -> tile1x4(c, cAt, cStride, a, aAt, aStride, b, bAt, bStride, depth, keep);
            case 2 -> tile2x4(c, cAt, cStride, a, aAt, aStride, b, bAt, bStride, depth, keep);
            case 3 -> tile3x4(c, cAt, cStride, a, aAt, aStride, b, bAt, bStride, depth, keep);
            case 4 -> tile4x4(c, cAt, cStride, a, aAt, aStride, b, bAt, bStride, depth, keep);
            case 5 -> tile5x4(c, cAt, cStride, a, aAt, aStride, b, bAt, bStride, depth, keep);
            default -> throw new AssertionError(rows);
        }
    }

    static void tile1x4(
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
        IntVector i01 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + Width.LANES).reinterpretAsInts();
        FloatVector c01 = i01.and(kept).reinterpretAsFloats();
        IntVector i02 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c02 = i02.and(kept).reinterpretAsFloats();
        IntVector i03 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c03 = i03.and(kept).reinterpretAsFloats();
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * bStride;
            int at = aAt + p * aStride;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector b2 = FloatVector.fromArray(Width.FLOATS, b, k + 2 * Width.LANES);
            FloatVector b3 = FloatVector.fromArray(Width.FLOATS, b, k + 3 * Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
        }
        c00.intoArray(c, row0);
        c01.intoArray(c, row0 + Width.LANES);
        c02.intoArray(c, row0 + 2 * Width.LANES);
        c03.intoArray(c, row0 + 3 * Width.LANES);
    }

    static void tile2x4(
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
        IntVector i01 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + Width.LANES).reinterpretAsInts();
        FloatVector c01 = i01.and(kept).reinterpretAsFloats();
        IntVector i02 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c02 = i02.and(kept).reinterpretAsFloats();
        IntVector i03 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c03 = i03.and(kept).reinterpretAsFloats();
        int row1 = row0 + cStride;
        IntVector i10 = FloatVector.fromArray(Width.FLOATS, c, row1).reinterpretAsInts();
        FloatVector c10 = i10.and(kept).reinterpretAsFloats();
        IntVector i11 =
                FloatVector.fromArray(Width.FLOATS, c, row1 + Width.LANES).reinterpretAsInts();
        FloatVector c11 = i11.and(kept).reinterpretAsFloats();
        IntVector i12 =
                FloatVector.fromArray(Width.FLOATS, c, row1 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c12 = i12.and(kept).reinterpretAsFloats();
        IntVector i13 =
                FloatVector.fromArray(Width.FLOATS, c, row1 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c13 = i13.and(kept).reinterpretAsFloats();
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * bStride;
            int at = aAt + p * aStride;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector b2 = FloatVector.fromArray(Width.FLOATS, b, k + 2 * Width.LANES);
            FloatVector b3 = FloatVector.fromArray(Width.FLOATS, b, k + 3 * Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
        }
        c00.intoArray(c, row0);
        c01.intoArray(c, row0 + Width.LANES);
        c02.intoArray(c, row0 + 2 * Width.LANES);
        c03.intoArray(c, row0 + 3 * Width.LANES);
        c10.intoArray(c, row1);
        c11.intoArray(c, row1 + Width.LANES);
        c12.intoArray(c, row1 + 2 * Width.LANES);
        c13.intoArray(c, row1 + 3 * Width.LANES);
    }

    static void tile3x4(
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
        IntVector i01 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + Width.LANES).reinterpretAsInts();
        FloatVector c01 = i01.and(kept).reinterpretAsFloats();
        IntVector i02 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c02 = i02.and(kept).reinterpretAsFloats();
        IntVector i03 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c03 = i03.and(kept).reinterpretAsFloats();
        int row1 = row0 + cStride;
        IntVector i10 = FloatVector.fromArray(Width.FLOATS, c, row1).reinterpretAsInts();
        FloatVector c10 = i10.and(kept).reinterpretAsFloats();
        IntVector i11 =
                FloatVector.fromArray(Width.FLOATS, c, row1 + Width.LANES).reinterpretAsInts();
        FloatVector c11 = i11.and(kept).reinterpretAsFloats();
        IntVector i12 =
                FloatVector.fromArray(Width.FLOATS, c, row1 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c12 = i12.and(kept).reinterpretAsFloats();
        IntVector i13 =
                FloatVector.fromArray(Width.FLOATS, c, row1 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c13 = i13.and(kept).reinterpretAsFloats();
        int row2 = row1 + cStride;
        IntVector i20 = FloatVector.fromArray(Width.FLOATS, c, row2).reinterpretAsInts();
        FloatVector c20 = i20.and(kept).reinterpretAsFloats();
        IntVector i21 =
                FloatVector.fromArray(Width.FLOATS, c, row2 + Width.LANES).reinterpretAsInts();
        FloatVector c21 = i21.and(kept).reinterpretAsFloats();
        IntVector i22 =
                FloatVector.fromArray(Width.FLOATS, c, row2 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c22 = i22.and(kept).reinterpretAsFloats();
        IntVector i23 =
                FloatVector.fromArray(Width.FLOATS, c, row2 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c23 = i23.and(kept).reinterpretAsFloats();
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * bStride;
            int at = aAt + p * aStride;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector b2 = FloatVector.fromArray(Width.FLOATS, b, k + 2 * Width.LANES);
            FloatVector b3 = FloatVector.fromArray(Width.FLOATS, b, k + 3 * Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[at + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            c23 = x2.fma(b3, c23);
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
    }

    static void tile4x4(
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
        IntVector i01 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + Width.LANES).reinterpretAsInts();
        FloatVector c01 = i01.and(kept).reinterpretAsFloats();
        IntVector i02 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c02 = i02.and(kept).reinterpretAsFloats();
        IntVector i03 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c03 = i03.and(kept).reinterpretAsFloats();
        int row1 = row0 + cStride;
        IntVector i10 = FloatVector.fromArray(Width.FLOATS, c, row1).reinterpretAsInts();
        FloatVector c10 = i10.and(kept).reinterpretAsFloats();
        IntVector i11 =
                FloatVector.fromArray(Width.FLOATS, c, row1 + Width.LANES).reinterpretAsInts();
        FloatVector c11 = i11.and(kept).reinterpretAsFloats();
        IntVector i12 =
                FloatVector.fromArray(Width.FLOATS, c, row1 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c12 = i12.and(kept).reinterpretAsFloats();
        IntVector i13 =
                FloatVector.fromArray(Width.FLOATS, c, row1 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c13 = i13.and(kept).reinterpretAsFloats();
        int row2 = row1 + cStride;
        IntVector i20 = FloatVector.fromArray(Width.FLOATS, c, row2).reinterpretAsInts();
        FloatVector c20 = i20.and(kept).reinterpretAsFloats();
        IntVector i21 =
                FloatVector.fromArray(Width.FLOATS, c, row2 + Width.LANES).reinterpretAsInts();
        FloatVector c21 = i21.and(kept).reinterpretAsFloats();
        IntVector i22 =
                FloatVector.fromArray(Width.FLOATS, c, row2 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c22 = i22.and(kept).reinterpretAsFloats();
        IntVector i23 =
                FloatVector.fromArray(Width.FLOATS, c, row2 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c23 = i23.and(kept).reinterpretAsFloats();
        int row3 = row2 + cStride;
        IntVector i30 = FloatVector.fromArray(Width.FLOATS, c, row3).reinterpretAsInts();
        FloatVector c30 = i30.and(kept).reinterpretAsFloats();
        IntVector i31 =
                FloatVector.fromArray(Width.FLOATS, c, row3 + Width.LANES).reinterpretAsInts();
        FloatVector c31 = i31.and(kept).reinterpretAsFloats();
        IntVector i32 =
                FloatVector.fromArray(Width.FLOATS, c, row3 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c32 = i32.and(kept).reinterpretAsFloats();
        IntVector i33 =
                FloatVector.fromArray(Width.FLOATS, c, row3 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c33 = i33.and(kept).reinterpretAsFloats();
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * bStride;
            int at = aAt + p * aStride;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector b2 = FloatVector.fromArray(Width.FLOATS, b, k + 2 * Width.LANES);
            FloatVector b3 = FloatVector.fromArray(Width.FLOATS, b, k + 3 * Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[at + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            c23 = x2.fma(b3, c23);
            FloatVector x3 = FloatVector.broadcast(Width.FLOATS, a[at + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
            c33 = x3.fma(b3, c33);
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
    }

    static void tile5x4(
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
        IntVector i01 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + Width.LANES).reinterpretAsInts();
        FloatVector c01 = i01.and(kept).reinterpretAsFloats();
        IntVector i02 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c02 = i02.and(kept).reinterpretAsFloats();
        IntVector i03 =
                FloatVector.fromArray(Width.FLOATS, c, row0 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c03 = i03.and(kept).reinterpretAsFloats();
        int row1 = row0 + cStride;
        IntVector i10 = FloatVector.fromArray(Width.FLOATS, c, row1).reinterpretAsInts();
        FloatVector c10 = i10.and(kept).reinterpretAsFloats();
        IntVector i11 =
                FloatVector.fromArray(Width.FLOATS, c, row1 + Width.LANES).reinterpretAsInts();
        FloatVector c11 = i11.and(kept).reinterpretAsFloats();
        IntVector i12 =
                FloatVector.fromArray(Width.FLOATS, c, row1 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c12 = i12.and(kept).reinterpretAsFloats();
        IntVector i13 =
                FloatVector.fromArray(Width.FLOATS, c, row1 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c13 = i13.and(kept).reinterpretAsFloats();
        int row2 = row1 + cStride;
        IntVector i20 = FloatVector.fromArray(Width.FLOATS, c, row2).reinterpretAsInts();
        FloatVector c20 = i20.and(kept).reinterpretAsFloats();
        IntVector i21 =
                FloatVector.fromArray(Width.FLOATS, c, row2 + Width.LANES).reinterpretAsInts();
        FloatVector c21 = i21.and(kept).reinterpretAsFloats();
        IntVector i22 =
                FloatVector.fromArray(Width.FLOATS, c, row2 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c22 = i22.and(kept).reinterpretAsFloats();
        IntVector i23 =
                FloatVector.fromArray(Width.FLOATS, c, row2 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c23 = i23.and(kept).reinterpretAsFloats();
        int row3 = row2 + cStride;
        IntVector i30 = FloatVector.fromArray(Width.FLOATS, c, row3).reinterpretAsInts();
        FloatVector c30 = i30.and(kept).reinterpretAsFloats();
        IntVector i31 =
                FloatVector.fromArray(Width.FLOATS, c, row3 + Width.LANES).reinterpretAsInts();
        FloatVector c31 = i31.and(kept).reinterpretAsFloats();
        IntVector i32 =
                FloatVector.fromArray(Width.FLOATS, c, row3 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c32 = i32.and(kept).reinterpretAsFloats();
        IntVector i33 =
                FloatVector.fromArray(Width.FLOATS, c, row3 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c33 = i33.and(kept).reinterpretAsFloats();
        int row4 = row3 + cStride;
        IntVector i40 = FloatVector.fromArray(Width.FLOATS, c, row4).reinterpretAsInts();
        FloatVector c40 = i40.and(kept).reinterpretAsFloats();
        IntVector i41 =
                FloatVector.fromArray(Width.FLOATS, c, row4 + Width.LANES).reinterpretAsInts();
        FloatVector c41 = i41.and(kept).reinterpretAsFloats();
        IntVector i42 =
                FloatVector.fromArray(Width.FLOATS, c, row4 + 2 * Width.LANES).reinterpretAsInts();
        FloatVector c42 = i42.and(kept).reinterpretAsFloats();
        IntVector i43 =
                FloatVector.fromArray(Width.FLOATS, c, row4 + 3 * Width.LANES).reinterpretAsInts();
        FloatVector c43 = i43.and(kept).reinterpretAsFloats();
        for (int p = 0; p < depth; p++) {
            int k = bAt + p * bStride;
            int at = aAt + p * aStride;
            FloatVector b0 = FloatVector.fromArray(Width.FLOATS, b, k);
            FloatVector b1 = FloatVector.fromArray(Width.FLOATS, b, k + Width.LANES);
            FloatVector b2 = FloatVector.fromArray(Width.FLOATS, b, k + 2 * Width.LANES);
            FloatVector b3 = FloatVector.fromArray(Width.FLOATS, b, k + 3 * Width.LANES);
            FloatVector x0 = FloatVector.broadcast(Width.FLOATS, a[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(Width.FLOATS, a[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            FloatVector x2 = FloatVector.broadcast(Width.FLOATS, a[at + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            c23 = x2.fma(b3, c23);
            FloatVector x3 = FloatVector.broadcast(Width.FLOATS, a[at + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
            c33 = x3.fma(b3, c33);
            FloatVector x4 = FloatVector.broadcast(Width.FLOATS, a[at + 4]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            c42 = x4.fma(b2, c42);
            c43 = x4.fma(b3, c43);
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
    }
}
