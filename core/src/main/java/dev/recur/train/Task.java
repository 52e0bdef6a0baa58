package dev.recur.train;

import dev.recur.model.Model;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Trainer} trains: a model, the data it learns from, cut into minibatches, and what counts as good. One lives as long as
 * its run. All it does depends on the weights, the options and the numbers it is given, never on what was asked before, but for
 * {@link #states}.
 */
public abstract class Task {
    /**
     * What a minibatch gave.
     *
     * @param loss the sum over its predictions, in nats or in the task's unit
     * @param predictions how many there were
     * @param tokens read for them, which tells how fast a run is
     * @param naive the loss of the same predictions without a network, where that depends on the minibatch, as with outliers in a series;
     *     else 0
     */
    public record Learnt(double loss, long predictions, long tokens, double naive) {
        Learnt(double loss, long predictions, long tokens) {
            this(loss, predictions, tokens, 0);
        }
    }

    /**
     * One sequence of the minibatch that was trained last, for those who look for what made it explode.
     *
     * @param place where it begins in the data, for people: "token 5120 of the text", "document 17"
     * @param tokens that were read, and the one to predict after the last
     * @param state of all layers before the first token: layer by layer, state by state
     */
    public record Suspect(String place, int[] tokens, float[] state) {}

    /** What is trained; always the same one, and its weights are those of the last step. */
    public abstract Model model();

    /** The data as numbers with their names, for people: "training tokens", "validation tokens", "vocabulary". */
    public abstract Map<String, Long> figures();

    /** Of all the data: a run goes on only with the same. */
    public abstract String sha256();

    /** How many epochs suit the data if nobody asked for a number. */
    public abstract int suitableEpochs();

    /** How many minibatches an epoch has, counted from 0. */
    public abstract long minibatches(long epoch);

    /** Whether the loss is a square, so that an error twice as large costs four times as much. */
    public boolean squared() {
        return false;
    }

    /** Takes the model's weights as they are now. {@code step} chooses the masks of dropout; its rates are multiplied by {@code strength}. */
    public abstract void load(long step, double strength);

    /** Adds the gradient of the mean loss over the predictions of a minibatch to {@code gradient}, which has the weights' layout. */
    public abstract Learnt train(long epoch, long minibatch, float[] gradient);

    /** How good the model's weights are now, on data that it does not learn from; null if there is none. */
    public abstract @Nullable Score validate();

    /** The sequences of the minibatch that was trained last; none if the task does not tell. */
    public List<Suspect> suspects() {
        return List.of();
    }

    /** What is carried from one minibatch to the next beside the weights. */
    public List<float[]> states() {
        return List.of();
    }

    /** Takes over what {@link #states} gave earlier, or in another run; called after {@link #load}. */
    public void resume(List<float[]> states) throws IOException {
        if (!states.isEmpty()) {
            throw new IOException("the checkpoint holds states, but this task carries none");
        }
    }
}
