package dev.recur.layer;

import dev.recur.cell.Buffers;
import dev.recur.cell.Cell;
import dev.recur.cell.Mask;
import dev.recur.cell.Rows;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a cell its {@link Cell#masks}: by chance in a step of training, else what each kind of mask is outside training. A mask is a function
 * of the stream, the step of training, the row, the unit and, where it changes from step to step, the step in time. It takes one float a row,
 * step and unit of each sequence that is masked, until backward.
 */
final class CellMasks {
    /** Rows of a batch at most, so that a row's numbers do not depend on how many there are. */
    private static final long ROWS = 1 << 20;

    private final String prefix;
    private final List<Mask> wanted;
    private final int[] lengths;
    private final int inputs; // before the masks
    private final float[][] masks; // [total, length]
    private final int[] filled; // floats that hold what is given outside training
    private final @Nullable Stream[] chances;

    CellMasks(Recurrent.Place place, Cell cell) {
        this.prefix = place.prefix();
        this.wanted = cell.masks();
        this.lengths = wanted.stream()
                .mapToInt(mask -> cell.length(mask.sequence(), place.shape()))
                .toArray();
        this.inputs = cell.inputs().size();
        this.masks = new float[lengths.length][0];
        this.filled = new int[lengths.length];
        this.chances = new Stream[lengths.length];
    }

    boolean idle() {
        return lengths.length == 0;
    }

    /**
     * Before forward.
     *
     * @param randomness null outside training
     */
    void give(Buffers buffers, Rows rows, @Nullable Randomness randomness, long step) {
        for (int i = 0; i < lengths.length; i++) {
            if (masks[i].length < rows.total() * lengths[i]) {
                masks[i] = new float[Math.multiplyExact(rows.total(), lengths[i])];
                filled[i] = 0;
            }
            if (randomness == null || wanted.get(i).rate() == 0) {
                fill(i, rows.total() * lengths[i]);
            } else {
                filled[i] = 0;
                draw(i, rows, chance(i, randomness), step);
            }
            buffers.input(inputs + i, masks[i]);
        }
    }

    private void fill(int i, int floats) {
        if (filled[i] < floats) {
            Mask mask = wanted.get(i);
            Arrays.fill(masks[i], 0, floats, mask.kind() == Mask.Kind.ZONEOUT ? (float) mask.rate() : 1f);
            filled[i] = floats;
        }
    }

    private Stream chance(int i, Randomness randomness) {
        Stream chance = chances[i];
        if (chance == null) {
            Mask mask = wanted.get(i);
            String what = mask.kind() == Mask.Kind.ZONEOUT ? "zoneout/" : "recurrent dropout/";
            chance = randomness.stream(what + prefix + mask.sequence());
            chances[i] = chance;
        }
        return chance;
    }

    private void draw(int i, Rows rows, Stream chance, long step) {
        Mask mask = wanted.get(i);
        for (int t = 0; t < rows.steps(); t++) {
            int at = rows.offset(t) * lengths[i];
            int floats = rows.alive(t) * lengths[i];
            long index = t * ROWS * lengths[i];
            switch (mask.kind()) {
                case ZONEOUT -> chance.choose(masks[i], at, floats, 1f, mask.rate(), step, index);
                case OF_STEP -> chance.mask(masks[i], at, floats, 1 - mask.rate(), step, index);
                case OF_STATE -> {
                    if (t == 0) {
                        chance.mask(masks[i], at, floats, 1 - mask.rate(), step, 0);
                    } else { // the rows that go on are the first ones
                        System.arraycopy(masks[i], rows.offset(0) * lengths[i], masks[i], at, floats);
                    }
                }
            }
        }
    }
}
