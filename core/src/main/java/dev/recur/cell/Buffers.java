package dev.recur.cell;

import dev.recur.cell.Home.Space;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arrays a plan works on, for one batch at a time. They grow when a batch needs more and never shrink, so that steady training
 * allocates nothing. Packed arrays hold the rows alive at step 1, then those at step 2, and so on; state arrays are [N, length].
 */
public final class Buffers {
    private final Plan plan;
    private final int[] planeLengths;
    private final int[] stateLengths;
    private final int[] carryLengths;
    private final int[] rowLengths;
    private final int[] outputs; // index of each output's array
    private final float[][] planes;
    private final float[][] states;
    private final float[][] inputs;
    private final float[][] outers;
    private final float[][] dInputs;
    private final float[][] carries;
    private final float[][] rowArrays;
    private final float[][] start;
    private final float[][] end;
    private final WeightSums sums;
    private final Delayed delayed;
    private final Sweep forward;
    private final Sweep backward;
    private Sweep.Context[] contexts = new Sweep.Context[0];
    private @Nullable TokenTable tokens;
    private float[] zeros = new float[0];

    Buffers(Plan plan) {
        this.plan = plan;
        this.planeLengths = ints(lengths(plan, Space.PLANE));
        this.stateLengths = ints(lengths(plan, Space.STATE));
        this.carryLengths = ints(lengths(plan, Space.CARRY));
        this.rowLengths = ints(lengths(plan, Space.ROW));
        this.outputs = plan.storedOutputs();
        this.planes = arrays(Space.PLANE);
        this.states = arrays(Space.STATE);
        this.inputs = arrays(Space.INPUT);
        this.outers = new float[plan.step().outputs().size()][0];
        this.dInputs = arrays(Space.INPUT);
        this.carries = arrays(Space.CARRY);
        this.rowArrays = arrays(Space.ROW);
        this.start = arrays(Space.CARRY);
        this.end = arrays(Space.CARRY);
        this.sums = new WeightSums(plan);
        this.delayed = new Delayed(plan, this, sums.arrays());
        this.forward = new Sweep(plan, this, plan.compiled(false), false);
        this.backward = new Sweep(plan, this, plan.compiled(true), true);
    }

    WeightSums sums() {
        return sums;
    }

    Delayed delayed() {
        return delayed;
    }

    Sweep sweep(boolean back) {
        return back ? backward : forward;
    }

    private float[][] arrays(Space space) {
        return new float[lengths(space).size()][0];
    }

    private List<Integer> lengths(Space space) {
        return lengths(plan, space);
    }

