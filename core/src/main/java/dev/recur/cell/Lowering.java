package dev.recur.cell;

import dev.recur.cell.Home.Space;
import dev.recur.kernel.Pointwise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * From graphs to lists of operations on arrays: decides what is computed where and when ({@link Flow}), what is kept ({@link Keep}), which
 * operations become one ({@link Fuse}) and which values share an array. Positions count through the whole life of one (t, row):
 * forward parts, then backward parts, then the sums after the loop; two values may share an array if their spans do not meet.
 */
final class Lowering {
    /** One computed value: a node in one direction. Forward values may be computed again in backward, as another value. */
    static final class Value {
        final Node node;
        final boolean backward;
        final int length;
        int defined;
        int lastRead;

        @Nullable
        Part part;

        boolean crossesParts;
        boolean crossesPhases;

        @Nullable
        Home home;

        Value(Node node, boolean backward, int length) {
            this.node = node;
            this.backward = backward;
            this.length = length;
        }
    }

    /** A program, or the products that follow it, or bulk products. */
    static final class Part {
        static final Comparator<Part> ORDER = Comparator.<Part, Boolean>comparing(part -> part.backward)
                .thenComparing(part -> part.phase)
                .thenComparing(part -> part.level)
                .thenComparing(part -> part.products);

        final boolean backward;
        final int phase;
        final int level;
        final boolean products;
        final List<Entry> entries = new ArrayList<>();
        int end;

        Part(boolean backward, int phase, int level, boolean products) {
            this.backward = backward;
            this.phase = phase;
            this.level = level;
            this.products = products;
        }

        boolean bulk() {
            return (phase & 1) == 1;
        }

        boolean samePhase(Part other) {
            return backward == other.backward && phase == other.phase;
        }
    }

    /** One operation or product before its arrays are known. */
    static final class Entry {
        final Value value;
        final Fuse.@Nullable Match match;
        final List<Node> args;
        int position;

        Entry(Value value, Fuse.@Nullable Match match, List<Node> args) {
            this.value = value;
            this.match = match;
            this.args = args;
        }
    }

    private static final int END = Integer.MAX_VALUE;

    private final Step step;
    private final Derivative derivative;
    private final ToIntFunction<Length> lengths;
    private final Passes passes;
    private final Plan.Wanted wanted;
    private final Flow forward;
    private final @Nullable Flow backward;
    private final Set<Node> kept;
    private final Set<Node> exported = new HashSet<>();
    private final Set<Node> stateNodes = new LinkedHashSet<>();
    private final Map<Node, Value> forwardValues = new HashMap<>();
    private final Map<Node, Value> backwardValues = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private final Set<Node> notCarryOnly = new HashSet<>();
    private final Homes homes;

    private Lowering(Derivative derivative, ToIntFunction<Length> lengths, Passes passes, Plan.Wanted wanted) {
        this.step = derivative.step();
        this.derivative = derivative;
        this.lengths = lengths;
        this.passes = passes;
        this.wanted = wanted;
        this.forward = wanted.training() ? derivative.flow() : Adjoint.forwardFlow(step);
        for (String name : stored()) {
            stateNodes.add(sequence(name));
        }
        this.kept = new HashSet<>();
        this.backward = wanted.training() ? backwardFlow() : null;
        this.homes = new Homes(passes.slots());
    }

    static Program lower(Derivative derivative, ToIntFunction<Length> lengths, Passes passes, Plan.Wanted wanted) {
        return new Lowering(derivative, lengths, passes, wanted).lower();
    }

    /** States and outputs, each once, in the order of their arrays. */
    static List<String> stored(Step step) {
        Set<String> names = new LinkedHashSet<>(step.states());
        names.addAll(step.outputs());
        return new ArrayList<>(names);
    }

    private List<String> stored() {
        return stored(step);
    }

    private Node sequence(String name) {
        return Objects.requireNonNull(step.sequences().get(name), name);
    }

    private int length(Node node) {
        return lengths.applyAsInt(Objects.requireNonNull(node.length, "a number has no length"));
    }

    // ---- what backward needs

    private List<Node> sumRoots() {
        List<Node> roots = new ArrayList<>();
        for (Derivative.OfProduct product : derivative.products()) {
            roots.add(product.gradient());
        }
        for (Derivative.Sum sum : derivative.sums()) {
            roots.add(sum.gradient());
        }
        if (wanted.dInputs()) {
            roots.addAll(derivative.inputs().values());
        }
        return roots;
    }

