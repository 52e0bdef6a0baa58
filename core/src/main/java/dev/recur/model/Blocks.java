package dev.recur.model;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.cell.Cell;
import dev.recur.layer.Attention;
import dev.recur.layer.CharacterWords;
import dev.recur.layer.DeepOutput;
import dev.recur.layer.Linear;
import dev.recur.layer.Pooling;
import dev.recur.layer.Score;
import dev.recur.layer.Skip;
import dev.recur.layer.Stack;
import dev.recur.loss.LinearChain;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** A model's weights, laid out block by block in one flat array, and how each block starts. */
final class Blocks {
    /** Of a token's vector, where it must begin small; docs/design/starts.md has what was measured. */
    static final double SMALL_RANGE = 0.1;

    /** Of a token's vector whose elements begin with the variance 1, as a layer's inputs should have: with less, learning is slow at first. */
    static final double UNIT_RANGE = Math.sqrt(3);

    /** So many different tokens at most are an alphabet, each of which is read often. */
    private static final int ALPHABET = 256;

    private final Cell cell;
    private final Cell run;
    private final Layout.Builder layout = Layout.builder();
    private final List<BiConsumer<float[], Randomness>> starts = new ArrayList<>();
    private final Map<String, Double> ranges = new LinkedHashMap<>();

    /** {@code regularisers} is of the layers that {@link #stack} adds. */
    Blocks(String cell, Regularisers regularisers) {
        this.cell = Cell.parse(cell, "the model's cell");
        this.run = regularisers.of(this.cell);
    }

    /** As its text says. */
    Cell cell() {
        return cell;
    }

    /** Starts uniform within ±range. */
    void matrix(String name, int rows, int columns, double range) {
        layout.add(name, rows, columns);
        ranges.put(name, range);
    }

    /** Vectors of tokens, [tokens, length], for a model that does not predict what it reads: there those of rare tokens must begin small. */
    void embedding(String name, int tokens, int length) {
        matrix(name, tokens, length, tokens <= ALPHABET ? UNIT_RANGE : SMALL_RANGE);
    }

    /** Starts at 0. */
    void bias(String name, int length) {
        layout.add(name, length);
    }

    /** A dense layer {@code name.W} [out, in], within ±1/√in, and {@code name.b}. */
    void dense(String name, int out, int in) {
        matrix(name + ".W", out, in, 1 / Math.sqrt(in));
        bias(name + ".b", out);
    }

    /** Recurrent layers; they start as the cell asks for. See {@link Stack#declare}. */
    Stack.Place stack(String prefix, int in, int hidden, int layers, boolean bidirectional, Skip skip) {
        Stack.Place place = Stack.declare(layout, prefix, run, in, hidden, layers, bidirectional, skip);
        starts.add(place::start);
        return place;
    }

    /** Dense layers with tanh, {@code prefix0.W} and so on. */
    DeepOutput.Place deepOutput(String prefix, int width, int layers) {
        DeepOutput.Place place = DeepOutput.declare(layout, prefix, width, layers);
        starts.add(place::start);
        return place;
    }

    /** From steps to one vector a row; an attention's vector is as long as a row. See {@link Pooling#declare}. */
    Pooling.Place pooling(String prefix, Pooling.Kind kind, Stack.Place of) {
        Pooling.Place place = Pooling.declare(layout, prefix, kind, of, of.out());
        starts.add(place::start);
        return place;
    }

    /** Words read by their characters. See {@link CharacterWords#declare}. */
    CharacterWords.Place characters(String prefix, int characters, int in, int hidden) {
        CharacterWords.Place place = CharacterWords.declare(layout, prefix, cell, characters, in, hidden);
        starts.add(place::start);
        return place;
    }

    /** See {@link Attention#declare}; additive scores meet in as many floats as a query has. */
    Attention.Place attention(String prefix, Score score, int query, int memory) {
        Attention.Place place = Attention.declare(layout, prefix, score, query, memory, query);
        starts.add(place::start);
        return place;
    }

    /** A chain over tags; its parameters start at 0. See {@link LinearChain#declare}. */
    LinearChain.Place chain(String prefix, int tags) {
        return LinearChain.declare(layout, prefix, tags);
    }

    /** See {@link Linear#declare}. */
    Linear.Place linear(String prefix, int in, int out, boolean biased) {
        Linear.Place place = Linear.declare(layout, prefix, in, out, biased);
        starts.add(place::start);
        return place;
    }

    Layout layout() {
        return layout.build();
    }

    /** Draws the starts. */
    void start(Parameters parameters, Randomness randomness) {
        ranges.forEach((name, range) -> {
            Stream stream = randomness.stream("start/" + name);
            float[] values = parameters.read(name);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) stream.uniform(-range, range, 0, i);
            }
            parameters.write(name, values);
        });
        starts.forEach(start -> start.accept(parameters.values(), randomness));
    }
}
