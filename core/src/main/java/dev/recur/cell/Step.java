package dev.recur.cell;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a cell, as {@link Builder} makes it from a text: the pure graph and what its nodes mean.
 *
 * @param graph all nodes, also those of sequences that nothing reads
 * @param inputs names of the inputs, {@code x} first
 * @param outputs names of the outputs, {@code h} first
 * @param states names of what is read at t-1: in the order of the equations, then delays ({@code h@1}), then lagged inputs
 * @param sequences every named sequence (inputs, equations, delays) with the node that is its value at t; the value of a state or an
 *     output that is computed is wrapped in {@link Op#FLUSH}, and every reader reads the wrapped value
 * @param parameters in the order of their first use in the text
 * @param initial what a state is before the first step, where the text says it: a number or a vector's name
 * @param numbers the {@code let} numbers, as set
 */
record Step(
        Graph graph,
        List<String> inputs,
        List<String> outputs,
        List<String> states,
        Map<String, Node> sequences,
        List<Parameter> parameters,
        Map<String, Initial> initial,
        Map<String, Double> numbers) {

    /**
     * A learned array.
     *
     * @param rows length of a vector, number of rows of a matrix
     * @param columns null for a vector
     * @param uses how many places of the text read it
     * @param start how it begins
     * @param position order of first use, from 0
     */
    record Parameter(String name, Length rows, @Nullable Length columns, int uses, Start start, int position) {
        boolean matrix() {
            return columns != null;
        }
    }

    /** A state before the first step: {@code vector} is null for a number. */
    record Initial(double number, @Nullable String vector) {}
}
