package dev.recur.layer;

import dev.recur.array.Layout;
import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.Arrays;

/**
 * Words read character by character (Lample et al. 2016): a cell in both directions over the characters of a word, and what either knows
 * at its end, [2H], is the word's vector. Each distinct word of a batch is read once; words of like length run together.
 */
public final class CharacterWords {
    /**
     * Where the parameters lie.
     *
     * @param embedding where the characters' embedding E, [characters, D], begins
     */
    public record Place(String prefix, int characters, int embedding, Stack.Place stack) {
        /** Floats of a word's vector. */
        public int out() {
            return stack.out();
        }

        /** The embedding uniform within ±√(3/D), the cell as its text says. */
        public void start(float[] flat, Randomness randomness) {
            Stream stream = randomness.stream("start/" + prefix + "embedding");
            double range = StrictMath.sqrt(3.0 / stack.in());
            for (int i = 0; i < characters * stack.in(); i++) {
                flat[embedding + i] = (float) stream.uniform(-range, range, 0, i);
            }
            stack.start(flat, randomness);
        }
    }

    private static final int NONE = -1;

    private final Place place;
    private final boolean training;
    private final boolean lookUp;
    private final Stack stack;
    private final Embedding embedding;
    private final EndPooling ends;
    private final Kernels kernels = Kernels.selected();
    private final int out;
    private float[] flat = {};
    private int[] slotOf = {}; // of each word of the list: its place among the distinct ones
    private int[] distinct = {}; // by falling length
    private int[] slots = {}; // [total]
    private int count;
    private int[] tokens = {}; // characters, packed
    private Rows letters = Rows.full(0, 0);
    private float[] dEmbedded = {};
    private float[] dStates = {};
    private float[] dWords = {}; // [distinct, 2H]

    /**
     * Adds the parameters to the layout of a model.
     *
     * @param characters how many there are
     * @param in D, floats of a character's embedding
     * @param hidden H of each direction
     */
    public static Place declare(Layout.Builder builder, String prefix, Cell cell, int characters, int in, int hidden) {
        int embedding = builder.add(prefix + "embedding", characters, in);
        Stack.Place stack = Stack.declare(builder, prefix + "layer", cell, in, hidden, 1, true, Skip.NONE);
        return new Place(prefix, characters, embedding, stack);
    }

    public CharacterWords(Place place, boolean training, Randomness randomness, Workers workers) {
        this.place = place;
        this.training = training;
        this.out = place.out();
        Stack direct = new Stack(place.stack(), 0, 0, randomness, new Plan.Wanted(training, false, false), workers);
        this.lookUp = direct.readsTokens();
        this.stack = lookUp
                ? direct
                : new Stack(place.stack(), 0, 0, randomness, new Plan.Wanted(training, true, false), workers);
        this.embedding = new Embedding(place.stack().in(), place.embedding());
        this.ends = new EndPooling(place.stack().against(), workers);
    }

    /** Reads the weights; call it whenever the flat array has changed. */
    public void load(float[] flat) {
        this.flat = flat;
        stack.load(flat, 0, 1);
        if (lookUp && !training) {
            stack.tabulate(place.embedding(), place.characters());
        }
    }

    /** Floats of a word's vector. */
    public int out() {
        return out;
    }

    /**
     * Writes each token's vector: {@code to[p, column + j]}, p below the total of the rows, j below {@link #out}.
     *
     * @param to [total, width]
     * @param words [total], an index of {@code spellings}
     * @param spellings the characters of each word, ids from 0
     */
    public void forward(float[] to, int width, int column, int[] words, int[][] spellings, Rows rows) {
        collect(words, spellings, rows.total());
        sort(spellings);
        for (int p = 0; p < rows.total(); p++) {
            slots[p] = slotOf[words[p]];
        }
        spell(spellings);
        stack.reset(letters);
        float[] states;
        if (lookUp) {
            states = stack.forwardTokens(tokens, place.embedding(), place.characters(), letters, 0);
        } else {
            states = stack.forward(embedding.forward(tokens, letters.total(), flat), letters, 0);
        }
        float[] vectors = ends.forward(states, letters);
        for (int p = 0; p < rows.total(); p++) {
            System.arraycopy(vectors, slots[p] * out, to, p * width + column, out);
        }
    }

    /** The distinct words in the order of their first tokens. */
    private void collect(int[] words, int[][] spellings, int total) {
        for (int i = 0; i < count; i++) {
            slotOf[distinct[i]] = NONE;
        }
        if (slotOf.length < spellings.length) {
            slotOf = new int[spellings.length];
            Arrays.fill(slotOf, NONE);
        }
        distinct = distinct.length < total ? new int[total] : distinct;
        slots = slots.length < total ? new int[total] : slots;
        count = 0;
        for (int p = 0; p < total; p++) {
            if (slotOf[words[p]] == NONE) {
                slotOf[words[p]] = count;
                distinct[count++] = words[p];
            }
        }
    }

    /** By falling length; of equal ones the first stays first. */
    private void sort(int[][] spellings) {
        int longest = 0;
        for (int i = 0; i < count; i++) {
            longest = Math.max(longest, spellings[distinct[i]].length);
        }
        int[] from = new int[longest + 2]; // where those of longest - length begin
        for (int i = 0; i < count; i++) {
            from[longest - spellings[distinct[i]].length + 1]++;
        }
        for (int i = 0; i <= longest; i++) {
            from[i + 1] += from[i];
        }
        int[] sorted = new int[count];
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            int length = spellings[distinct[i]].length;
            int slot = from[longest - length]++;
            sorted[slot] = distinct[i];
            lengths[slot] = length;
            slotOf[distinct[i]] = slot;
        }
        System.arraycopy(sorted, 0, distinct, 0, count);
        letters = Rows.ofLengths(lengths);
    }

    private void spell(int[][] spellings) {
        tokens = tokens.length < letters.total() ? new int[letters.total()] : tokens;
        for (int i = 0; i < count; i++) {
            int[] spelling = spellings[distinct[i]];
            for (int t = 0; t < spelling.length; t++) {
                tokens[letters.offset(t) + i] = spelling[t];
            }
        }
    }

    /**
     * The gradients of equal words are added, steps falling and rows rising, and go back through the characters.
     *
     * @param dy gradient of what forward wrote, [total, width]
     * @param gradient added to, of the model's layout
     */
    public void backward(float[] dy, int width, int column, Rows rows, float[] gradient) {
        dWords = Columns.room(dWords, count, out);
        Arrays.fill(dWords, 0, count * out, 0f);
        for (int t = rows.steps() - 1; t >= 0; t--) {
            for (int p = rows.offset(t); p < rows.offset(t + 1); p++) {
                kernels.addRows(dWords, slots[p] * out, dy, p * width + column, width, 1, out);
            }
        }
        dStates = Columns.room(dStates, letters.total(), out);
        ends.backward(dWords, dStates, letters, gradient);
        if (lookUp) {
            stack.backwardTokens(dStates, letters, gradient, place.embedding());
        } else {
            dEmbedded = Columns.room(dEmbedded, letters.total(), place.stack().in());
            stack.backward(dStates, dEmbedded, letters, gradient);
            embedding.backward(dEmbedded, letters, gradient);
        }
    }
}
