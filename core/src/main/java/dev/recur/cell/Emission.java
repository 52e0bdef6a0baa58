package dev.recur.cell;

import dev.recur.cell.Home.Space;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/** Writes the parts that {@link Lowering} has ordered, and whose values have homes, as a {@link Program}. */
final class Emission {
    private final Lowering lowering;
    private final Step step;
    private final Derivative derivative;
    private final ToIntFunction<Length> lengths;
    private final Homes homes;
    private final List<Node> weights = new ArrayList<>();
    private final List<Integer> weightLengths = new ArrayList<>();

    Emission(Lowering lowering, Step step, Derivative derivative, ToIntFunction<Length> lengths, Homes homes) {
        this.lowering = lowering;
        this.step = step;
        this.derivative = derivative;
        this.lengths = lengths;
        this.homes = homes;
    }

    private Node sequence(String name) {
        return Lookup.in(step.sequences(), name);
    }

    private int length(Node node) {
        return lengths.applyAsInt(Objects.requireNonNull(node.length, "a number has no length"));
    }

    private Home homeOf(Node node, boolean back) {
        Lowering.Value value = lowering.valueOf(node, back);
        if (value != null) {
            return Objects.requireNonNull(value.home);
        }
        return leafHome(node);
    }

    private Home leafHome(Node node) {
        return switch (node.kind) {
            case INPUT -> new Home(Space.INPUT, step.inputs().indexOf(node.name), length(node));
            case LAG -> new Home(Space.PREVIOUS, step.states().indexOf(node.name), length(node));
            case OUTER -> new Home(Space.OUTER, step.outputs().indexOf(node.name), length(node));
            case NEXT -> new Home(Space.CARRY, step.states().indexOf(node.name), length(node));
            case PARAMETER, CONSTANT, PRODUCT, APPLY -> throw new IllegalStateException(node + " is not computed");
        };
    }

    private Home weightHome(Node node, int length) {
        int index = -1;
        for (int i = 0; i < weights.size(); i++) {
            if (weights.get(i) == node && weightLengths.get(i) == length) {
                index = i;
            }
        }
        if (index < 0) {
            index = weights.size();
            weights.add(node);
            weightLengths.add(length);
        }
        return new Home(Space.WEIGHT, index, length);
    }

    // ---- the result

    Program program(List<Lowering.Part> parts, boolean training) {
        List<Program.MatrixGradient> matrices = new ArrayList<>();
        List<Program.VectorGradient> vectors = new ArrayList<>();
        List<Program.Phase> ahead = phases(parts, false);
        List<Program.Phase> back = phases(parts, true);
        if (training) {
            matrices.addAll(matrixGradients());
            vectors.addAll(vectorGradients());
        }
        Map<Space, List<Integer>> all = new EnumMap<>(Space.class);
        for (Space space : Space.values()) {
            all.put(space, homes.lengths(space));
        }
        all.put(Space.WEIGHT, weightLengths);
        List<Integer> states = new ArrayList<>();
        for (String name : Lowering.stored(step)) {
            states.add(sequence(name).kind == Node.Kind.INPUT ? 0 : length(sequence(name)));
        }
        all.put(Space.STATE, states);
        List<Integer> inputs = new ArrayList<>();
        for (String name : step.inputs()) {
            inputs.add(length(sequence(name)));
        }
        all.put(Space.INPUT, inputs);
        List<Integer> carries = new ArrayList<>();
        for (String name : step.states()) {
            carries.add(length(sequence(name)));
        }
        all.put(Space.CARRY, carries);
        return new Program(ahead, back, matrices, vectors, weights, all);
    }

