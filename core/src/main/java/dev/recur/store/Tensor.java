package dev.recur.store;

import dev.recur.array.Shape;
import java.util.function.Supplier;

/**
 * A named float array to be written. The elements are asked for once, when their turn comes, so that a large model need not be
 * copied as a whole.
 *
 * @param elements row-major, as many as the shape says
 */
public record Tensor(String name, Shape shape, Supplier<float[]> elements) {
    public static Tensor of(String name, Shape shape, float[] elements) {
        return new Tensor(name, shape, () -> elements);
    }
}
