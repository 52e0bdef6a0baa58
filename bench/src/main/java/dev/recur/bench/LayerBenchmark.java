package dev.recur.bench;

import dev.recur.cell.Cell;
import dev.recur.parallel.Workers;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Forward and backward of one layer, N = 50, T = 50, D = H. {@link LayerSpeed} prints the same beside the peak. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:ObjectAlignmentInBytes=64", "-XX:-UseFPUForSpilling"
        })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LayerBenchmark {
    @Param({"lstm", "gru", "elman", "mingru"})
    String cell = "lstm";

    @Param({"16", "128", "512", "1024"})
    int hidden = 128;

    @Param("2")
    int threads = 2;

    private Workers workers = new Workers(1);
    private LayerWork work = new LayerWork(Cell.named("elman"), 1, workers);

    @Setup(Level.Trial)
    public void prepare() {
        workers = new Workers(threads);
        work = new LayerWork(Cell.named(cell), hidden, workers);
    }

    @TearDown(Level.Trial)
    public void close() {
        workers.close();
    }

    @Benchmark
    public int step() {
        work.run();
        return work.rowCount();
    }
}
