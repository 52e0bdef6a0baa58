package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * Products cut into tiles. Rows are dealt evenly, so that 25 rows are five tiles of 5 and 26 are two of 5 and four of 4, not five and
 * a slow one of 1. A tile of few vectors starts at its column inside the panel.
 */
final class VectorProducts {
    private static final int PANEL = Kernels.PANEL;
    private static final int LANES = Width.LANES;
    /** Rows of a tile of fewer than 4 vectors, and of the edge. */
    private static final int TALL = 6;

    /** Rows of a gradient's tile, a divisor of a strip's. */
    private static final int LOW = 4;

    /** Depth of a part, where several tiles of rows share it: 32 KiB of the panel stay in the first cache. */
    private static final int DEPTH = 8192 / PANEL;

    /** Each thread's own C for panels whose last vector is not full: written whole there, copied in part. */
    private static final ThreadLocal<float[]> EDGE = ThreadLocal.withInitial(() -> new float[TALL * PANEL]);

    private VectorProducts() {}

    /** As {@link Kernels#multiply}. */
    static void multiply(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            int aStride,
            float[] panel,
            int panelAt,
            int rows,
            int columns,
            int depth,
            float[] d,
            int dAt,
            int dStride,
            float @Nullable [] next,
            int nextAt) {
        if (columns % LANES == 0) {
            // C is written and read again between two parts, which continues its chains as they are
            int part = rows < TALL ? Math.max(1, depth) : DEPTH;
            int p = 0;
            do {
                int deep = Math.min(part, depth - p);
                int at = panelAt + p * PANEL;
                int to = p + deep;
                boolean last = to >= depth;
                float[] then = next == null || last ? next : panel;
                int thenAt = last ? nextAt : panelAt + to * PANEL;
                boolean begins = p == 0;
                tiles(
                        c,
                        cAt,
                        cStride,
                        a,
                        aAt + p,
                        aStride,
                        panel,
                        at,
                        rows,
                        columns,
                        deep,
                        begins ? d : c,
                        begins ? dAt : cAt,
                        begins ? dStride : cStride,
                        then,
                        thenAt);
                p = to;
            } while (p < depth);
            return;
        }
        float[] edge = EDGE.get();
        int whole = columns + LANES - columns % LANES;
        for (int i = 0; i < rows; i += TALL) {
            int tall = Math.min(TALL, rows - i);
            copy(edge, 0, PANEL, d, dAt + i * dStride, dStride, tall, columns);
            tiles(
                    edge,
                    0,
                    PANEL,
                    a,
                    aAt + i * aStride,
                    aStride,
                    panel,
                    panelAt,
                    tall,
                    whole,
                    depth,
                    edge,
                    0,
                    PANEL,
                    null,
                    0);
            copy(c, cAt + i * cStride, cStride, edge, 0, PANEL, tall, columns);
        }
    }

    /** As {@link Kernels#multiplyTransposed}, one panel of it. */
    static void multiplyTransposed(
            float[] c, int cAt, int cStride, float[] a, int aAt, float[] b, int bAt, int rows, int columns, int depth) {
        if (columns % LANES == 0) {
            tilesTransposed(c, cAt, cStride, a, aAt, b, bAt, rows, columns, depth);
            return;
        }
        float[] edge = EDGE.get();
        int whole = columns + LANES - columns % LANES;
        for (int i = 0; i < rows; i += TALL) {
            int tall = Math.min(TALL, rows - i);
            copy(edge, 0, PANEL, c, cAt + i * cStride, cStride, tall, columns);
            tilesTransposed(edge, 0, PANEL, a, aAt + i, b, bAt, tall, whole, depth);
            copy(c, cAt + i * cStride, cStride, edge, 0, PANEL, tall, columns);
        }
    }

    /** As {@link Kernels#cut}. */
    static void cut(
            float[] to,
            int toAt,
            int toPanel,
            int width,
            float[] from,
            int fromAt,
            int fromStride,
            int rows,
            int columns) {
        int whole = columns - columns % width;
        for (int i = 0; i < rows; i++) {
            int source = fromAt + i * fromStride;
            int target = toAt + i * width;
            for (int j = 0; j < whole; j += width) {
                for (int lane = 0; lane < width; lane += LANES) {
                    FloatVector.fromArray(Width.FLOATS, from, source + j + lane).intoArray(to, target + lane);
                }
                target += toPanel;
            }
            if (whole < columns) {
                System.arraycopy(from, source + whole, to, target, columns - whole);
            }
        }
    }

    private static void copy(
            float[] to, int toAt, int toStride, float[] from, int fromAt, int fromStride, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(from, fromAt + i * fromStride, to, toAt + i * toStride, columns);
        }
    }

    private static void tiles(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            int aStride,
            float[] panel,
            int panelAt,
            int rows,
            int columns,
            int depth,
            float[] d,
            int dAt,
            int dStride,
            float @Nullable [] next,
            int nextAt) {
        for (int j = 0; j < columns; ) {
            int vectors = vectors(columns - j);
            int most = most(vectors);
            int tiles = (rows + most - 1) / most;
            for (int tile = 0, i = 0; tile < tiles; tile++) {
                int tall = (rows - i) / (tiles - tile);
                int to = cAt + i * cStride + j;
                int from = aAt + i * aStride;
                int start = dAt + i * dStride + j;
                int at = panelAt + j;
                int line = nextAt + tile * depth * Kernels.LINE;
                if (next != null
                        && vectors == 4
                        && tile < PANEL / Kernels.LINE
                        && line + depth * Kernels.LINE <= next.length) {
                    TouchingTiles4.tile(
                            c, to, cStride, a, from, aStride, panel, at, depth, d, start, dStride, next, line, tall);
                    i += tall;
                    continue;
                }
                switch (vectors) {
                    case 4 -> Tiles4.tile(c, to, cStride, a, from, aStride, panel, at, depth, d, start, dStride, tall);
                    case 2 -> Tiles2.tile(c, to, cStride, a, from, aStride, panel, at, depth, d, start, dStride, tall);
                    default -> Tiles1.tile(c, to, cStride, a, from, aStride, panel, at, depth, d, start, dStride, tall);
                }
                i += tall;
            }
            j += vectors * LANES;
        }
    }

    private static void tilesTransposed(
            float[] c, int cAt, int cStride, float[] a, int aAt, float[] b, int bAt, int rows, int columns, int depth) {
        for (int j = 0; j < columns; ) {
            int vectors = vectors(columns - j);
            int tiles = (rows + LOW - 1) / LOW;
            for (int tile = 0, i = 0; tile < tiles; tile++) {
                int tall = (rows - i) / (tiles - tile);
                int to = cAt + i * cStride + j;
                switch (vectors) {
                    case 4 -> GradientTiles4.tile(c, to, cStride, a, aAt + i, b, bAt + j, depth, tall);
                    case 2 -> GradientTiles2.tile(c, to, cStride, a, aAt + i, b, bAt + j, depth, tall);
                    default -> GradientTiles1.tile(c, to, cStride, a, aAt + i, b, bAt + j, depth, tall);
                }
                i += tall;
            }
            j += vectors * LANES;
        }
    }

    private static int most(int vectors) {
        return vectors == 4 ? TALL - 1 : vectors == 2 ? Width.PAIR_ROWS : TALL;
    }

    /** 4, 2 or 1: as many as the columns need and a tile holds. */
    private static int vectors(int columns) {
        int needed = (columns + LANES - 1) / LANES;
        return needed >= 4 && Width.TILE == 4 ? 4 : needed >= 2 ? 2 : 1;
    }
}
