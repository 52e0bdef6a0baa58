package dev.recur.parallel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Where the workers of one task wait for each other. All {@code parties} call {@link #await()}; the last to come lets the others go, and the
 * barrier is ready for the next time. What was written before is seen after. Nothing is allocated.
 */
public final class Barrier {
    /** Some 600 microseconds of spinning: longer than what the caller does alone between two tasks, shorter than a time slice. */
    static final int SPINS = 20_000;

    /** One spin in so many offers the core to others: two workers may have been put on one, while a stranger holds the second. */
    private static final int YIELD_EVERY = 64;

    private static final int YIELDS = 50;
    private static final long NAP_NANOS = 20_000;

    private static final VarHandle WAITING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WAITING = lookup.findVarHandle(Barrier.class, "waiting", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final int parties;
    private final int spins;

    @SuppressWarnings("unused") // through WAITING
    private volatile int waiting;

    private volatile int round;
    private volatile boolean broken;

    public Barrier(int parties) {
        this(parties, parties <= Runtime.getRuntime().availableProcessors());
    }

    Barrier(int parties, boolean ownCores) {
        if (parties < 1) {
            throw new IllegalArgumentException("Barrier: at least 1 party is needed, found " + parties);
        }
        this.parties = parties;
        this.spins = ownCores ? SPINS : 0;
    }

    /**
     * Waits for the others.
     *
     * @throws IllegalStateException if one of them failed and will not come
     */
    public void await() {
        int mine = round;
        if ((int) WAITING.getAndAdd(this, 1) == parties - 1) {
            waiting = 0;
            round = mine + 1;
            return;
        }
        int tries = 0;
        while (round == mine) {
            if (broken) {
                throw new IllegalStateException(
                        "Barrier: another worker failed; its exception is the cause to look at");
            }
            pause(tries++);
        }
    }

    private void pause(int tries) {
        if (tries < spins) {
            spin(tries);
        } else if (tries < spins + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(this, NAP_NANOS);
        }
    }

    static void spin(int tries) {
        if (tries % YIELD_EVERY == YIELD_EVERY - 1) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    /** Sends away all who wait and all who come. */
    void fail() {
        broken = true;
    }

    /** Ready again, when nobody is inside. */
    void reset() {
        broken = false;
        waiting = 0;
    }
}
