package dev.recur.train;

import dev.recur.cell.Cell;
import dev.recur.layer.Pooling;
import dev.recur.layer.Skip;
import dev.recur.model.Model;
import dev.recur.model.NumericShape;
import dev.recur.model.PuzzleModel;
import dev.recur.model.Regularisers;
import dev.recur.parallel.Workers;
import dev.recur.store.Records;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * To solve a puzzle that measures memory; its sequences are made, not read.
 *
 * @param puzzle which one
 * @param length of a sequence, see {@link Puzzle}
 * @param updates of an epoch, after which it is validated
 * @param sequences to validate with
 * @param cell the text of the cell
 * @param hidden H
 * @param layers how many recurrent layers
 */
public record PuzzleOptions(Puzzle puzzle, int length, int updates, int sequences, String cell, int hidden, int layers)
        implements TaskOptions {
    public static final PuzzleOptions DEFAULTS = new PuzzleOptions(
            Puzzle.ADDING,
            100, // length
            100, // updates
            500, // sequences
            Cell.named("lstm").text(),
            64, // hidden
            1); // layers

    public PuzzleOptions {
        Training.check(length >= puzzle.shortest(), "the length", length, puzzle.shortest() + " or more");
        Training.check(updates >= 1, "the number of updates of an epoch", updates, "1 or more");
        Training.check(sequences >= 1, "the number of sequences to validate with", sequences, "1 or more");
        shape(puzzle, cell, hidden, layers);
    }

    private static NumericShape shape(Puzzle puzzle, String cell, int hidden, int layers) {
        return new NumericShape(
                cell,
                puzzle.inputs(),
                hidden,
                layers,
                false,
                Skip.NONE,
                Pooling.Kind.LAST,
                puzzle.outputs(),
                puzzle.everyStep(),
                0,
                0,
                Regularisers.NONE);
    }

    NumericShape shape() {
        return shape(puzzle, cell, hidden, layers);
    }

    @Override
    public String task() {
        return "puzzle";
    }

    @Override
    public boolean readsFiles() {
        return false;
    }

    @Override
    public Training training() {
        return Training.builder()
                .batch(50)
                .rate(0.001)
                .schedule("constant")
                .epochs(50)
                .patience(0)
                .build();
    }

    @Override
    public Task begin(
            Training training, TrainingFiles files, @Nullable Model resumed, @Nullable Model source, Workers workers)
            throws IOException {
        return new PuzzleTask(training, this, (PuzzleModel) resumed, workers);
    }

    /** The defaults with some changed, by their names as {@link Records} has them. */
    public static PuzzleOptions of(Map<String, ?> changes) {
        return Records.with(DEFAULTS, changes);
    }
}
