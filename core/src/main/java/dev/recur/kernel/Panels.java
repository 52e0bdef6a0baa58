package dev.recur.kernel;

/**
 * Packing of matrices into panels of {@link Kernels#PANEL} columns. A panel is [depth][PANEL];
 * columns that the matrix does not have are zero.
 */
public final class Panels {
    private static final int PANEL = Kernels.PANEL;
    /** Rows of the source that are open at a time in a transposition: their lines stay in the first cache. */
    private static final int BLOCK = 16;

    private Panels() {}

    /** Length of an array for a matrix with {@code columns} outputs over {@code depth} inputs; its panels begin at {@link Kernels#FIRST}. */
    public static int size(int columns, int depth) {
        int floats = Math.multiplyExact(Math.multiplyExact((columns + PANEL - 1) / PANEL, PANEL), depth);
        return Math.addExact(Kernels.FIRST, floats);
    }

    /**
     * For {@code y = W v}, W [m,k] row-major with rows {@code wStride} apart: {@code panels[q][p][j] = w[P q + j, p]}, [ceil(m/P)][k][P], P the columns of a panel.
     */
    public static void packForward(float[] panels, int panelsAt, float[] w, int wAt, int wStride, int m, int k) {
        for (int row = 0; row < m; row += PANEL) {
            int panel = panelsAt + row * k;
            int used = Math.min(PANEL, m - row);
            if (used < PANEL) {
                java.util.Arrays.fill(panels, panel, panel + k * PANEL, 0f);
            }
            for (int p = 0; p < k; p += BLOCK) {
                transpose(panels, panel + p * PANEL, w, wAt + row * wStride + p, wStride, used, Math.min(BLOCK, k - p));
            }
        }
    }

    private static void transpose(float[] panel, int at, float[] w, int wAt, int wStride, int rows, int columns) {
        int j = 0;
        for (; j + 4 <= rows; j += 4) { // side by side in the panel
            int first = wAt + j * wStride;
            int second = first + wStride;
            int third = second + wStride;
            int fourth = third + wStride;
            int to = at + j;
            for (int p = 0; p < columns; p++, to += PANEL) {
                panel[to] = w[first + p];
                panel[to + 1] = w[second + p];
                panel[to + 2] = w[third + p];
                panel[to + 3] = w[fourth + p];
            }
        }
        for (; j < rows; j++) {
            int from = wAt + j * wStride;
            int to = at + j;
            for (int p = 0; p < columns; p++) {
                panel[to + p * PANEL] = w[from + p];
            }
        }
    }

    /**
     * For {@code dv = W^T dy}: {@code panels[q][i][j] = w[i, P q + j]}, [ceil(k/P)][m][P].
     */
    public static void packBackward(float[] panels, int panelsAt, float[] w, int wAt, int wStride, int m, int k) {
        for (int column = 0; column < k; column += PANEL) {
            int panel = panelsAt + column * m;
            int used = Math.min(PANEL, k - column);
            for (int i = 0; i < m; i++) {
                int to = panel + i * PANEL;
                System.arraycopy(w, wAt + i * wStride + column, panels, to, used);
                java.util.Arrays.fill(panels, to + used, to + PANEL, 0f);
            }
        }
    }

    /**
     * The inverse of {@link #packForward}: {@code w[P q + j, p] = panels[q][p][j]}.
     */
    public static void unpackForward(float[] w, int wAt, int wStride, float[] panels, int panelsAt, int m, int k) {
        for (int row = 0; row < m; row++) {
            int from = panelsAt + row / PANEL * PANEL * k + row % PANEL;
            for (int p = 0; p < k; p++) {
                w[wAt + row * wStride + p] = panels[from + p * PANEL];
            }
        }
    }
}
