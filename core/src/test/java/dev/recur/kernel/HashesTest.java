package dev.recur.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One SHA-256 for each kernel, over the bits of its results: the same on every JDK, at every width, for good. A line of
 * {@code hashes.txt} changes only when a definition in {@link Kernels} or {@link Pointwise} changes, and then old models compute otherwise.
 */
@Tag("bits")
class HashesTest {
    private static final int N = 5_003;

    private final Kernels kernels = Kernels.selected();
    private final Map<String, String> found = new TreeMap<>();

    /** NaN counts, its payload does not. */
    private void add(String name, float[]... results) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (float[] result : results) {
                ByteBuffer bytes = ByteBuffer.allocate(4 * result.length);
                for (float value : result) {
                    bytes.putInt(Float.floatToIntBits(value));
                }
                digest.update(bytes.array());
            }
            found.put(name, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static float[] any(int seed, int n) {
        return Samples.any(new SplittableRandom(seed), n);
    }

    private static float[] tame(int seed, int n) {
        return Samples.tame(new SplittableRandom(seed), n);
    }

    private void pointwise() {
        for (Pointwise op : Pointwise.values()) {
            float[] kept = new float[N];
            float[] flushed = new float[N];
            float[] a = any(1, N);
            float[] b = any(2, N);
            float[] c = any(3, N);
            float[] d = any(4, N);
            kernels.pointwise(op, kept, 0, a, 0, b, 0, c, 0, d, 0, N, Kernels.KEEP);
            kernels.pointwise(op, flushed, 0, a, 0, b, 0, c, 0, d, 0, N, Kernels.FLUSH);
            add("pointwise " + op, kept, flushed);
        }
    }

    private void products() {
        float[] c = tame(5, 23 * 150);
        float[] panels = new float[Panels.size(150, 70)];
        Panels.packForward(panels, 0, tame(6, 150 * 70), 0, 70, 150, 70);
        kernels.multiplyPanels(c, 0, 150, tame(7, 23 * 70), 0, 70, panels, 0, 23, 150, 70, false);
        add("multiply", c);
        float[] dw = tame(8, 37 * 50);
        OuterSum sum = new OuterSum(kernels);
        sum.begin(1, 1);
        sum.left(0, 37);
        sum.right(0, 50);
        sum.target(0, 0, dw, 0, 50);
        sum.leftRows(0, tame(9, 90 * 37), 0, 37);
        sum.rightRows(0, tame(10, 90 * 50), 0, 50);
        sum.add(90);
        sum.end();
        add("multiplyTransposed", dw);
    }

    private void rows() {
        float[] x = tame(11, 4 * 77);
        float[] g = tame(12, 4 * 77);
        float[] y = new float[4 * 77];
        float[] r = new float[4];
        kernels.normalize(y, 0, x, 0, 4, 77);
        kernels.normalizeScale(r, 0, x, 0, 4, 77);
        add("normalize", y, r);
        float[] dx = new float[4 * 77];
        kernels.dNormalize(dx, 0, g, 0, y, 0, r, 0, 4, 77);
        add("dNormalize", dx);
        float[] sum = tame(13, 77);
        kernels.addRows(sum, 0, g, 0, 77, 4, 77);
        kernels.addProductRows(sum, 0, g, 0, x, 0, 77, 4, 77);
        add("addRows", sum);
        float[] p = new float[77];
        kernels.softmax(p, 0, x, 0, 77, 1.5f);
        float loss = kernels.crossEntropy(x, 0, 77, 3, 0.5f);
        add("softmax", p, x, new float[] {loss});
        add("sumOfSquares", new float[] {(float) kernels.sumOfSquares(g, 0, 300)});
        kernels.scale(g, 0, 300, 0.7f);
        kernels.addScaled(g, 0, y, 0, 300, -0.3f);
        add("addScaled", g);
    }

    private void updates() {
        float[] g = any(14, N);
        float[][] x = new float[15][];
        for (int k = 0; k < 15; k++) {
            x[k] = tame(20 + k, N);
        }
        kernels.sgd(x[0], g, 0, N, 0.5f, 0.1f, 0.99f);
        add("sgd", x[0]);
        kernels.momentum(x[1], x[2], g, 0, N, 0.5f, 0.1f, 1f, 0.9f, true);
        kernels.momentum(x[3], x[4], g, 0, N, 0.5f, 0.1f, 1f, 0.9f, false);
        add("momentum", x[1], x[2], x[3], x[4]);
        kernels.rmsprop(x[5], x[6], g, 0, N, 1f, 0.1f, 1f, 0.95f, 1e-8f);
        add("rmsprop", x[5], x[6]);
        kernels.adagrad(x[7], x[8], g, 0, N, 1f, 0.1f, 1f, 1e-8f);
        add("adagrad", x[7], x[8]);
        kernels.adam(x[9], x[10], x[11], g, 0, N, 0.3f, 2e-3f, 0.999f, 0.9f, 0.999f, 5f, 300f, 1e-8f);
        add("adam", x[9], x[10], x[11]);
    }

    @Test
    void bitsAreThoseOfTheFile() throws IOException {
        pointwise();
        products();
        rows();
        updates();
        StringBuilder lines = new StringBuilder();
        found.forEach(
                (name, hash) -> lines.append(hash).append("  ").append(name).append('\n'));
        try (InputStream file = HashesTest.class.getResourceAsStream("hashes.txt")) {
            String expected = file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(lines.toString()).as("hashes.txt of %s", kernels.name()).isEqualTo(expected);
        }
    }
}