    private Flow backwardFlow() {
        List<Node> roots = sumRoots();
        if (wanted.dStart()) {
            roots.addAll(derivative.states().values());
        }
        Flow adjointOnly = flow(roots, node -> true);
        Set<Node> operands = new HashSet<>();
        Set<Node> needed = new HashSet<>();
        for (Derivative.OfProduct product : derivative.products()) {
            operands.add(product.operand());
        }
        for (Derivative.Sum sum : derivative.sums()) {
            if (sum.factor() != null) {
                operands.add(sum.factor());
            }
        }
        for (Node node : adjointOnly.nodes()) {
            for (Node arg : node.args) {
                if (forward.contains(arg)) {
                    needed.add(arg);
                }
            }
        }
        needed.addAll(operands);
        needed.removeIf(this::alwaysThere);
        kept.addAll(
                passes.cut()
                        ? Keep.choose(forward.nodes(), this::alwaysThere, needed, operands, this::length)
                        : needed);
        exported.addAll(roots);
        return flow(roots, kept::contains);
    }

    private Flow flow(List<Node> roots, Predicate<Node> keptForward) {
        return new Flow(
                step.graph(),
                roots,
                node -> node.kind == Node.Kind.NEXT ? derivative.states().get(node.name) : null,
                node -> node.level == Node.Level.WEIGHTS
                        || node.kind == Node.Kind.OUTER
                        || alwaysThere(node)
                        || (forward.contains(node) && keptForward.test(node)));
    }

    private boolean alwaysThere(Node node) {
        return node.level == Node.Level.WEIGHTS
                || node.kind == Node.Kind.INPUT
                || node.kind == Node.Kind.LAG
                || stateNodes.contains(node);
    }

    // ---- the parts

    private Program lower() {
        markNotCarryOnly();
        build(forward, false);
        if (backward != null) {
            build(backward, true);
        }
        addCopies();
        number();
        readAll();
        assignHomes();
        return new Emission(this, step, derivative, lengths, homes).program(parts, backward != null);
    }

    private void markNotCarryOnly() {
        if (backward == null || wanted.dStart()) {
            return;
        }
        List<Node> todo = new ArrayList<>(sumRoots());
        while (!todo.isEmpty()) {
            Node node = todo.remove(todo.size() - 1);
            if (backward.contains(node) && notCarryOnly.add(node)) {
                todo.addAll(node.args);
            }
        }
    }

    boolean carryOnly(Value value) {
        return value.backward && !wanted.dStart() && !notCarryOnly.contains(value.node);
    }

    private void build(Flow flow, boolean back) {
        Map<Long, List<Node>> places = new TreeMap<>();
        for (Node node : flow.nodes()) {
            boolean computed = node.kind == Node.Kind.APPLY || node.kind == Node.Kind.PRODUCT;
            if (computed && !(back && alwaysThere(node))) {
                places.computeIfAbsent(place(flow, node), key -> new ArrayList<>())
                        .add(node);
            }
        }
        places.forEach((place, nodes) -> {
            Node first = nodes.get(0);
            boolean products = first.kind == Node.Kind.PRODUCT;
            int phase = flow.phase(first);
            Part part = new Part(back, phase, (phase & 1) == 1 ? 0 : flow.level(first), products);
            fill(part, nodes, flow);
            parts.add(part);
        });
    }

    private static long place(Flow flow, Node node) {
        boolean product = node.kind == Node.Kind.PRODUCT;
        int level = (flow.phase(node) & 1) == 1 ? 0 : flow.level(node);
        return ((long) flow.phase(node) << 32) + 2L * level + (product ? 1 : 0);
    }

