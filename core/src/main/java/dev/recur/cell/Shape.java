package dev.recur.cell;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The lengths of a cell, bound to numbers by {@link Cell#shape}.
 *
 * @param input D, the length of {@code x(t)}
 * @param hidden H, the length of {@code h(t)}
 * @param sizes what the cell declares further, by name
 */
public record Shape(int input, int hidden, Map<String, Integer> sizes) {
    public Shape {
        requirePositive("D", input);
        requirePositive("H", hidden);
        sizes.forEach(Shape::requirePositive);
        sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("Shape: " + name + " is " + value + ", but a length is at least 1");
        }
    }

    int size(String name) {
        if (name.equals("D")) {
            return input;
        }
        if (name.equals("H")) {
            return hidden;
        }
        Integer size = sizes.get(name);
        if (size == null) {
            throw new IllegalArgumentException(
                    "Shape: the size " + name + " is not bound, only D, H and " + sizes.keySet());
        }
        return size;
    }
}
