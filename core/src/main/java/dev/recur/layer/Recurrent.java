package dev.recur.layer;

import dev.recur.array.Layout;
import dev.recur.cell.Buffers;
import dev.recur.cell.Cell;
import dev.recur.cell.PackedWeights;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.cell.Shape;
import dev.recur.cell.TokenTable;
import dev.recur.kernel.Kernels;
import dev.recur.kernel.Pointwise;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One cell over time: x [total, D] to h [total, H], with a state that is carried from chunk to chunk. */
public final class Recurrent implements Layer {
    /**
     * Where a cell's parameters lie in the flat array of its model.
     *
     * @param base where the plan's parameters begin
     */
    public record Place(String prefix, Cell cell, Shape shape, int base) implements Layer.Place {
        @Override
        public int in() {
            return shape.input();
        }

        @Override
        public int out() {
            return shape.hidden();
        }

        @Override
        public void start(float[] flat, Randomness randomness) {
            Plan.of(cell, shape, Plan.Wanted.INFERENCE).start(flat, base, randomness, prefix);
        }

        @Override
        public Recurrent layer(Plan.Wanted wanted, Workers workers) {
            return new Recurrent(this, wanted, workers);
        }
    }

    private final Place place;
    private final Plan plan;
    private final Kernels kernels = Kernels.selected();
    private final Workers workers;
    private final PackedWeights weights;
    private final Buffers buffers;
    private final int base;
    private final boolean training;
    private @Nullable TokenTable table;
    private boolean fresh = true;
    private final boolean[] given; // states that begin with another start than their fresh one
    private float[] dropped = {}; // weights under a mask, of the plan's layout
    private float[] mask = {};
    private float[] own = {}; // gradient before the mask
    private boolean masked;
    private @Nullable Stream weightChance;
    private boolean dEnds; // gradients of end states were given
    private float[] flat = {};
    private final CellMasks masks;
    private @Nullable Randomness randomness; // of a step of training
    private long step;

    /**
     * Adds a cell's parameters to the layout of a model, one after the other as its plan expects them.
     *
     * @param prefix before the names of the parameters and of the random streams of their starts
     */
    public static Place declare(Layout.Builder builder, String prefix, Cell cell, int in, int hidden) {
        Shape shape = cell.shape(in, hidden, Map.of());
        Plan plan = Plan.of(cell, shape, Plan.Wanted.INFERENCE);
        int base = -1;
        for (Plan.Parameter parameter : plan.parameters()) {
            int at = parameter.matrix()
                    ? builder.add(prefix + parameter.name(), parameter.rows(), parameter.columns())
                    : builder.add(prefix + parameter.name(), parameter.rows());
            base = base < 0 ? at : base;
            if (at != base + plan.offset(parameter.name())) {
                throw new IllegalStateException(
                        prefix + parameter.name() + " lies at " + at + ", not where its plan expects it");
            }
        }
        return new Place(prefix, cell, shape, Math.max(0, base));
    }

    /** @param wanted whether backward will be called, and which gradients it is asked for beside those of the parameters */
    public Recurrent(Place place, Plan.Wanted wanted, Workers workers) {
        boolean dStart = wanted.dStart() || learnsStart(place.cell(), place.shape());
        Cell cell = wanted.training() ? place.cell() : place.cell().atRest();
        this.place = place;
        this.training = wanted.training();
        this.plan = Plan.of(
                cell, place.shape(), new Plan.Wanted(training, training && wanted.dInputs(), training && dStart));
        this.workers = workers;
        this.weights = plan.weights();
        this.buffers = plan.buffers();
        this.base = place.base();
        this.given = new boolean[plan.states().size()];
        this.masks = new CellMasks(place, cell);
    }

    private static boolean learnsStart(Cell cell, Shape shape) {
        Plan plan = Plan.of(cell, shape, Plan.Wanted.INFERENCE);
        for (int i = 0; i < plan.states().size(); i++) {
            if (plan.learnedStart(i) != null) {
                return true;
            }
        }
        return false;
    }

    public Plan plan() {
        return plan;
    }

    @Override
    public int in() {
        return place.in();
    }

    @Override
    public int out() {
        return place.out();
    }

    @Override
    public List<Recurrent> recurrents() {
        return List.of(this);
    }

    /** Reads the weights; call it whenever the flat array has changed. */
    public void load(float[] flat) {
        this.randomness = null;
        this.flat = flat;
        this.masked = false;
        weights.load(flat, base, workers);
    }

