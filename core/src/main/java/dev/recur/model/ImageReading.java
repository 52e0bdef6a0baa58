package dev.recur.model;

/**
 * How an image is read as a sequence.
 *
 * @param height rows of pixels
 * @param width pixels of a row
 * @param by what a step is
 * @param permute chooses an order of the pixels by chance, the same for all images; 0 keeps them as they are
 */
public record ImageReading(int height, int width, By by, long permute) {
    /** What a step of the sequence is. */
    public enum By {
        ROWS,
        PIXELS
    }

    public ImageReading {
        Ranges.positive("height", height);
        Ranges.positive("width", width);
        Math.multiplyExact(height, width);
    }

    public int pixels() {
        return height * width;
    }

    /** T. */
    public int steps() {
        return by == By.ROWS ? height : pixels();
    }

    /** D. */
    public int inputs() {
        return by == By.ROWS ? width : 1;
    }
}
