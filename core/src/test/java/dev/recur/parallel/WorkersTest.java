package dev.recur.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void everyWorkerRunsEveryTaskOnce(int count) {
        try (Workers workers = new Workers(count)) {
            AtomicIntegerArray runs = new AtomicIntegerArray(count);
            for (int round = 0; round < 500; round++) {
                workers.run((worker, of) -> {
                    assertThat(of).isEqualTo(count);
                    runs.incrementAndGet(worker);
                });
                for (int worker = 0; worker < count; worker++) {
                    assertThat(runs.get(worker)).isEqualTo(round + 1);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void barrierShowsWhatWasWrittenBefore(int count) {
        int[] written = new int[count];
        boolean[] good = new boolean[count];
        try (Workers workers = new Workers(count)) {
            workers.run((worker, of) -> {
                boolean all = true;
                for (int round = 1; round <= 300; round++) {
                    written[worker] = round;
                    workers.barrier().await();
                    for (int value : written) {
                        all &= value == round;
                    }
                    workers.barrier().await();
                }
                good[worker] = all;
            });
        }
        assertThat(good).doesNotContain(false);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void failureOfAnyWorkerReachesTheCaller(int failing) {
        try (Workers workers = new Workers(3)) {
            ArithmeticException thrown = new ArithmeticException("on purpose");
            for (int again = 0; again < 3; again++) {
                assertThatThrownBy(() -> workers.run((worker, of) -> {
                            if (worker == failing) {
                                throw thrown;
                            }
                            workers.barrier().await();
                        }))
                        .isSameAs(thrown);
                int[] sum = new int[3];
                workers.run((worker, of) -> {
                    workers.barrier().await();
                    sum[worker] = 1;
                });
                assertThat(sum).containsOnly(1);
            }
        }
    }

    @Test
    void tasksDoNotNest() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.run((worker, of) -> {
                        if (worker == 0) {
                            workers.run((w, o) -> {});
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a task is running");
        }
    }

    @Test
    void closedWorkersRefuse() {
        Workers workers = new Workers(2);
        workers.close();
        assertThatThrownBy(() -> workers.run((worker, of) -> {})).hasMessageContaining("closed");
    }

    @Test
    void handsOverWithoutAllocating() {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        try (Workers workers = new Workers(2)) {
            Workers.Task nothing = (worker, of) -> {};
            for (int i = 0; i < 2_000; i++) {
                workers.run(nothing);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                workers.run(nothing);
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(allocated).isLessThan(1_000); // not a byte each: the counter itself costs a little
        }
    }
}
