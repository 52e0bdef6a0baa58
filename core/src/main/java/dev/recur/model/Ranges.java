package dev.recur.model;

/** What shapes of models are held to. */
final class Ranges {
    private static final int MOST_LAYERS = 100;

    private Ranges() {}

    static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", but at least 1 is needed");
        }
    }

    static void notNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " is " + value + ", but 0 or more is needed");
        }
    }

    static void notNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + value + ", but a number from 0 on is needed");
        }
    }

    static void layers(int layers) {
        positive("layers", layers);
        if (layers > MOST_LAYERS) {
            throw new IllegalArgumentException(
                    "layers is " + layers + ", but at most " + MOST_LAYERS + " are possible");
        }
    }

    static void share(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value + ", but a share from 0 to below 1 is needed");
        }
    }
}
