package dev.recur.cell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random cells that follow the grammar: the same seed gives the same text. Lengths D, H and S (3 by default) all occur, and so do
 * delays, lagged inputs, further inputs and outputs, shared and transposed matrices, lets, functions, starts, learned first states.
 * States stay bounded, so that a text can run for many steps.
 */
final class RandomCells {
    private static final List<String> LENGTHS = List.of("H", "S", "D");
    private static final List<String> ACTIVATIONS =
            List.of("tanh", "σ", "relu", "elu", "softplus", "logsigmoid", "sin", "cos", "abs");

    private record Sequence(String name, String length, int rank) {}

    private record Matrix(String name, String rows, String columns) {}

    private final Random random;
    private final List<Sequence> inputs = new ArrayList<>();
    private final List<Sequence> computed = new ArrayList<>();
    private final List<Matrix> matrices = new ArrayList<>();
    private final Map<String, List<String>> vectors = new LinkedHashMap<>();
    private final List<String> statements = new ArrayList<>();
    private int counter;
    private boolean usesFunctions;
    private boolean numbers;

    private RandomCells(long seed) {
        this.random = new Random(seed);
    }

    static String text(long seed) {
        return new RandomCells(seed).text();
    }

    private String text() {
        declare();
        List<String> lines = new ArrayList<>();
        for (Sequence sequence : computed) {
            String value = bounded(sequence);
            boolean still = !value.contains("(t)") && !value.contains("(t-");
            lines.add(sequence.name() + "(t) = " + value
                    + (still ? " * σ(" + matrix(sequence.length(), "D") + " x(t))" : ""));
            if (!sequence.length().equals("H") || chance(20)) {
                lines.add(sequence.name() + " : " + sequence.length());
            }
        }
        if (usesFunctions) {
            lines.add("soft(a) = a / (1 + abs(a))");
            lines.add("mix(a, b, c) = σ(a) * b + (1 - σ(a)) * c");
        }
        statements.addAll(lines);
        begin();
        Collections.shuffle(statements, random);
        return "size S = 3\n" + String.join("\n", statements) + "\n";
    }

    private void declare() {
        inputs.add(new Sequence("x", "D", 0));
        if (chance(30)) {
            inputs.add(new Sequence("k", "S", 0));
            statements.add("input k : S");
        }
        int count = 1 + random.nextInt(4);
        int output = random.nextInt(count);
        for (int i = 0; i < count; i++) {
            boolean h = i == output;
            String name = h ? "h" : String.valueOf((char) ('p' + i));
            computed.add(new Sequence(name, h ? "H" : pick(LENGTHS), i + 1));
            if (!h && chance(25)) {
                statements.add("output " + name);
            }
        }
        if (chance(50)) {
            numbers = true;
            statements.add("rate = 0.3");
            statements.add("decay = exp(-rate) + 0.1");
        }
    }

    /** An equation whose value cannot grow without bound. */
    private String bounded(Sequence sequence) {
        String length = sequence.length();
        return switch (random.nextInt(4)) {
            case 0 -> "tanh(" + value(length, 3, sequence.rank()) + ")";
            case 1 -> "σ(" + value(length, 3, sequence.rank()) + ")";
            case 2 -> {
                String gate = "σ(" + value(length, 2, sequence.rank()) + ")";
                yield gate + " * " + sequence.name() + "(t-1) + (1 - " + gate + ") * tanh("
                        + value(length, 2, sequence.rank()) + ")";
            }
            default -> {
                yield "tanh(" + matrix(length, length) + " " + sequence.name() + "(t-1) + "
                        + value(length, 2, sequence.rank()) + ")";
            }
        };
    }

    private String value(String length, int depth, int rank) {
        if (depth == 0 || chance(15)) {
            return leaf(length, rank);
        }
        return switch (random.nextInt(9)) {
            case 0, 1 -> value(length, depth - 1, rank) + " + " + value(length, depth - 1, rank);
            case 2 -> "(" + value(length, depth - 1, rank) + ") - (" + value(length, depth - 1, rank) + ")";
            case 3 -> "(" + value(length, depth - 1, rank) + ") * (" + value(length, depth - 1, rank) + ")";
            case 4 -> "(" + value(length, depth - 1, rank) + ") / (2 + σ(" + value(length, depth - 1, rank) + "))";
            case 5 -> pick(ACTIVATIONS) + "(" + value(length, depth - 1, rank) + ")";
            case 6 -> rare(length, depth - 1, rank);
            case 7 -> product(length, depth - 1, rank);
            default -> own(length, depth - 1, rank);
        };
    }