    private static List<Integer> lengths(Plan plan, Space space) {
        return Objects.requireNonNull(plan.program().lengths().get(space));
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Makes room for a batch. Start states and gradients of end states keep what they hold if they are large enough. */
    public void reserve(Rows rows) {
        grow(planes, planeLengths, rows.total(), Space.PLANE);
        grow(states, stateLengths, rows.total(), Space.STATE);
        grow(carries, carryLengths, rows.rows(), Space.CARRY);
        grow(rowArrays, rowLengths, rows.rows(), Space.ROW);
        grow(start, carryLengths, rows.rows(), Space.CARRY);
        grow(end, carryLengths, rows.rows(), Space.CARRY);
    }

    private static void grow(float[][] arrays, int[] lengths, int rows, Space space) {
        for (int i = 0; i < arrays.length; i++) {
            int wanted = Math.addExact(space.first(), Math.multiplyExact(rows, lengths[i]));
            if (arrays[i].length < wanted) {
                arrays[i] = Arrays.copyOf(arrays[i], wanted);
            }
        }
    }

    // ---- what the caller gives and takes

    /** Packed values of input {@code index}, read by forward and by backward: must stay as they are until then. */
    public void input(int index, float[] packed) {
        inputs[index] = packed;
        if (index == 0) {
            tokens = null;
        }
    }

    /** The next forward looks input 0 up instead of multiplying it. */
    void tokens(TokenTable table) {
        tokens = table;
    }

    @Nullable
    TokenTable tokens() {
        return tokens;
    }

    /** Packed values of output {@code index} (0 is h), [total, length]. */
    public float[] output(int index) {
        return states[outputs[index]];
    }

    /** Packed gradient of output {@code index}, read by backward; without one, nothing enters there. */
    public void dOutput(int index, float[] packed) {
        outers[index] = packed;
    }

    /** Where backward writes the packed gradient of input {@code index}. */
    public void dInput(int index, float[] packed) {
        dInputs[index] = packed;
    }

    /** State {@code index} before the first step, [N, length]: to be set before forward. */
    public float[] start(int index) {
        return start[index];
    }

    /** State {@code index} after each row's last step, [N, length]: written by forward. */
    public float[] end(int index) {
        return end[index];
    }

    /**
     * Before backward the gradient of state {@code index}'s end, to be set; after it the gradient of its start, if the plan was asked for
     * it. [N, length].
     */
    public float[] dState(int index) {
        return carries[index];
    }

    /** Sets all start states to what the text says, zero mostly; a start that is learned is the caller's to copy in. */
    public void clearStart(int rows) {
        for (int i = 0; i < start.length; i++) {
            float value = plan.initial(i);
            Arrays.fill(start[i], 0, rows * carryLengths[i], value);
        }
    }

    /** Sets the gradients of all end states to zero. */
    public void clearDState(int rows) {
        for (int i = 0; i < carries.length; i++) {
            Arrays.fill(carries[i], 0, rows * carryLengths[i], 0f);
        }
    }

    /** The next chunk begins where this one ended. */
    public void carryOn(int rows) {
        for (int i = 0; i < start.length; i++) {
            System.arraycopy(end[i], 0, start[i], 0, rows * carryLengths[i]);
        }
    }

    // ---- while a plan runs

    /** Resolves all arrays for {@code workers} workers. */
    void prepare(PackedWeights weights, Rows rows, int workers) {
        reserve(rows);
        if (contexts.length < workers) {
            contexts = new Sweep.Context[workers];
            for (int i = 0; i < workers; i++) {
                contexts[i] = new Sweep.Context(plan.table().size());
                scratch(contexts[i].table);
            }
        }
        for (int i = 0; i < workers; i++) {
            fill(contexts[i].table, weights, rows);
        }
    }

    private void scratch(float[][] table) {
        List<Integer> lengths = lengths(Space.SCRATCH);
        for (int i = 0; i < lengths.size(); i++) {
            table[plan.table().at(Space.SCRATCH) + i] =
                    new float[Space.SCRATCH.first() + plan.blockRows() * lengths.get(i)];
        }
    }

    Sweep.Context context(int worker) {
        return contexts[worker];
    }

    private void fill(float[][] table, PackedWeights weights, Rows rows) {
        Code.Table places = plan.table();
        put(table, places.at(Space.PLANE), planes);
        put(table, places.at(Space.STATE), states);
        put(table, places.at(Space.INPUT), inputs);
        put(table, places.at(Space.OUTER), outers);
        put(table, places.at(Space.D_INPUT), dInputs);
        put(table, places.at(Space.CARRY), carries);
        put(table, places.at(Space.ROW), rowArrays);
        put(table, places.at(Space.WEIGHT), weights.tiles());
        for (int i = 0; i < outers.length; i++) {
            if (outers[i].length == 0) {
                table[places.at(Space.OUTER) + i] = zeros(rows.total() * plan.outputLength(i));
            }
        }
    }

    /** Points the worker's lags one step before {@code t}: at the start states before the first. */
    void atStep(Sweep.Context context, int t) {
        int at = plan.table().at(Space.PREVIOUS);
        for (int i = 0; i < start.length; i++) {
            context.table[at + i] = t == 0 ? start[i] : stateArray(i);
        }
    }

    private float[] stateArray(int state) {
        int input = plan.laggedInput(state);
        return input >= 0 ? inputs[input] : states[state];
    }

    /** Copies the states after each row's last step, for rows [from, to). */
    void takeEnds(Rows rows, int from, int to) {
        for (int i = 0; i < end.length; i++) {
            int length = carryLengths[i];
            for (int r = from; r < to; r++) {
                int steps = rows.length(r);
                float[] source = steps == 0 ? start[i] : stateArray(i);
                int row = steps == 0 ? r : rows.offset(steps - 1) + r;
                System.arraycopy(source, row * length, end[i], r * length, length);
            }
        }
    }

    private float[] zeros(int length) {
        if (zeros.length < length) {
            zeros = new float[length];
        }
        return zeros;
    }

    private static void put(float[][] table, int at, float[][] arrays) {
        System.arraycopy(arrays, 0, table, at, arrays.length);
    }

    /** All that is kept from step to step and carried: for tests. */
    List<float[][]> stored() {
        return List.of(planes, states, carries, end);
    }

    /** Every value that no one may read is NaN from now on: for tests. */
    void poison() {
        for (float[][] arrays : List.of(planes, states, rowArrays, end)) {
            for (float[] array : arrays) {
                Arrays.fill(array, Float.NaN);
            }
        }
    }
}
