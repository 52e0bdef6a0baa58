package dev.recur.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text of the products' tiles: R rows times V vectors of C in registers, one chain of fma for each lane. What the
 * chains of a product start from is always loaded, from C or from elsewhere, with rows {@code dStride} apart: that costs less than a branch,
 * never makes a vector a merge of two, and C is not read where chains start anew.
 */
final class ProductText {
    private ProductText() {}

    static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        for (int vectors : new int[] {4, 2, 1}) {
            String plain = "Tiles" + vectors;
            String gradient = "GradientTiles" + vectors;
            files.put(plain + ".java", file(plain, vectors, "C = A B with A by rows and B a packed panel", false));
            files.put(
                    gradient + ".java",
                    file(gradient, vectors, "C += A^T B with A a packed strip and B a packed panel", true));
        }
        return files;
    }

    private static String file(String name, int vectors, String job, boolean transposed) {
        StringBuilder text = new StringBuilder("""
                package dev.recur.kernel;

                import jdk.incubator.vector.FloatVector;
                %s
                // Written by SweepWriter; change ProductText and write again.
                """.formatted(transposed ? "" : ""));
        text.append("/** Tiles of ")
                .append(job)
                .append(", at most " + most(vectors, transposed) + " rows times " + vectors
                        + (vectors > 1 ? " vectors" : " vector") + ". */\nfinal class ")
                .append(name);
        text.append(" {\n    private ").append(name).append("() {}\n");
        int most = most(vectors, transposed);
        text.append("\n").append(choice(vectors, most, transposed));
        for (int rows = 1; rows <= most; rows++) {
            text.append("\n").append(tile(rows, vectors, transposed));
        }
        return text.append("}\n").toString();
    }

    private static int most(int vectors, boolean transposed) {
        return transposed ? 4 : vectors == 4 ? 5 : 6;
    }

    private static String head(String name, boolean transposed, boolean choice) {
        return "    static void " + name
                + "(\n            float[] c, int cAt, int cStride, float[] a, int aAt, "
                + (transposed ? "" : "int aStride, ")
                + "float[] b, int bAt, int depth" + (transposed ? "" : ", float[] d, int dAt, int dStride")
                + (choice ? ", int rows" : "") + ") {\n";
    }

    private static String choice(int vectors, int most, boolean transposed) {
        StringBuilder text = new StringBuilder(head("tile", transposed, true));
        text.append("        switch (rows) {\n");
        for (int rows = 1; rows <= most; rows++) {
            text.append("            case ")
                    .append(rows)
                    .append(" -> tile")
                    .append(rows)
                    .append("x")
                    .append(vectors);
            text.append(
                    transposed
                            ? "(c, cAt, cStride, a, aAt, b, bAt, depth);\n"
                            : "(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride);\n");
        }
        text.append("            default -> throw new AssertionError(rows);\n        }\n    }\n");
        return text.toString();
    }

    private static String tile(int rows, int vectors, boolean transposed) {
        StringBuilder text = new StringBuilder(head("tile" + rows + "x" + vectors, transposed, false));
        for (int i = 0; i < rows; i++) {
            String from = transposed ? "c, row" : "d, start";
            line(text, 8, i == 0 ? "int row0 = cAt;" : "int row%d = row%d + cStride;".formatted(i, i - 1));
            if (!transposed) {
                line(text, 8, i == 0 ? "int start0 = dAt;" : "int start%d = start%d + dStride;".formatted(i, i - 1));
            }
            for (int j = 0; j < vectors; j++) {
                line(
                        text,
                        8,
                        "FloatVector c%d%d = FloatVector.fromArray(Width.FLOATS, %s%d%s);"
                                .formatted(i, j, from, i, lanes(j)));
            }
        }
        if (!transposed) {
            for (int i = 0; i < rows; i++) {
                line(text, 8, i == 0 ? "int a0 = aAt;" : "int a%d = a%d + aStride;".formatted(i, i - 1));
            }
        }
        line(text, 8, "for (int p = 0; p < depth; p++) {");
        line(text, 12, "int k = bAt + p * Kernels.PANEL;");
        if (transposed) {
            line(text, 12, "int at = aAt + p * Kernels.STRIP;");
        }
        for (int j = 0; j < vectors; j++) {
            line(text, 12, "FloatVector b%d = FloatVector.fromArray(Width.FLOATS, b, k%s);".formatted(j, lanes(j)));
        }
        for (int i = 0; i < rows; i++) {
            String index = transposed ? (i == 0 ? "at" : "at + " + i) : "a" + i + " + p";
            line(text, 12, "FloatVector x%d = FloatVector.broadcast(Width.FLOATS, a[%s]);".formatted(i, index));
            for (int j = 0; j < vectors; j++) {
                line(text, 12, "c%1$d%2$d = x%1$d.fma(b%2$d, c%1$d%2$d);".formatted(i, j));
            }
        }
        line(text, 8, "}");
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < vectors; j++) {
                line(text, 8, "c%d%d.intoArray(c, row%d%s);".formatted(i, j, i, lanes(j)));
            }
        }
        return text.append("    }\n").toString();
    }

    private static String lanes(int vectors) {
        return vectors == 0 ? "" : vectors == 1 ? " + Width.LANES" : " + " + vectors + " * Width.LANES";
    }

    private static void line(StringBuilder text, int indent, String line) {
        text.append(" ".repeat(indent)).append(line).append('\n');
    }
}
