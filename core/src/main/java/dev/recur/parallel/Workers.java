package dev.recur.parallel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of workers; the caller is worker 0, the others are daemon threads. Between two tasks they spin for some hundreds of
 * microseconds, which makes handing over a task cost less than one, and then park, so that nothing burns while nothing comes. Running a
 * task allocates nothing. How work is dealt to the workers must not change its bits; that is the task's business.
 */
public final class Workers implements AutoCloseable {
    /** What every worker runs, all at the same time. */
    @FunctionalInterface
    public interface Task {
        /** {@code worker} from 0 to {@code workers - 1}. */
        void run(int worker, int workers);
    }

    private static final VarHandle REMAINING;
    private static final VarHandle FAILURE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            REMAINING = lookup.findVarHandle(Workers.class, "remaining", int.class);
            FAILURE = lookup.findVarHandle(Workers.class, "failure", Throwable.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final int count;
    private final int spins;
    private final Fellow[] fellows;
    private final Barrier barrier;
    private final AtomicBoolean busy = new AtomicBoolean();

    private volatile int round;
    private volatile int remaining;
    private volatile boolean closed;
    private volatile @Nullable Thread caller;
    private volatile @Nullable Throwable failure;
    private @Nullable Task task; // written before round, read after it

    /** {@code count} workers, the caller among them; one worker starts no thread. */
    public Workers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "Workers: at least 1 worker is needed, found " + count + "; check --threads");
        }
        this.count = count;
        boolean ownCores = count <= Runtime.getRuntime().availableProcessors();
        this.spins = ownCores ? Barrier.SPINS : 0;
        this.barrier = new Barrier(count, ownCores);
        this.fellows = new Fellow[count - 1];
        for (int i = 0; i < fellows.length; i++) {
            fellows[i] = new Fellow(i + 1);
            fellows[i].start();
        }
    }

    public int count() {
        return count;
    }

    /** The barrier of the running task: every worker must come, equally often. A worker that fails breaks it for that task. */
    public Barrier barrier() {
        return barrier;
    }

    /**
     * Runs the task on every worker and returns when all are done.
     *
     * @throws IllegalStateException if another task is running (tasks do not nest) or the workers are closed
     * @throws RuntimeException what the first failing worker threw, itself
     */
    public void run(Task task) {
        if (closed || !busy.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "Workers.run: " + (closed ? "these workers are closed" : "a task is running"));
        }
        try {
            if (fellows.length == 0) {
                task.run(0, 1);
            } else {
                share(task);
            }
        } finally {
            busy.set(false);
        }
    }

    private void share(Task task) {
        caller = Thread.currentThread();
        remaining = fellows.length;
        this.task = task;
        round = round + 1; // only the one who holds busy
        for (Fellow fellow : fellows) {
            if (fellow.parked) {
                LockSupport.unpark(fellow);
            }
        }
        work(task, 0);
        for (int tries = 0; remaining > 0; tries++) {
            if (tries < spins) {
                Barrier.spin(tries);
            } else {
                LockSupport.park(this);
            }
        }
        this.task = null;
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            barrier.reset();
            throw Workers.<RuntimeException>same(thrown);
        }
    }

    private void work(Task task, int worker) {
        try {
            task.run(worker, count);
        } catch (Throwable thrown) {
            FAILURE.compareAndSet(this, null, thrown);
            barrier.fail();
        }
    }

    /** A task declares no checked exception, so none is hidden here. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X same(Throwable thrown) throws X {
        throw (X) thrown;
    }

    /** Ends the threads. A task that is running is finished first. */
    @Override
    public void close() {
        closed = true;
        for (Fellow fellow : fellows) {
            LockSupport.unpark(fellow);
        }
    }

    private final class Fellow extends Thread {
        private final int worker;
        private volatile boolean parked;

        Fellow(int worker) {
            super("recur-worker-" + worker);
            this.worker = worker;
            setDaemon(true);
        }

        @Override
        public void run() {
            int seen = 0;
            while (await(seen)) {
                seen++;
                Task given = task;
                if (given != null) {
                    work(given, worker);
                }
                if ((int) REMAINING.getAndAdd(Workers.this, -1) == 1) {
                    LockSupport.unpark(caller);
                }
            }
        }

        /** False when closed. */
        private boolean await(int seen) {
            for (int tries = 0; round == seen; tries++) {
                if (closed) {
                    return false;
                }
                if (tries < spins) {
                    Barrier.spin(tries);
                } else {
                    parked = true;
                    if (round == seen && !closed) {
                        LockSupport.park(Workers.this);
                    }
                    parked = false;
                }
            }
            return true;
        }
    }
}
