package dev.recur.cell;

import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A cell bound to lengths and compiled: forward, backward and single steps over packed rows, at full speed and with the bits that the
 * cell's text defines. Immutable and free of buffers: any number of {@link Buffers} and {@link PackedWeights} may be used with one plan.
 *
 * <p>Shapes: T steps, N rows, D input, H hidden; packed arrays are [rows alive at step 1, rows alive at step 2, ...] x length.
 */
public final class Plan implements WeightValues.Matrices {
    /**
     * What is asked of a plan.
     *
     * @param training false for forward alone, which keeps nothing
     * @param dInputs whether gradients of the inputs are wanted
     * @param dStart whether gradients of the start states are wanted
     */
    public record Wanted(boolean training, boolean dInputs, boolean dStart) {
        public static final Wanted INFERENCE = new Wanted(false, false, false);
        public static final Wanted EVERYTHING = new Wanted(true, true, true);
    }

    /** One learned array: {@code columns} is 1 for a vector, whose {@code rows} is its length. */
    public record Parameter(String name, int rows, int columns, boolean matrix) {
        public int size() {
            return Math.multiplyExact(rows, columns);
        }
    }

    record Pack(String matrix, boolean transposed) {}

    /** Floats of a cache line: where a parameter begins. */
    private static final int ALIGNMENT = 16;
    /** Floats of one operand of a block: small enough for the first cache, large enough that calls cost nothing. */
    private static final int BLOCK = 2048;
    /** Matrices whose sides' harmonic mean is twice this have gradients small enough for as few rows as {@link Passes#sumRows}. */
    private static final int SUM_SIDE = 128;
    /** Floats of bulk results that one stretch of steps makes. */
    private static final int SEGMENT = 1 << 20;
    /** Below so many rows a worker, units are dealt to the workers instead of rows. */
    private static final int FEW_ROWS = 4;
    /** Weights in the loop from which a worker's share of the units is worth a barrier. */
    private static final int MANY_WEIGHTS = 1 << 15;

    private final Cell cell;
    private final Shape shape;
    private final Derivative derivative;
    private final ToIntFunction<Length> lengths;
    private final Passes passes;
    private final Wanted wanted;
    private final Program program;
    private final Kernels kernels;
    private final Map<String, Parameter> parameters;
    private final Map<String, Integer> offsets = new LinkedHashMap<>();
    private final List<Pack> packs = new ArrayList<>();
    private final List<String> tokenMatrices;
    private final Code.Table table;
    private final Sweep.Phase[] forward;
    private final Sweep.Phase[] backward;
    private final int blockRows;
    private final long bulkFloats;
    private final boolean unitsPay;
    private final int size;

