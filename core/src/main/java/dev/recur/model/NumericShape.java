package dev.recur.model;

import dev.recur.layer.Pooling;
import dev.recur.layer.Skip;
import dev.recur.store.OffAtZero;

/**
 * The shape of a network that reads sequences of numbers.
 *
 * @param cell the text of the cell
 * @param inputs D, how many numbers a step has
 * @param hidden H of each layer and direction
 * @param layers how many
 * @param bidirectional whether each layer reads in both directions
 * @param skip which layer reads which
 * @param pooling what is made of all steps, unless there are outputs at each
 * @param outputs K
 * @param everyStep whether there are outputs at every step, or once, when the sequence has been read
 * @param dropout between layers and before the output, in training
 * @param weightDrop of the weights on the state, in training
 * @param regularisers of training
 */
public record NumericShape(
        String cell,
        int inputs,
        int hidden,
        int layers,
        boolean bidirectional,
        Skip skip,
        @OffAtZero Pooling.Kind pooling,
        int outputs,
        boolean everyStep,
        double dropout,
        double weightDrop,
        Regularisers regularisers) {
    public NumericShape {
        Ranges.positive("inputs", inputs);
        Ranges.positive("hidden", hidden);
        Ranges.layers(layers);
        Ranges.positive("outputs", outputs);
        if (everyStep && pooling != Pooling.Kind.LAST) {
            throw new IllegalArgumentException("pooling is " + pooling + ", but outputs at every step take none");
        }
        Ranges.share("dropout", dropout);
        Ranges.share("weight drop", weightDrop);
    }
}
