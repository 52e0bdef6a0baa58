package dev.recur.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes the sweeps of {@link Pointwise}, one static method with its own loop for each operation, from the formulas. To write them
 * again after a change: run {@code main} with the folder {@code core/src/main/java/dev/recur/kernel}.
 */
final class SweepWriter {
    private SweepWriter() {}

    public static void main(String[] args) throws IOException {
        for (Map.Entry<String, String> file : files().entrySet()) {
            Files.writeString(Path.of(args[0], file.getKey()), file.getValue());
        }
    }

    /** File name to content. */
    static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("ScalarSweeps.java", ScalarText.file());
        files.putAll(VectorText.files());
        files.putAll(ProductText.files());
        return files;
    }

    /** {@code MUL_ADD_MUL} to {@code mulAddMul}. */
    static String method(Pointwise op) {
        StringBuilder name = new StringBuilder();
        for (String word : op.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(
                    name.isEmpty() ? word.substring(0, 1) : word.substring(0, 1).toUpperCase(Locale.ROOT));
            name.append(word.substring(1));
        }
        return name.toString();
    }

    /** {@code , float[] a, int aAt, float[] b, int bAt} for the operands of op, declared or handed on. */
    static String operands(Pointwise op, boolean declared) {
        StringBuilder text = new StringBuilder();
        for (char x = 'a'; x < 'a' + op.arity(); x++) {
            text.append(declared ? ", float[] " : ", ").append(x);
            text.append(declared ? ", int " : ", ").append(x).append("At");
        }
        return text.toString();
    }

    /** One switch over all operations. */
    static String dispatch(
            String remark, String more, Function<Pointwise, String> home, Function<Pointwise, String> last) {
        StringBuilder text = new StringBuilder();
        text.append("    /** As {@link Kernels#pointwise}").append(remark).append(". */\n");
        text.append("""
                    static void run(
                            Pointwise op, float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt,
                            float[] d, int dAt, int n%s) {
                        switch (op) {
                """.formatted(more));
        for (Pointwise op : Pointwise.values()) {
            text.append("            case ")
                    .append(op)
                    .append(" -> ")
                    .append(home.apply(op))
                    .append(method(op));
            text.append("(out, outAt")
                    .append(operands(op, false))
                    .append(last.apply(op))
                    .append(");\n");
        }
        text.append("        }\n    }\n");
        return text.toString();
    }
}