    /**
     * The same, with a part of the weights on the state dropped (Merity et al. 2018, after Wan et al. 2013): one mask for all rows and
     * steps of this step of training. Step 0 is none of training: states that are zoned out take the mean.
     */
    @Override
    public void load(float[] flat, double drop, Randomness randomness, long step) {
        boolean noisy = training && step > 0;
        if (drop == 0) {
            load(flat);
            this.randomness = noisy ? randomness : null;
            this.step = step;
            return;
        }
        this.randomness = noisy ? randomness : null;
        this.step = step;
        Stream chance = weightChance;
        if (chance == null) {
            chance = Layer.weightChance(randomness, place.prefix());
            weightChance = chance;
        }
        this.flat = flat;
        this.masked = true;
        if (dropped.length == 0) {
            dropped = new float[plan.size()];
            mask = new float[plan.size()];
            own = new float[plan.size()];
            Arrays.fill(mask, 1f);
        }
        for (String matrix : plan.recurrentMatrices()) {
            int at = plan.offset(matrix);
            chance.mask(mask, at, plan.rows(matrix) * plan.columns(matrix), 1 - drop, step, at);
        }
        kernels.pointwise(Pointwise.MUL, dropped, 0, flat, base, mask, 0, mask, 0, mask, 0, plan.size(), Kernels.KEEP);
        weights.load(dropped, 0, workers);
    }

    // ---- state

    /** Fresh start states for all rows. */
    @Override
    public void reset(Rows rows) {
        buffers.reserve(rows);
        buffers.clearStart(rows.rows());
        for (int i = 0; i < plan.states().size(); i++) {
            String vector = plan.learnedStart(i);
            for (int r = 0; vector != null && r < rows.rows(); r++) {
                System.arraycopy(
                        flat,
                        base + plan.offset(vector),
                        buffers.start(i),
                        r * plan.stateLength(i),
                        plan.stateLength(i));
            }
        }
        Arrays.fill(given, false);
        fresh = true;
    }

    /** Another start than the fresh one for state {@code index}, [rows, length]; after {@link #reset}, for the batch to come. */
    public void start(int index, float[] values, int rows) {
        System.arraycopy(values, 0, buffers.start(index), 0, rows * plan.stateLength(index));
        given[index] = true;
    }

    /** State {@code index} after each row's last step, [rows, length], until the next forward. */
    public float[] end(int index) {
        return buffers.end(index);
    }

    /** After backward, the gradient of the start of state {@code index}, [rows, length], if gradients of starts were asked for. */
    public float[] dStart(int index) {
        return buffers.dState(index);
    }

    /** The next chunk begins where the last one ended. */
    public void carryOn(int rows) {
        buffers.carryOn(rows);
        fresh = false;
    }

    /** Floats a row of all states together. */
    public int stateLength() {
        int sum = 0;
        for (int i = 0; i < plan.states().size(); i++) {
            sum += plan.stateLength(i);
        }
        return sum;
    }

    /** Copies the states after each row's last step out, [rows, length] state by state; returns the index behind them. */
    public int copyEnd(int rows, float[] to, int at) {
        for (int i = 0; i < plan.states().size(); i++) {
            int size = rows * plan.stateLength(i);
            System.arraycopy(buffers.end(i), 0, to, at, size);
            at += size;
        }
        return at;
    }

    /** The gradient of what {@link #copyEnd} gave, for the next backward alone; without it, nothing enters there. */
    public int dEnd(int rows, float[] from, int at) {
        for (int i = 0; i < plan.states().size(); i++) {
            int size = rows * plan.stateLength(i);
            System.arraycopy(from, at, buffers.dState(i), 0, size);
            at += size;
        }
        dEnds = true;
        return at;
    }

    /** After backward, copies the gradients of the start states out, if they were asked for. */
    public int copyDStart(int rows, float[] to, int at) {
        for (int i = 0; i < plan.states().size(); i++) {
            int size = rows * plan.stateLength(i);
            System.arraycopy(buffers.dState(i), 0, to, at, size);
            at += size;
        }
        return at;
    }

    /** Copies the start states of {@code rows} rows out, state by state; returns the index behind them. */
    public int copyState(int rows, float[] to, int at) {
        for (int i = 0; i < plan.states().size(); i++) {
            int size = rows * plan.stateLength(i);
            System.arraycopy(buffers.start(i), 0, to, at, size);
            at += size;
        }
        return at;
    }