    Plan(Cell cell, Shape shape, Wanted wanted, Passes passes, Kernels kernels) {
        this.cell = cell;
        this.shape = shape;
        this.derivative = cell.derivative();
        this.lengths = length -> length.value(shape);
        this.wanted = wanted;
        this.passes = passes;
        this.kernels = kernels;
        this.program = Lowering.lower(derivative, lengths, passes, wanted);
        this.parameters = Stacks.order(derivative, lengths);
        checkSize();
        this.table =
                new Code.Table(program, step().states().size(), step().outputs().size());
        this.bulkFloats = bulkFloats();
        this.blockRows = Math.max(1, BLOCK / longest());
        collectPacks();
        this.tokenMatrices = TokenProducts.eligible(program, derivative, wanted);
        if (wanted.training) {
            tokenMatrices.forEach(matrix -> addPack(new Pack(matrix, true)));
        }
        this.unitsPay = unitsPay();
        this.forward = compile(program.forward());
        this.backward = compile(program.backward());
        int at = 0;
        for (Parameter parameter : parameters.values()) {
            offsets.put(parameter.name, at);
            at = (at + parameter.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
        this.size = at;
    }

    private void checkSize() {
        long floats = 0;
        for (Parameter parameter : parameters.values()) {
            floats += (long) parameter.rows * parameter.columns + ALIGNMENT;
            if (floats > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(cell.title() + " with D = " + shape.input() + " and H = "
                        + shape.hidden() + " has more weights than one array holds, 2^31 - 1; use smaller sizes");
            }
        }
    }

    /** A cell bound to {@code shape}, for the kernels of this machine. */
    public static Plan of(Cell cell, Shape shape, Wanted wanted) {
        return new Plan(cell, shape, wanted, Passes.ALL, Kernels.selected());
    }

    private int longest() {
        int longest = 1;
        for (List<Integer> all : program.lengths().values()) {
            for (int length : all) {
                longest = Math.max(longest, length);
            }
        }
        return longest;
    }

    private void collectPacks() {
        for (Program.Phase phase : phases()) {
            phase.bulk().forEach(this::collect);
            phase.levels().forEach(level -> level.products().forEach(this::collect));
        }
    }

    private void collect(Program.Multiply multiply) {
        for (Program.Piece piece : multiply.pieces()) {
            addPack(new Pack(piece.matrix(), piece.transposed()));
        }
    }

    private void addPack(Pack pack) {
        if (!packs.contains(pack)) {
            packs.add(pack);
        }
    }

    /** True if input 0 is read by bulk products alone and its gradient is not asked for, so that tokens may be looked up. */
    public boolean readsTokens() {
        return !tokenMatrices.isEmpty();
    }

    Product[] tokenProducts() {
        return TokenProducts.resolve(this, tokenMatrices);
    }

    private Sweep.Phase[] compile(List<Program.Phase> phases) {
        Sweep.Phase[] compiled = new Sweep.Phase[phases.size()];
        for (int i = 0; i < compiled.length; i++) {
            List<Program.Level> levels = phases.get(i).levels();
            Code[] programs = new Code[levels.size()];
            Product[][] products = new Product[levels.size()][];
            for (int level = 0; level < programs.length; level++) {
                programs[level] = new Code(levels.get(level).program(), table);
                products[level] = resolve(levels.get(level).products());
            }
            long weights = Arrays.stream(products)
                    .flatMap(Arrays::stream)
                    .mapToLong(product -> product.weights)
                    .sum();
            compiled[i] = new Sweep.Phase(resolve(phases.get(i).bulk()), programs, products, Kernels.far(weights));
        }
        return compiled;
    }

    private Product[] resolve(List<Program.Multiply> products) {
        Product[] resolved = new Product[products.size()];
        for (int i = 0; i < resolved.length; i++) {
            resolved[i] = new Product(products.get(i), table, packs);
            TokenProducts.mark(resolved[i], products.get(i), tokenMatrices, program, this);
        }
        return resolved;
    }

    // ---- running

    public Buffers buffers() {
        return new Buffers(this);
    }

    public PackedWeights weights() {
        return new PackedWeights(this);
    }

    /** All steps of a batch. The buffers' inputs and start states are read; outputs and end states are written. */
    public void forward(PackedWeights weights, Buffers buffers, Rows rows, Workers workers) {
        buffers.sweep(false).run(weights, rows, null, workers);
    }

    /**
     * Back through the batch of the last {@link #forward}. The gradients of outputs and of end states are read; {@code gradient} is
     * added to, at the plan's offsets from {@code base}; gradients of inputs and start states are written where they are wanted.
     */
    public void backward(
            PackedWeights weights, Buffers buffers, Rows rows, float[] gradient, int base, Workers workers) {
        if (!wanted.training) {
            throw new IllegalStateException("Plan.backward: this plan was made for inference; ask for training");
        }
        Delayed delayed = buffers.delayed();
        delayed.begin(rows, gradient, base, workers);
        buffers.sweep(true).run(weights, rows, delayed, workers);
    }

    /** As {@link #backward}, for gradients of inputs and states alone: nothing is added up for the weights. */
    public void carryBack(PackedWeights weights, Buffers buffers, Rows rows, Workers workers) {
        buffers.sweep(true).run(weights, rows, null, workers);
    }

    /** Adds to {@code gradient} what belongs to expressions of weights, once after the last {@link #backward} of a step of training. */
    public void finish(PackedWeights weights, Buffers buffers, float[] gradient, int base) {
        buffers.sums().finish(weights.flat(), weights.base(), gradient, base);
    }

    // ---- what others of this room ask

    Program program() {
        return program;
    }

    List<Program.Phase> phases() {
        List<Program.Phase> all = new ArrayList<>(program.forward());
        all.addAll(program.backward());
        return all;
    }

    Step step() {
        return derivative.step();
    }

    Derivative derivative() {
        return derivative;
    }

    ToIntFunction<Length> lengths() {
        return lengths;
    }

    Kernels kernels() {
        return kernels;
    }

    Code.Table table() {
        return table;
    }

    List<Pack> packs() {
        return packs;
    }

    Sweep.Phase[] compiled(boolean back) {
        return back ? backward : forward;
    }

    int blockRows() {
        return blockRows;
    }

    Wanted wanted() {
        return wanted;
    }

    boolean startWanted() {
        return wanted.dStart;
    }

    /** Steps whose bulk products run together. */
    int segmentSteps(Rows rows) {
        if (!passes.bulk()) {
            return 1;
        }
        if (!passes.segments() || rows.steps() == 0) {
            return Math.max(1, rows.steps());
        }
        long perStep = Math.max(1, bulkFloats * rows.rows());
        return (int) Math.max(1, Math.min(rows.steps(), SEGMENT / perStep));
    }

    /**
     * Steps after which backward adds up the gradients of weights: each time, these go from memory and back, and should be few beside what is
     * added.
     */
    int sumSteps(Rows rows) {
        long atLeast = passes.sumRows();
        for (Program.MatrixGradient of : program.matrices()) {
            long m = rows(of.matrix());
            long n = columns(of.matrix());
            atLeast = Math.max(atLeast, passes.sumRows() * m * n / (m + n) / SUM_SIDE);
        }
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, atLeast / Math.max(1, rows.rows())));
    }

