package dev.recur.train;

import dev.recur.batch.Batches;
import dev.recur.batch.Minibatch;
import dev.recur.model.LanguageNetwork;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Truncated back-propagation through time (Williams and Peng 1990; Sutskever's thesis, 2013, §2.8.6). Each update reads the next k1 steps.
 * With k2 = k1 the state is carried on and gradients end where the chunk begins. With k2 = m·k1 the last m chunks are run again, from
 * the state that was left there m updates ago, and only the last one's targets count, so each target's gradient goes back k2 - k1 to k2 steps.
 */
final class Chunks {
    private final Batches batches;
    private final LanguageNetwork network;
    private final int most; // m
    private final Deque<float[]> ends = new ArrayDeque<>(); // states behind the last m chunks, oldest first
    private final List<Minibatch> parts = new ArrayList<>();
    private final Minibatch window = new Minibatch();
    private long epoch;
    private long batch;

    Chunks(Batches batches, LanguageNetwork network, int most) {
        this.batches = batches;
        this.network = network;
        this.most = most;
        for (int i = 0; i < most; i++) {
            parts.add(new Minibatch());
        }
    }

    /** Adds the gradient of the mean over the chunk's tokens. Returns the sum of their losses. */
    double train(long epoch, long batch, float[] gradient) {
        this.epoch = epoch;
        this.batch = batch;
        Minibatch last = parts.get(most - 1);
        batches.fill(epoch, batch, last);
        float scale = 1f / last.tokens();
        if (most == 1) {
            return network.train(last, gradient, scale);
        }
        if (!last.carries()) {
            ends.clear();
        }
        int before = Math.min(ends.size(), most - 1);
        for (int i = 1; i <= before; i++) {
            batches.fill(epoch, batch - i, parts.get(most - 1 - i));
        }
        if (ends.size() == most) {
            float[] state = ends.removeFirst();
            network.state(state, state.length / network.stateLength());
        }
        window.join(parts.subList(most - 1 - before, most));
        double nats = network.train(window, gradient, scale);
        ends.addLast(network.state());
        return nats;
    }

    /** Tokens of the chunk that was trained last. */
    int tokens() {
        return parts.get(most - 1).tokens();
    }

    /** The rows of the chunk that was trained last, as far as they were read again. */
    List<Task.Suspect> suspects() {
        Minibatch read = most == 1 ? parts.get(0) : window;
        List<Task.Suspect> suspects = new ArrayList<>();
        for (int row = 0; row < read.rows(); row++) {
            int steps = read.lengths()[row];
            int[] tokens = new int[steps + 1];
            for (int t = 0; t < steps; t++) {
                tokens[t] = read.inputs()[t * read.rows() + row];
                tokens[t + 1] = read.targets()[t * read.rows() + row];
            }
            suspects.add(new Task.Suspect(batches.place(epoch, batch, row), tokens, network.stateBefore(row)));
        }
        return suspects;
    }

    /** What {@link #resume} takes. */
    List<float[]> states() {
        if (most > 1) {
            return List.copyOf(ends);
        }
        return network.stateRows() == 0 ? List.of() : List.of(network.state());
    }

    void resume(List<float[]> states) {
        if (most > 1) {
            ends.clear();
            ends.addAll(states);
        } else if (!states.isEmpty()) {
            network.state(states.get(0), states.get(0).length / network.stateLength());
        }
    }
}
