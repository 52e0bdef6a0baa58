package dev.recur.model;

import dev.recur.random.Randomness;
import java.io.IOException;
import java.util.Map;

/** Solves a puzzle that is made to measure how far back a network remembers. The puzzle's name is all it says of it. */
public final class PuzzleModel extends NumericModel {
    static final String KIND = "puzzle solver";
    private static final String PUZZLE = "recur.puzzle";

    private final String puzzle;

    private PuzzleModel(NumericStructure structure, String puzzle, Map<String, String> provenance) {
        super(structure, provenance);
        this.puzzle = puzzle;
    }

    /** A new model with the starts its cell asks for. */
    public static PuzzleModel create(NumericShape shape, String puzzle, Randomness randomness) {
        NumericStructure structure = new NumericStructure(shape);
        PuzzleModel model = new PuzzleModel(structure, puzzle, Map.of());
        structure.blocks.start(model.parameters(), randomness);
        return model;
    }

    @Override
    public String kind() {
        return KIND;
    }

    public String puzzle() {
        return puzzle;
    }

    @Override
    Map<String, String> words() {
        return Map.of(PUZZLE, puzzle);
    }

    static PuzzleModel read(ModelFile file) throws IOException {
        NumericStructure structure = new NumericStructure(file.config(NumericShape.class));
        file.check(structure.blocks.layout());
        return new PuzzleModel(structure, file.value(PUZZLE), file.provenance());
    }
}
