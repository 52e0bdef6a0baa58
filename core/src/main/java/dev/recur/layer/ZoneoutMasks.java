package dev.recur.layer;

import dev.recur.cell.Buffers;
import dev.recur.cell.Cell;
import dev.recur.cell.Rows;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives a zoned-out cell its masks: in a step of training 1 where a unit keeps its state and 0 elsewhere, else the rate everywhere, which is
 * the mean. A mask is a function of the stream, the step of training, the row, the step in time and the unit. It takes one float a row, step
 * and unit of each state that is zoned out, until backward.
 */
final class ZoneoutMasks {
    /** Rows of a batch at most, so that a row's numbers do not depend on how many there are. */
    private static final long ROWS = 1 << 20;

    private final String prefix;
    private final List<String> states;
    private final double[] rates;
    private final int[] lengths;
    private final int inputs; // before the masks
    private final float[][] masks; // [total, length]
    private final int[] filled; // floats that hold the rate
    private @Nullable Stream[] chances;

    ZoneoutMasks(Recurrent.Place place) {
        Cell cell = place.cell();
        Map<String, Double> zoned = cell.masks();
        this.prefix = place.prefix();
        this.states = List.copyOf(zoned.keySet());
        this.rates = zoned.values().stream().mapToDouble(Double::doubleValue).toArray();
        this.lengths = states.stream()
                .mapToInt(state -> cell.length(state, place.shape()))
                .toArray();
        this.inputs = cell.inputs().size();
        this.masks = new float[rates.length][0];
        this.filled = new int[rates.length];
        this.chances = new Stream[rates.length];
    }

    boolean idle() {
        return rates.length == 0;
    }

    /**
     * Before forward.
     *
     * @param randomness null outside training
     */
    void give(Buffers buffers, Rows rows, @Nullable Randomness randomness, long step) {
        for (int i = 0; i < rates.length; i++) {
            if (masks[i].length < rows.total() * lengths[i]) {
                masks[i] = new float[Math.multiplyExact(rows.total(), lengths[i])];
                filled[i] = 0;
            }
            if (randomness == null || rates[i] == 0) {
                fill(i, rows.total() * lengths[i]);
            } else {
                draw(i, rows, randomness, step);
            }
            buffers.input(inputs + i, masks[i]);
        }
    }

    private void fill(int state, int floats) {
        if (filled[state] < floats) {
            Arrays.fill(masks[state], 0, floats, (float) rates[state]);
            filled[state] = floats;
        }
    }

    private void draw(int state, Rows rows, Randomness randomness, long step) {
        Stream chance = chances[state];
        if (chance == null) {
            chance = randomness.stream("zoneout/" + prefix + states.get(state));
            chances[state] = chance;
        }
        int length = lengths[state];
        filled[state] = 0;
        for (int t = 0; t < rows.steps(); t++) {
            long index = t * ROWS * length;
            chance.choose(masks[state], rows.offset(t) * length, rows.alive(t) * length, 1f, rates[state], step, index);
        }
    }
}