    private void fill(Part part, List<Node> nodes, Flow flow) {
        Set<Node> here = new HashSet<>(nodes);
        Set<Node> covered = new HashSet<>();
        Fuse fuse = new Fuse(passes.fuse(), node -> here.contains(node) && inlinable(node, flow, part.backward, here));
        List<Entry> reversed = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (covered.contains(node)) {
                continue;
            }
            Value value = new Value(node, part.backward, length(node));
            value.part = part;
            values(part.backward).put(node, value);
            Fuse.Match match = part.products ? null : fuse.match(node);
            if (match != null) {
                covered.addAll(match.covered());
            }
            reversed.add(new Entry(value, match, match == null ? node.args : match.args()));
        }
        for (int i = reversed.size() - 1; i >= 0; i--) {
            part.entries.add(reversed.get(i));
        }
    }

    /** One reader, in the same program, and nobody stores it. */
    private boolean inlinable(Node node, Flow flow, boolean back, Set<Node> here) {
        boolean stored =
                back ? exported.contains(node) || carried(node) : kept.contains(node) || stateNodes.contains(node);
        List<Node> readers = flow.readers(node);
        return !stored && readers.size() == 1 && here.contains(readers.get(0));
    }

    private boolean carried(Node node) {
        return derivative.states().containsValue(node);
    }

    private Map<Node, Value> values(boolean back) {
        return back ? backwardValues : forwardValues;
    }

    // ---- what must be copied: delays, carries that have another home, gradients of inputs

    private void addCopies() {
        List<String> stored = stored();
        Set<Node> placed = new HashSet<>();
        for (int i = 0; i < stored.size(); i++) {
            Node node = sequence(stored.get(i));
            if (node.kind == Node.Kind.INPUT) {
                continue;
            }
            Value value = forwardValues.get(node);
            Home home = new Home(Space.STATE, i, length(node));
            if (value != null && placed.add(node)) {
                value.home = home;
            } else {
                copyAtEnd(home, node, false, forwardPhase(node));
            }
        }
        if (backward != null) {
            addBackwardCopies();
        }
    }

    private int forwardPhase(Node node) {
        int phase = forward.contains(node) ? forward.phase(node) : 0;
        return phase + (phase & 1);
    }

    private void addBackwardCopies() {
        Flow flow = Objects.requireNonNull(backward);
        for (int i = 0; i < step.inputs().size() && wanted.dInputs(); i++) {
            String name = step.inputs().get(i);
            if (Mask.isMask(name)) {
                continue;
            }
            Node node = derivative.inputs().get(name);
            Home home = new Home(Space.D_INPUT, i, length(sequence(name)));
            Value value = node == null ? null : backwardValues.get(node);
            if (value != null && value.home == null && !carried(value.node)) {
                value.home = home;
            } else {
                Node from = node == null ? step.graph().constant(0) : node;
                copyAtEnd(home, from, true, flow.contains(from) ? flow.phase(from) : 0);
            }
        }
        for (int i = 0; i < step.states().size(); i++) {
            addCarry(flow, i, step.states().get(i));
        }
    }

    private void addCarry(Flow flow, int index, String name) {
        Node next = step.graph().next(name, sequence(name).length);
        if (!flow.contains(next) && !wanted.dStart()) {
            return;
        }
        Node node = derivative.states().get(name);
        Home home = new Home(Space.CARRY, index, length(sequence(name)));
        Value value = node == null ? null : backwardValues.get(node);
        int phase = 0;
        if (node != null && flow.contains(node)) {
            phase = flow.phase(node);
        }
        if (flow.contains(next)) {
            phase = Math.max(phase, flow.phase(next));
        }
        phase = loopOfCarry(next, phase + (phase & 1));
        if (value != null && writesCarry(flow, value, next)) {
            value.home = home;
        } else {
            copyAtEnd(home, node == null ? step.graph().constant(0) : node, true, phase);
        }
    }

    /**
     * A carry holds one step's gradient, so it can be read in one loop only. If all readers are in one, the carry is written there;
     * else the loop at {@code first} copies it for the others.
     */
    private int loopOfCarry(Node next, int first) {
        Set<Integer> loops = new LinkedHashSet<>();
        for (Part part : parts) {
            for (Entry entry : part.entries) {
                if (part.backward && entry.args.contains(next)) {
                    loops.add(part.phase);
                }
            }
        }
        if (loops.size() == 1) {
            return Math.max(first, loops.iterator().next());
        }
        if (loops.size() > 1) {
            copyCarry(next, first);
        }
        return first;
    }

    /** What the step after has handed back, kept for every step: the first operation of the loop. */
    private void copyCarry(Node next, int loop) {
        Part start = null;
        for (Part part : parts) {
            if (part.backward && part.phase == loop && part.level == 0 && !part.products) {
                start = part;
            }
        }
        if (start == null) {
            start = new Part(true, loop, 0, false);
            parts.add(start);
            parts.sort(Part.ORDER);
        }
        Value value = new Value(next, true, length(next));
        value.part = start;
        backwardValues.put(next, value);
        Fuse.Match match = new Fuse.Match(Pointwise.COPY, Op.FLUSH, List.of(next), false, List.of());
        start.entries.add(0, new Entry(value, match, List.of(next)));
    }

    /** True if the value is the carry's alone and may be written over what came from the step after. */
    private boolean writesCarry(Flow flow, Value value, Node next) {
        return value.home == null
                && (flow.phase(value.node) & 1) == 0
                && flow.readers(value.node).size() <= 1
                && !exportedElsewhere(value.node)
                && lastReadIn(next, value);
    }

    /** True if the gradient that came from the step after is not read any more once {@code value} is computed. */
    private boolean lastReadIn(Node next, Value value) {
        Part at = Objects.requireNonNull(value.part);
        for (Part part : parts) {
            if (!part.backward) {
                continue;
            }
            for (Entry entry : part.entries) {
                if (entry.args.contains(next) && !before(part, entry, at, value)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean before(Part part, Entry entry, Part at, Value value) {
        if (part == at) {
            boolean pointwise = entry.match != null && entry.match.operation() != null;
            if (entry.value == value) {
                return pointwise;
            }
            for (Entry other : at.entries) {
                if (other == entry) {
                    return true;
                }
                if (other.value == value) {
                    return false;
                }
            }
        }
        return part.samePhase(at) && (part.level < at.level || (part.level == at.level && !part.products));
    }

    private boolean exportedElsewhere(Node node) {
        int uses = 0;
        for (Derivative.OfProduct product : derivative.products()) {
            uses += product.gradient() == node ? 1 : 0;
        }
        for (Derivative.Sum sum : derivative.sums()) {
            uses += sum.gradient() == node ? 1 : 0;
        }
        for (Node other : derivative.states().values()) {
            uses += other == node ? 1 : 0;
        }
        return uses > 1;
    }

    /** A copy after everything else of the phase's step. */
    private void copyAtEnd(Home home, Node node, boolean back, int phase) {
        int loop = phase + (phase & 1);
        Part last = null;
        for (Part part : parts) {
            if (part.backward == back && part.phase == loop) {
                last = part;
            }
        }
        if (last == null || last.products) {
            last = new Part(back, loop, last == null ? 0 : last.level + 1, false);
            parts.add(last);
            parts.sort(Part.ORDER);
        }
        Value value = new Value(node, back, home.length());
        value.part = last;
        value.home = home;
        Fuse.Match match = new Fuse.Match(Pointwise.COPY, Op.FLUSH, List.of(node), false, List.of());
        last.entries.add(new Entry(value, match, List.of(node)));
    }

    // ---- spans

    private void number() {
        int position = 0;
        for (Part part : parts) {
            for (Entry entry : part.entries) {
                entry.position = position++;
                entry.value.defined = entry.position;
                entry.value.lastRead = Math.max(entry.value.lastRead, entry.position);
            }
            part.end = position++;
        }
    }

    private void readAll() {
        for (Part part : parts) {
            for (Entry entry : part.entries) {
                for (Node arg : entry.args) {
                    Value value = valueOf(arg, part.backward);
                    if (value != null) {
                        read(value, part, entry);
                    }
                }
            }
        }
        if (backward != null) {
            for (Derivative.OfProduct product : derivative.products()) {
                readAtEnd(product.gradient());
                readAtEnd(product.operand());
            }
            for (Derivative.Sum sum : derivative.sums()) {
                readAtEnd(sum.gradient());
                if (sum.factor() != null) {
                    readAtEnd(sum.factor());
                }
            }
        }
    }

    private static void read(Value value, Part part, Entry entry) {
        boolean inPlace = entry.match != null && entry.match.operation() != null;
        value.lastRead = Math.max(value.lastRead, inPlace ? entry.position : entry.position + 1);
        Part own = Objects.requireNonNull(value.part);
        value.crossesParts |= own != part;
        value.crossesPhases |= !own.samePhase(part) || own.bulk();
    }

    private void readAtEnd(Node node) {
        Value value = valueOf(node, true);
        if (value != null) {
            value.lastRead = END;
            value.crossesPhases = true;
        }
    }

    /** Null for what is no computed value: weights, inputs, lags, what comes from outside. */
    @Nullable
    Value valueOf(Node node, boolean back) {
        if (back) {
            Value value = backwardValues.get(node);
            if (value != null) {
                return value;
            }
        }
        return forwardValues.get(node);
    }

    // ---- arrays

    private void assignHomes() {
        for (Part part : parts) {
            homes.enter(part);
            for (Entry entry : part.entries) {
                if (entry.value.home == null) {
                    homes.assign(entry.value);
                }
            }
        }
    }
}
