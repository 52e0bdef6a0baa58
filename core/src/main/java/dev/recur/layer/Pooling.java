package dev.recur.layer;

import dev.recur.array.Layout;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import org.jspecify.annotations.Nullable;

/**
 * One vector for each row: packed x, [total, H], to y, [N, H], every sum with t rising. A row without steps gives zeros.
 */
public abstract sealed class Pooling permits EndPooling, MeanPooling, MaxPooling, AttentionPooling {
    /** What is made of a row's steps. */
    public enum Kind {
        /** What each column knows when it has read the row: its last step along time, its first against it. */
        LAST,
        MEAN,
        MAX,
        /** Steps weighted by {@code v . tanh(W x(t) + b)} (Yang et al. 2016). */
        ATTENTION
    }

    /**
     * Where the parameters lie, if the kind has some.
     *
     * @param against for each column whether it was read against time
     */
    public record Place(Kind kind, boolean[] against, AttentionPooling.@Nullable Place attention) {
        /** Floats of a row of x and of y. */
        public int width() {
            return against.length;
        }

        public void start(float[] flat, Randomness randomness) {
            if (attention != null) {
                attention.start(flat, randomness);
            }
        }
    }

    /**
     * Adds what there is to learn to the layout of a model.
     *
     * @param of the stack whose output is pooled
     * @param length A, in which an attention's steps meet its vector
     */
    public static Place declare(Layout.Builder builder, String prefix, Kind kind, Stack.Place of, int length) {
        boolean[] against = of.against();
        return new Place(
                kind,
                against,
                kind == Kind.ATTENTION ? AttentionPooling.declare(builder, prefix, against.length, length) : null);
    }

    public static Pooling of(Place place, boolean training, Workers workers) {
        AttentionPooling.Place attention = place.attention();
        if (attention != null) {
            return new AttentionPooling(attention, training, workers);
        }
        return switch (place.kind()) {
            case MEAN -> new MeanPooling(place.width(), workers);
            case MAX -> new MaxPooling(place.width(), workers);
            default -> new EndPooling(place.against(), workers);
        };
    }

    /** Reads the weights, if there are some; call it whenever the flat array has changed. */
    public void load(float[] flat) {}

    /** x is [total, H]; it must stay as it is until backward. Returns y, [N, H]. */
    public abstract float[] forward(float[] x, Rows rows);

    /**
     * @param dy gradient of y, [N, H]
     * @param dx where the gradient of x goes, [total, H]
     * @param gradient added to, of the model's layout
     */
    public abstract void backward(float[] dy, float[] dx, Rows rows, float[] gradient);
}
