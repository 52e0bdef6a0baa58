package dev.recur.bench;

import dev.recur.kernel.Kernels;
import dev.recur.kernel.Panels;
import dev.recur.kernel.Pointwise;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Products and block operations under JMH. {@link KernelSpeed} prints more of them, beside the peak and with their errors. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:ObjectAlignmentInBytes=64", "-XX:-UseFPUForSpilling"
        })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
    private static final int FIRST = Kernels.FIRST;

    /** A product: rows x columns x depth. */
    @State(Scope.Benchmark)
    public static class Product {
        @Param({"25x512x128", "50x512x128", "25x2048x512", "50x2048x512"})
        String shape = "25x512x128";

        private final Kernels kernels = Kernels.selected();
        private int[] lengths = {0, 0, 0};
        private float[] c = {};
        private float[] a = {};
        private float[] panels = {};

        @Setup(Level.Trial)
        public void prepare() {
            lengths = Arrays.stream(shape.split("x", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            c = new float[lengths[0] * lengths[1]];
            a = ones(lengths[0] * lengths[2]);
            panels = ones(Panels.size(lengths[1], lengths[2]));
        }

        void run() {
            kernels.multiplyPanels(
                    c, 0, lengths[1], a, 0, lengths[2], panels, FIRST, lengths[0], lengths[1], lengths[2], false);
        }
    }

    /** A block operation over 2048 elements. */
    @State(Scope.Benchmark)
    public static class Block {
        private static final int LENGTH = 2048;

        @Param({"TANH", "SIGMOID", "EXP", "SIGMOID_ADD3", "MUL_ADD_MUL", "MUL_D_SIGMOID", "ADD_MUL_D_TANH"})
        Pointwise operation = Pointwise.TANH;

        private final Kernels kernels = Kernels.selected();
        private final float[] out = new float[FIRST + LENGTH];
        private final float[] in = ones(FIRST + LENGTH);

        void run() {
            kernels.pointwise(operation, out, FIRST, in, FIRST, in, FIRST, in, FIRST, in, FIRST, LENGTH, Kernels.KEEP);
        }
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 0.5f);
        return ones;
    }

    @Benchmark
    public float product(Product product) {
        product.run();
        return product.c[0];
    }

    @Benchmark
    public float block(Block block) {
        block.run();
        return block.out[0];
    }
}
