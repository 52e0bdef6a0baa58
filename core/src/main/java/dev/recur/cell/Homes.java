package dev.recur.cell;

import dev.recur.cell.Home.Space;
import dev.recur.kernel.Pointwise;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives computed values their arrays. A value whose last reader has run hands its array on, in place where the reader is
 * pointwise. Where two values need each other's array, one waits in scratch and is copied when the program ends.
 */
final class Homes {
    private static final class Array {
        final int index;
        int busyUntil;

        Array(int index, int busyUntil) {
            this.index = index;
            this.busyUntil = busyUntil;
        }
    }

    private final boolean share;
    private final Map<Space, List<Integer>> lengths = new EnumMap<>(Space.class);
    private final Map<Space, Map<Integer, List<Array>>> arrays = new EnumMap<>(Space.class);
    private final Map<Lowering.Value, Home> waiting = new HashMap<>();
    private final Map<Lowering.Part, List<Lowering.Value>> deferred = new HashMap<>();
    private List<Array> scratch = new ArrayList<>();

    Homes(boolean share) {
        this.share = share;
        for (Space space : Space.values()) {
            lengths.put(space, new ArrayList<>());
            arrays.put(space, new HashMap<>());
        }
    }

    List<Integer> lengths(Space space) {
        return Objects.requireNonNull(lengths.get(space));
    }

    void enter(Lowering.Part part) {
        scratch = new ArrayList<>();
        deferred.put(part, new ArrayList<>());
    }

    void assign(Lowering.Value value) {
        Lowering.Part part = Objects.requireNonNull(value.part);
        if (part.bulk() || value.crossesPhases) {
            plane(value, part);
        } else if (value.crossesParts || part.products) {
            value.home = home(Space.ROW, pool(Space.ROW, value.length), value, value.lastRead, true);
        } else {
            value.home = home(Space.SCRATCH, scratch, value, value.lastRead, true);
        }
    }

    private List<Array> pool(Space space, int length) {
        return Objects.requireNonNull(arrays.get(space)).computeIfAbsent(length, key -> new ArrayList<>());
    }

    private void plane(Lowering.Value value, Lowering.Part part) {
        List<Array> pool = pool(Space.PLANE, value.length);
        Array later = free(pool, value.defined) == null && !part.bulk() && !part.products ? free(pool, part.end) : null;
        if (!share || later == null) {
            value.home = home(Space.PLANE, pool, value, value.lastRead, share);
            return;
        }
        later.busyUntil = value.lastRead;
        value.home = new Home(Space.PLANE, later.index, value.length);
        waiting.put(value, home(Space.SCRATCH, scratch, value, part.end, true));
        Objects.requireNonNull(deferred.get(part)).add(value);
    }

    private Home home(Space space, List<Array> pool, Lowering.Value value, int until, boolean reuse) {
        Array array = reuse ? free(pool, value.defined) : null;
        List<Integer> all = lengths(space);
        if (array == null) {
            int index = space == Space.SCRATCH ? pool.size() : all.size();
            array = new Array(index, until);
            pool.add(array);
            if (index == all.size()) {
                all.add(value.length);
            }
        }
        array.busyUntil = until;
        if (space == Space.SCRATCH) {
            all.set(array.index, Math.max(all.get(array.index), value.length));
        }
        return new Home(space, array.index, value.length);
    }

    /** Rather the array that has just become free: it is in the cache, and the operation works in place. */
    private static @Nullable Array free(List<Array> pool, int position) {
        Array best = null;
        for (Array array : pool) {
            if (array.busyUntil <= position && (best == null || array.busyUntil > best.busyUntil)) {
                best = array;
            }
        }
        return best;
    }

    /** Where the operation that computes the value writes it, and readers of the same program find it. */
    Home written(Lowering.Value value) {
        return waiting.getOrDefault(value, Objects.requireNonNull(value.home));
    }

    /** What the program copies last: from scratch to where the value stays. */
    List<Program.Operation> copies(Lowering.Part part) {
        List<Program.Operation> copies = new ArrayList<>();
        for (Lowering.Value value : deferred.getOrDefault(part, List.of())) {
            Home home = Objects.requireNonNull(value.home);
            copies.add(new Program.Operation(
                    Pointwise.COPY, Op.FLUSH, home, List.of(written(value)), home.length(), false, false));
        }
        return copies;
    }
}
