package dev.recur.model;

import dev.recur.layer.Pooling;
import dev.recur.layer.Stack;

/** What a {@link NumericShape} asks for, before there is room for it. A kind of model may add blocks of its own. */
final class NumericStructure {
    final NumericShape shape;
    final Blocks blocks;
    final Stack.Place stack;
    final Pooling.Place pooling;

    NumericStructure(NumericShape shape) {
        this.shape = shape;
        blocks = new Blocks(shape.cell(), shape.regularisers());
        stack = blocks.stack(
                "layer", shape.inputs(), shape.hidden(), shape.layers(), shape.bidirectional(), shape.skip());
        pooling = blocks.pooling("pooling.", shape.pooling(), stack);
        blocks.dense("output", shape.outputs(), pooling.width());
    }
}
