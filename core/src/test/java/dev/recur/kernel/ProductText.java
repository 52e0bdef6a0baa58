package dev.recur.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text of the products' tiles: R rows times V vectors of C in registers, one chain of fma for each lane. What the
 * chains of a product start from is always loaded, from C or from elsewhere, with rows {@code dStride} apart: that costs less than a branch,
 * never makes a vector a merge of two, and C is not read where chains start anew. Some tiles touch in each round a line of what will be read
 * later, where that is far: a load whose value nobody waits for is the one way to ask for it ahead. They return what they read, or the
 * compiler would drop it.
 */
final class ProductText {
    private enum Kind {
        PLAIN,
        TOUCHING,
        GRADIENT
    }

    private ProductText() {}

    static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        for (int vectors : new int[] {4, 2, 1}) {
            String plain = "Tiles" + vectors;
            String gradient = "GradientTiles" + vectors;
            files.put(plain + ".java", file(plain, vectors, "C = A B with A by rows and B a packed panel", Kind.PLAIN));
            files.put(
                    gradient + ".java",
                    file(gradient, vectors, "C += A^T B with A a packed strip and B a packed panel", Kind.GRADIENT));
        }
        files.put(
                "TouchingTiles4.java",
                file("TouchingTiles4", 4, "C = A B that touch what B comes next", Kind.TOUCHING));
        return files;
    }

    private static String file(String name, int vectors, String job, Kind kind) {
        StringBuilder text = new StringBuilder("""
                package dev.recur.kernel;

                import jdk.incubator.vector.FloatVector;

                // Written by SweepWriter; change ProductText and write again.
                """);
        text.append("/** Tiles of ")
                .append(job)
                .append(", at most " + most(vectors, kind) + " rows times " + vectors
                        + (vectors > 1 ? " vectors" : " vector") + ". */\nfinal class ")
                .append(name);
        text.append(" {\n    private ").append(name).append("() {}\n");
        int most = most(vectors, kind);
        text.append("\n").append(choice(vectors, most, kind));
        for (int rows = 1; rows <= most; rows++) {
            text.append("\n").append(tile(rows, vectors, kind));
        }
        return text.append("}\n").toString();
    }

    private static int most(int vectors, Kind kind) {
        return kind == Kind.GRADIENT ? 4 : vectors == 4 ? 5 : 6;
    }

    private static String head(String name, Kind kind, boolean choice) {
        boolean transposed = kind == Kind.GRADIENT;
        return "    static " + (kind == Kind.TOUCHING ? "int " : "void ") + name
                + "(\n            float[] c, int cAt, int cStride, float[] a, int aAt, "
                + (transposed ? "" : "int aStride, ")
                + "float[] b, int bAt, int depth" + (transposed ? "" : ", float[] d, int dAt, int dStride")
                + (kind == Kind.TOUCHING ? ", float[] next, int nextAt" : "")
                + (choice ? ", int rows" : "") + ") {\n";
    }

    private static String choice(int vectors, int most, Kind kind) {
        StringBuilder text = new StringBuilder(head("tile", kind, true));
        String arguments = switch (kind) {
            case PLAIN -> "(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride);\n";
            case TOUCHING -> "(c, cAt, cStride, a, aAt, aStride, b, bAt, depth, d, dAt, dStride, next, nextAt);\n";
            case GRADIENT -> "(c, cAt, cStride, a, aAt, b, bAt, depth);\n";
        };
        text.append(kind == Kind.TOUCHING ? "        return switch (rows) {\n" : "        switch (rows) {\n");
        for (int rows = 1; rows <= most; rows++) {
            text.append("            case %d -> tile%dx%d".formatted(rows, rows, vectors))
                    .append(arguments);
        }
        text.append("            default -> throw new AssertionError(rows);\n");
        return text.append(kind == Kind.TOUCHING ? "        };\n    }\n" : "        }\n    }\n")
                .toString();
    }

    private static String tile(int rows, int vectors, Kind kind) {
        boolean transposed = kind == Kind.GRADIENT;
        StringBuilder text = new StringBuilder(head("tile" + rows + "x" + vectors, kind, false));
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
        if (kind == Kind.TOUCHING) {
            line(text, 8, "int touched = 0;");
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
        if (kind == Kind.TOUCHING) {
            // at the end: from the beginning JDK 17 does not move the check of the index out of the loop
            line(text, 12, "touched |= Float.floatToRawIntBits(next[nextAt + p * Kernels.LINE]);");
        }
        line(text, 8, "}");
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < vectors; j++) {
                line(text, 8, "c%d%d.intoArray(c, row%d%s);".formatted(i, j, i, lanes(j)));
            }
        }
        if (kind == Kind.TOUCHING) {
            line(text, 8, "return touched;");
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
