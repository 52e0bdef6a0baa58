package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.kernel.Kernels;
import dev.recur.kernel.Pointwise;
import dev.recur.parallel.Workers;
import org.junit.jupiter.api.Test;

class DoctorTest {
    @Test
    void tellsWhatRunsAndThatItIsRight() {
        Run run = Run.of("doctor");
        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.out())
                .contains(
                        "recur",
                        Runtime.version().toString(),
                        Kernels.selection().name())
                .containsPattern("objects +at multiples of [0-9]+ bytes[,;] ")
                .containsPattern("integers +that find no register go to the (vector registers|stack)[,;] ")
                .containsPattern("right  [0-9]+ operations")
                .containsPattern("[0-9] +GFLOP/s, products, 1 thread\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void ratesComeFromTheFastestRound() {
        long[] time = {0};
        SelfCheck check = new SelfCheck(Kernels.scalar(), () -> time[0] += 1_000_000);
        assertThat(check.nanosEach(Pointwise.ADD, 0.002)).isEqualTo(1_000_000 / (500.0 * 1024));
        try (Workers one = new Workers(1)) {
            assertThat(check.gigaflops(one, 0.001)).isEqualTo(2.0 * 50 * 512 * 2048 / 1_000_000);
        }
    }
}