    private List<Program.Phase> phases(List<Lowering.Part> parts, boolean back) {
        Map<Integer, List<Program.Multiply>> bulk = new TreeMap<>();
        Map<Integer, Map<Integer, List<Program.Operation>>> programs = new TreeMap<>();
        Map<Integer, Map<Integer, List<Program.Multiply>>> products = new TreeMap<>();
        for (Lowering.Part part : parts) {
            if (part.backward != back) {
                continue;
            }
            if (part.bulk()) {
                part.entries.forEach(entry -> bulk.computeIfAbsent(part.phase, key -> new ArrayList<>())
                        .add(multiply(entry)));
                continue;
            }
            for (Lowering.Entry entry : part.entries) {
                if (entry.match == null) {
                    products.computeIfAbsent(part.phase, key -> new TreeMap<>())
                            .computeIfAbsent(part.level, key -> new ArrayList<>())
                            .add(multiply(entry));
                } else {
                    programs.computeIfAbsent(part.phase, key -> new TreeMap<>())
                            .computeIfAbsent(part.level, key -> new ArrayList<>())
                            .add(operation(entry, part));
                }
            }
            for (Program.Operation copy : homes.copies(part)) {
                programs.computeIfAbsent(part.phase, key -> new TreeMap<>())
                        .computeIfAbsent(part.level, key -> new ArrayList<>())
                        .add(copy);
            }
        }
        Set<Integer> numbers = new TreeSet<>(bulk.keySet());
        numbers.addAll(programs.keySet());
        numbers.addAll(products.keySet());
        List<Program.Phase> phases = new ArrayList<>();
        for (int number : numbers) {
            if ((number & 1) == 1) {
                phases.add(new Program.Phase(Lookup.in(bulk, number), List.of()));
                continue;
            }
            Map<Integer, List<Program.Operation>> here = programs.getOrDefault(number, Map.of());
            Map<Integer, List<Program.Multiply>> after = products.getOrDefault(number, Map.of());
            Set<Integer> levels = new TreeSet<>(here.keySet());
            levels.addAll(after.keySet());
            List<Program.Level> list = new ArrayList<>();
            for (int level : levels) {
                list.add(new Program.Level(here.getOrDefault(level, List.of()), after.getOrDefault(level, List.of())));
            }
            phases.add(new Program.Phase(List.of(), list));
        }
        return phases;
    }

    private Program.Multiply multiply(Lowering.Entry entry) {
        Node node = entry.value.node;
        List<Program.Piece> pieces = new ArrayList<>();
        for (int i = 0; i < node.pieces.size(); i++) {
            Node.Piece piece = node.pieces.get(i);
            pieces.add(new Program.Piece(
                    piece.matrix(), piece.transposed(), homeOf(node.args.get(i), entry.value.backward)));
        }
        return new Program.Multiply(Objects.requireNonNull(entry.value.home), pieces, lowering.carryOnly(entry.value));
    }

    private Program.Operation operation(Lowering.Entry entry, Lowering.Part part) {
        Fuse.Match match = Objects.requireNonNull(entry.match);
        Home out = homes.written(entry.value);
        List<Home> args = new ArrayList<>();
        for (Node arg : entry.args) {
            int length = arg.length == null ? out.length() : length(arg);
            if (arg.level == Node.Level.WEIGHTS) {
                args.add(weightHome(arg, length));
            } else {
                Lowering.Value value = lowering.valueOf(arg, part.backward);
                if (value == null || value == entry.value) {
                    args.add(leafHome(arg));
                } else {
                    args.add(value.part == part ? homes.written(value) : homeOf(arg, part.backward));
                }
            }
        }
        return new Program.Operation(
                match.operation(), match.op(), out, args, out.length(), match.flush(), lowering.carryOnly(entry.value));
    }

    private List<Program.MatrixGradient> matrixGradients() {
        Map<String, List<Program.MatrixUse>> uses = new LinkedHashMap<>();
        for (Derivative.OfProduct product : derivative.products()) {
            uses.computeIfAbsent(product.piece().matrix(), key -> new ArrayList<>())
                    .add(new Program.MatrixUse(
                            homeOf(product.gradient(), true),
                            homeOf(product.operand(), true),
                            product.piece().transposed()));
        }
        List<Program.MatrixGradient> gradients = new ArrayList<>();
        uses.forEach((matrix, list) -> gradients.add(new Program.MatrixGradient(matrix, list)));
        return gradients;
    }

    private List<Program.VectorGradient> vectorGradients() {
        Map<Node, List<Program.VectorUse>> uses = new LinkedHashMap<>();
        for (Derivative.Sum sum : derivative.sums()) {
            uses.computeIfAbsent(sum.target(), key -> new ArrayList<>())
                    .add(new Program.VectorUse(
                            homeOf(sum.gradient(), true), sum.factor() == null ? null : homeOf(sum.factor(), true)));
        }
        List<Program.VectorGradient> gradients = new ArrayList<>();
        uses.forEach((target, list) -> gradients.add(new Program.VectorGradient(target, list)));
        return gradients;
    }
}
