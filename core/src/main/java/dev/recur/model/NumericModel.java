package dev.recur.model;

import java.util.Map;

/**
 * A network that reads sequences of numbers: recurrent layers in one direction or both, and a dense layer at every step or at the last one.
 * The kinds differ in what the numbers mean.
 */
public abstract sealed class NumericModel extends Model permits Forecaster, ImageClassifier, PuzzleModel {
    private final NumericStructure structure;

    NumericModel(NumericStructure structure, Map<String, String> provenance) {
        super(structure.blocks.cell(), structure.blocks.layout(), provenance);
        this.structure = structure;
    }

    @Override
    public final NumericShape config() {
        return structure.shape;
    }

    final NumericStructure structure() {
        return structure;
    }
}