    private long bulkFloats() {
        long floats = 0;
        for (Program.Phase phase : phases()) {
            for (Program.Multiply multiply : phase.bulk()) {
                floats += multiply.out().length();
            }
        }
        return floats;
    }

    /** Whether units are dealt to the workers and not rows: a question of speed alone. */
    boolean unitsMode(Rows rows, int workers) {
        return workers > 1 && rows.rows() < FEW_ROWS * workers && unitsPay;
    }

    /** Enough weights for a barrier to pay, and no operation that needs whole rows. */
    private boolean unitsPay() {
        long weights = 0;
        for (Pack pack : packs) {
            weights += (long) rows(pack.matrix) * columns(pack.matrix);
        }
        return weights >= MANY_WEIGHTS && !wholeRows();
    }

    private boolean wholeRows() {
        for (Program.Phase phase : phases()) {
            for (Program.Level level : phase.levels()) {
                for (Program.Operation operation : level.program()) {
                    if (operation.block() == null) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Which of the stored arrays each output is. */
    int[] storedOutputs() {
        List<String> stored = Lowering.stored(step());
        return step().outputs().stream().mapToInt(stored::indexOf).toArray();
    }

    /** Index of the input whose lag state {@code index} is, -1 for a computed state. */
    int laggedInput(int index) {
        return step().inputs().indexOf(step().states().get(index));
    }

    int inputLength(int index) {
        return length(step().inputs().get(index));
    }

    int outputLength(int index) {
        return length(step().outputs().get(index));
    }

    private int length(String sequence) {
        Node node = Objects.requireNonNull(step().sequences().get(sequence));
        return lengths.applyAsInt(Objects.requireNonNull(node.length));
    }

    /** What state {@code index} is before the first step, where no start is learned. */
    float initial(int index) {
        Step.@Nullable Initial initial = step().initial().get(step().states().get(index));
        return initial == null ? 0f : (float) initial.number();
    }

    // ---- parameters

    /** In the order in which they lie one after the other: matrices of one stack first, then vectors. */
    public List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /**
     * Fills in the starts of all parameters, as the text says.
     *
     * @param prefix before each parameter's name in the name of its random stream, so that layers differ
     */
    public void start(float[] flat, int base, Randomness randomness, String prefix) {
        Map<String, double[]> starts =
                cell.start(shape, name -> StartRules.draws(randomness.stream("start/" + prefix + name)));
        starts.forEach((name, values) -> {
            for (int i = 0; i < values.length; i++) {
                flat[base + offset(name) + i] = (float) values[i];
            }
        });
    }

    /** Names of the states, in the order of the buffers' arrays. */
    public List<String> states() {
        return step().states();
    }

    /** Names of the outputs, h first. */
    public List<String> outputs() {
        return step().outputs();
    }

    /** Floats a row of state {@code index}. */
    public int stateLength(int index) {
        return length(step().states().get(index));
    }

    /** The vector that is learned as the start of state {@code index}; null where the start is a number. */
    public @Nullable String learnedStart(int index) {
        Step.Initial initial = step().initial().get(step().states().get(index));
        return initial == null ? null : initial.vector();
    }

    /** Matrices that multiply what comes from the step before: their products are in the loop. */
    public List<String> recurrentMatrices() {
        List<String> names = new ArrayList<>();
        for (Program.Phase phase : program.forward()) {
            for (Program.Level level : phase.levels()) {
                for (Program.Multiply multiply : level.products()) {
                    multiply.pieces().forEach(piece -> names.add(piece.matrix()));
                }
            }
        }
        return names;
    }

    /** Floats of all parameters, with gaps that align them. */
    public int size() {
        return size;
    }

    /** Index of the parameter's first float, from the plan's base. */
    @Override
    public int offset(String parameter) {
        return Objects.requireNonNull(offsets.get(parameter), parameter);
    }

    @Override
    public int rows(String matrix) {
        return Objects.requireNonNull(parameters.get(matrix), matrix).rows;
    }

    @Override
    public int columns(String matrix) {
        return Objects.requireNonNull(parameters.get(matrix), matrix).columns;
    }
}