    /** The inverse of {@link #copyState}; the rows count as carried. */
    public int setState(Rows rows, float[] from, int at) {
        buffers.reserve(rows);
        for (int i = 0; i < plan.states().size(); i++) {
            int size = rows.rows() * plan.stateLength(i);
            System.arraycopy(from, at, buffers.start(i), 0, size);
            at += size;
        }
        fresh = false;
        return at;
    }

    // ---- over a batch

    /** True if tokens can be looked up in place of embeddings that are multiplied. */
    @Override
    public boolean readsTokens() {
        return plan.readsTokens();
    }

    /** x(t) is the embedding of a token; E, [V, D], begins at {@code embedding} of the flat array. Returns h, [total, H]. */
    @Override
    public float[] forwardTokens(int[] tokens, int embedding, int vocabulary, Rows rows) {
        TokenTable known = table;
        if (known == null) {
            known = new TokenTable(plan, weights, buffers, vocabulary);
            table = known;
        }
        if (training) {
            known.tokens(tokens, rows.total(), flat, embedding, workers);
        } else {
            known.tokens(tokens, rows.total());
        }
        return run(rows);
    }

    /** For inference: multiplies every token once, after {@link #load}. */
    @Override
    public void tabulate(int embedding, int vocabulary) {
        TokenTable known = table;
        if (known == null) {
            known = new TokenTable(plan, weights, buffers, vocabulary);
            table = known;
        }
        known.tabulate(flat, embedding, workers);
    }

    /** x is [total, D]; it must stay as it is until backward. Returns h, [total, H]. */
    @Override
    public float[] forward(float[] x, Rows rows) {
        buffers.input(0, x);
        return run(rows);
    }

    /** A second input of the cell, such as the cell state of the layer below. */
    public void input(int index, float[] packed) {
        buffers.input(index, packed);
    }

    /** Where backward writes the gradient of a second input, if gradients of inputs were asked for. */
    public void dInput(int index, float[] packed) {
        buffers.dInput(index, packed);
    }

    /** A gradient that enters at a further output, read by the next backward. */
    public void dOutput(int index, float[] packed) {
        buffers.dOutput(index, packed);
    }

    /** How many outputs the cell has. */
    public int outputs() {
        return plan.outputs().size();
    }

    private float[] run(Rows rows) {
        buffers.reserve(rows);
        if (!masks.idle()) {
            masks.give(buffers, rows, randomness, step);
        }
        plan.forward(weights, buffers, rows, workers);
        return buffers.output(0);
    }

    /** Output {@code index} of the last forward; 0 is h. */
    public float[] output(int index) {
        return buffers.output(index);
    }

    /**
     * @param dh gradient of h, [total, H]
     * @param dx where the gradient of x goes, [total, D]; not touched if it was not asked for
     * @param gradient added to, of the model's layout
     */
    @Override
    public void backward(float[] dh, float[] dx, Rows rows, float[] gradient) {
        buffers.dOutput(0, dh);
        buffers.dInput(0, dx);
        back(rows, gradient, -1);
    }

    /** The same after {@link #forwardTokens}: adds the gradient of E too. */
    @Override
    public void backwardTokens(float[] dh, Rows rows, float[] gradient, int embedding) {
        buffers.dOutput(0, dh);
        back(rows, gradient, embedding);
    }

    private void back(Rows rows, float[] gradient, int embedding) {
        if (!dEnds) {
            buffers.clearDState(rows.rows());
        }
        dEnds = false;
        float[] to = masked ? own : gradient;
        int at = masked ? 0 : base;
        if (masked) {
            Arrays.fill(own, 0f);
        }
        plan.backward(weights, buffers, rows, to, at, workers);
        TokenTable tokens = table;
        if (embedding >= 0 && tokens != null) {
            tokens.backward(to, at, gradient, embedding, workers);
        }
        plan.finish(weights, buffers, to, at);
        if (fresh) {
            addStarts(rows.rows(), to, at);
        }
        if (masked) {
            kernels.pointwise(
                    Pointwise.MUL_ADD,
                    gradient,
                    base,
                    own,
                    0,
                    mask,
                    0,
                    gradient,
                    base,
                    gradient,
                    base,
                    plan.size(),
                    Kernels.KEEP);
        }
    }

    private void addStarts(int rows, float[] to, int at) {
        for (int i = 0; i < plan.states().size(); i++) {
            String vector = plan.learnedStart(i);
            if (vector != null && !given[i]) {
                int length = plan.stateLength(i);
                kernels.addRows(to, at + plan.offset(vector), buffers.dState(i), 0, length, rows, length);
            }
        }
    }
}