    private String rare(String length, int depth, int rank) {
        String inner = value(length, depth, rank);
        return switch (random.nextInt(10)) {
            case 7 -> numbers ? "decay * (" + inner + ")" : "0.5 * (" + inner + ")";
            case 8 -> letVector(length) + " * (" + inner + ")";
            case 9 -> "(" + inner + ") - σ(" + vector(length) + ")";
            case 0 -> "exp(-abs(" + inner + "))";
            case 1 -> "log(1.5 + σ(" + inner + "))";
            case 2 -> "sqrt(0.5 + abs(" + inner + "))";
            case 3 -> "max(" + inner + ", " + value(length, depth, rank) + ")";
            case 4 -> "min(" + inner + ", 0.4)";
            case 5 -> "-(" + inner + ")";
            default -> "layernorm(" + matrix(length, "D") + " x(t) + " + vector(length) + ")";
        };
    }

    private String own(String length, int depth, int rank) {
        usesFunctions = true;
        return chance(50)
                ? "soft(" + value(length, depth, rank) + ")"
                : "mix(" + value(length, depth, rank) + ", " + leaf(length, rank) + ", " + leaf(length, rank) + ")";
    }

    private String product(String length, int depth, int rank) {
        String inside = pick(LENGTHS);
        return "(" + matrix(length, inside) + " (" + value(inside, depth, rank) + "))";
    }

    private String leaf(String length, int rank) {
        List<String> reads = new ArrayList<>();
        for (Sequence sequence : all()) {
            if (sequence.length().equals(length)) {
                reads.add(read(sequence, rank));
            }
        }
        if (!reads.isEmpty() && chance(50)) {
            return pick(reads);
        }
        if (chance(25)) {
            return vector(length);
        }
        Sequence any = pick(all());
        return "(" + matrix(length, any.length()) + " " + read(any, rank) + ")";
    }

    private List<Sequence> all() {
        List<Sequence> all = new ArrayList<>(inputs);
        all.addAll(computed);
        return all;
    }

    private String read(Sequence sequence, int rank) {
        boolean now = sequence.rank() < rank && chance(60);
        if (now) {
            return sequence.name() + "(t)";
        }
        if (sequence.rank() == 0 && chance(70)) {
            return sequence.name() + "(t)";
        }
        return sequence.name() + "(t-" + (chance(80) ? 1 : 2 + random.nextInt(2)) + ")";
    }

    private String matrix(String rows, String columns) {
        for (Matrix known : matrices) {
            if (chance(15) && known.rows().equals(rows) && known.columns().equals(columns)) {
                return known.name();
            }
            if (chance(15) && known.rows().equals(columns) && known.columns().equals(rows)) {
                return known.name() + "^T";
            }
        }
        Matrix fresh = new Matrix("M" + counter++, rows, columns);
        matrices.add(fresh);
        return fresh.name();
    }

    private String vector(String length) {
        List<String> known = vectors.computeIfAbsent(length, l -> new ArrayList<>());
        if (!known.isEmpty() && chance(30)) {
            return pick(known);
        }
        String fresh = "b" + counter++;
        known.add(fresh);
        return fresh;
    }

    /** An expression of weights under a name of its own. */
    private String letVector(String length) {
        String name = "v" + counter++;
        statements.add(name + " = exp(-abs(" + vector(length) + "))");
        return name;
    }

    private void dropUnusedLets() {
        String all = String.join("\n", statements);
        statements.removeIf(
                line -> line.matches("v\\d+ = .*") && !all.contains(line.substring(0, line.indexOf(' ')) + " * ("));
    }

    private void begin() {
        dropUnusedLets();
        String used = " " + String.join("\n ", statements);
        for (Sequence sequence : all()) {
            boolean state = used.matches("(?s).*[ (]" + sequence.name() + "\\(t-.*");
            if (state && chance(30)) {
                boolean learned = sequence.rank() > 0 && chance(50);
                statements.add(sequence.name() + "(0) = " + (learned ? sequence.name() + "0" : "0.25"));
            }
        }
        vectors.forEach((length, names) -> {
            String before = "";
            for (String name : names) {
                if (used.matches("(?s).*\\b" + name + "\\b.*")) {
                    statements.add(name + " ~ " + (!before.isEmpty() && chance(15) ? "-" + before : "uniform(-1, 1)"));
                    before = name;
                }
            }
        });
        for (Matrix matrix : matrices) {
            if (chance(30) && used.matches("(?s).*\\b" + matrix.name() + "\\b.*")) {
                statements.add(matrix.name() + " ~ normal(0.4)");
            }
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
