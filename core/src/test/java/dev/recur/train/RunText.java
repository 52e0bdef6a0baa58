package dev.recur.train;

import dev.recur.cell.Cell;

/** What the tests train on. */
final class RunText {
    static final String TEXT =
            "hello world, hello wonder; the yellow well held oil and the low hull rolled.\n".repeat(30);

    private RunText() {}

    /** A tiny model with dropout, so that masks count, too. */
    static Training.Builder options() {
        return Training.builder()
                .cell(Cell.named("lstm").text())
                .hidden(16)
                .layers(2)
                .dropout(0.1)
                .batch(7)
                .steps(11)
                .rate(0.01)
                .threads(1)
                .patience(0);
    }
}
