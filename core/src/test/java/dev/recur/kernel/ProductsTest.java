package dev.recur.kernel;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every product against the chain of its definition, bit by bit; what lies outside of C keeps its value. */
@Tag("bits")
class ProductsTest {
    private static final int AT = 5;
    private static final int WIDE = Kernels.PANEL;

    private final Kernels[] both = {Kernels.scalar(), Kernels.selected()};

    private static float chain(float acc, float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, int depth) {
        for (int p = 0; p < depth; p++) {
            acc = Math.fma(a[aAt + p * aStep], b[bAt + p * bStep], acc);
        }
        return acc;
    }

    @ParameterizedTest
    @CsvSource({"1,70,9", "6,150,40", "61,65,200", "25,80,130"})
    void chainsStartWhereTheyAreTold(int rows, int columns, int depth) {
        SplittableRandom random = new SplittableRandom(columns);
        float[] a = Samples.any(random, AT + rows * depth);
        float[] panels = Samples.tame(random, AT + (columns + WIDE - 1) / WIDE * WIDE * depth);
        for (int dStride : new int[] {0, columns, columns + 5}) {
            float[] d = Samples.tame(random, 1 + rows * (columns + 5));
            float[] expected = Samples.tame(random, AT + rows * columns);
            float[] before = expected.clone();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    int from = AT + j / WIDE * WIDE * depth + j % WIDE;
                    expected[AT + i * columns + j] =
                            chain(d[1 + i * dStride + j], a, AT + i * depth, 1, panels, from, WIDE, depth);
                }
            }
            for (Kernels kernels : both) {
                float[] c = before.clone();
                kernels.multiplyPanels(c, AT, columns, a, AT, depth, panels, AT, rows, columns, depth, d, 1, dStride);
                Samples.assertSame(kernels.name() + ", rows of starts " + dStride + " apart", c, expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7,64,192",
        "1,33,80",
        "50,64,65",
        "25,64,128",
        "5,48,31",
        "6,16,9",
        "2,1,17",
        "3,63,40",
        "4,32,64",
        "1,64,512",
        "11,20,3",
        "13,64,0",
        "26,50,12",
        "12,17,1",
        "9,40,33"
    })
    void multiplyIsItsChains(int rows, int wide, int depth) {
        int columns = Math.min(wide, WIDE);
        SplittableRandom random = new SplittableRandom(rows * 1000L + columns);
        for (boolean tame : new boolean[] {true, false}) {
            int cStride = columns + 3;
            int aStride = depth + 2;
            float[] a = tame ? Samples.tame(random, AT + rows * aStride) : Samples.any(random, AT + rows * aStride);
            float[] panel = Samples.tame(random, AT + depth * WIDE);
            float[] start = Samples.tame(random, AT + rows * cStride);
            for (boolean resume : new boolean[] {false, true}) {
                float[] expected = start.clone();
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < columns; j++) {
                        int k = AT + i * cStride + j;
                        expected[k] = chain(resume ? start[k] : 0f, a, AT + i * aStride, 1, panel, AT + j, WIDE, depth);
                    }
                }
                for (Kernels kernels : both) {
                    // what comes next: nothing known, the same panel again, and an array that is too short to be
                    // touched whole
                    for (float[] next : new float[][] {null, panel, new float[AT + depth * Kernels.LINE]}) {
                        float[] c = start.clone();
                        kernels.multiply(
                                c, AT, cStride, a, AT, aStride, panel, AT, rows, columns, depth, resume, next, AT);
                        Samples.assertSame(kernels.name() + " resume " + resume, c, expected);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7,64,192",
        "1,33,80",
        "50,64,65",
        "128,64,25",
        "5,48,31",
        "6,16,9",
        "2,1,17",
        "3,63,40",
        "4,32,64",
        "65,65,2",
        "11,20,3",
        "13,64,0",
        "26,50,12",
        "12,17,1"
    })
    void multiplyTransposedIsItsChains(int wide, int columns, int depth) {
        int rows = Math.min(Kernels.STRIP, wide);
        SplittableRandom random = new SplittableRandom(rows * 1000L + columns);
        int cStride = columns + 1;
        int panel = depth * WIDE + 3;
        float[] a = Samples.any(random, AT + depth * Kernels.STRIP);
        float[] b = Samples.tame(random, AT + (columns + WIDE - 1) / WIDE * panel);
        float[] start = Samples.tame(random, AT + rows * cStride);
        float[] expected = start.clone();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int k = AT + i * cStride + j;
                int from = AT + j / WIDE * panel + j % WIDE;
                expected[k] = chain(start[k], a, AT + i, Kernels.STRIP, b, from, WIDE, depth);
            }
        }
        for (Kernels kernels : both) {
            float[] c = start.clone();
            kernels.multiplyTransposed(c, AT, cStride, a, AT, b, AT, panel, rows, columns, depth);
            Samples.assertSame(kernels.name(), c, expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"7,64", "1,33", "3,16", "5,15", "2,129"})
    void cutPutsEachFloatIntoItsPanel(int rows, int columns) {
        SplittableRandom random = new SplittableRandom(columns);
        int stride = columns + 2;
        float[] from = Samples.any(random, AT + rows * stride);
        for (int width : new int[] {Kernels.STRIP, WIDE}) {
            int panel = rows * width + 3;
            float[] start = Samples.tame(random, AT + (columns + width - 1) / width * panel);
            float[] expected = start.clone();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    expected[AT + j / width * panel + i * width + j % width] = from[AT + i * stride + j];
                }
            }
            for (Kernels kernels : both) {
                float[] to = start.clone();
                kernels.cut(to, AT, panel, width, from, AT, stride, rows, columns);
                Samples.assertSame(kernels.name(), to, expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,512,65", "1,260,128", "4,100,17", "7,100,192", "2,64,5", "1,65,0", "3,6000,3", "1,129,40"})
    void multiplyPanelsIsTheMatrix(int rows, int columns, int depth) {
        SplittableRandom random = new SplittableRandom(columns);
        float[] w = Samples.tame(random, columns * depth);
        float[] panels = new float[Panels.size(columns, depth)];
        Panels.packForward(panels, 0, w, 0, depth, columns, depth);
        float[] a = Samples.tame(random, rows * depth);
        float[] start = Samples.tame(random, rows * columns + 7);
        for (boolean resume : new boolean[] {false, true}) {
            float[] expected = start.clone();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    int k = i * columns + j;
                    expected[k] = chain(resume ? start[k] : 0f, a, i * depth, 1, w, j * depth, 1, depth);
                }
            }
            for (Kernels kernels : both) {
                float[] c = start.clone();
                kernels.multiplyPanels(c, 0, columns, a, 0, depth, panels, 0, rows, columns, depth, resume);
                Samples.assertSame(kernels.name() + " resume " + resume, c, expected);
            }
        }
    }

    /** Splitting the depth, the rows or the columns is the caller's freedom. */
    @Test
    void pieceByPieceIsTheWhole() {
        SplittableRandom random = new SplittableRandom(4);
        int rows = 23;
        int depth = 70;
        float[] a = Samples.tame(random, rows * depth);
        float[] panel = Samples.tame(random, depth * WIDE);
        Kernels kernels = Kernels.selected();
        float[] whole = new float[rows * WIDE];
        kernels.multiply(whole, 0, WIDE, a, 0, depth, panel, 0, rows, WIDE, depth, false, null, 0);
        float[] pieces = Samples.any(random, rows * WIDE);
        kernels.multiply(pieces, 0, WIDE, a, 0, depth, panel, 0, 9, WIDE, 31, false, null, 0);
        kernels.multiply(pieces, 9 * WIDE, WIDE, a, 9 * depth, depth, panel, 0, 14, WIDE, 31, false, null, 0);
        kernels.multiply(pieces, 0, WIDE, a, 31, depth, panel, 31 * WIDE, rows, WIDE, 39, true, null, 0);
        Samples.assertSame("pieces", pieces, whole);
    }
}
