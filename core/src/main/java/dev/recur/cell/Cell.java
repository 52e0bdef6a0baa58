package dev.recur.cell;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A recurrent cell: a text of equations for one step, read once. Immutable. */
public final class Cell {
    /** The version of the language; it is written into model files. */
    public static final int LANGUAGE = 1;

    /**
     * A learned array.
     *
     * @param rows length as the text has it: {@code H}, {@code 4H}
     * @param columns empty for a vector
     * @param uses how many places of the text read it
     * @param start how it begins, as a text would say it
     */
    public record Parameter(String name, String rows, String columns, int uses, String start) {
        public boolean matrix() {
            return !columns.isEmpty();
        }
    }

    private final Source source;
    private final List<String> remarks;
    private final List<Syntax.Statement> statements;
    private final Step step;
    private @Nullable Derivative derivative;
    private final Sizes sizes;
    private final List<String> notes;
    private final Map<String, Node> lets;
    private final List<Mask> masks;
    private final @Nullable Cell rest;

    private Cell(
            Source source,
            List<String> remarks,
            List<Syntax.Statement> statements,
            List<Mask> masks,
            @Nullable Cell rest) {
        this.masks = masks;
        this.rest = rest;
        this.source = source;
        this.remarks = remarks;
        this.statements = statements;
        Builder.Built built = Builder.build(source, statements);
        this.step = built.step();
        this.sizes = built.sizes();
        this.notes = built.notes();
        this.lets = built.lets();
    }

    /** {@code fileName} is for messages. Throws {@link CellException} for anything that is not a cell. */
    public static Cell parse(String text, String fileName) {
        Source source = new Source(fileName, text);
        Lexer.Result words = Lexer.read(source);
        return new Cell(source, words.remarks(), Parser.parse(source, words.tokens()), List.of(), null);
    }

    /** The cell in a file of UTF-8. */
    public static Cell read(Path file) throws IOException {
        if (Files.size(file) > Source.MOST_BYTES) {
            throw new IllegalArgumentException(
                    file + ": " + Files.size(file) + " bytes; the text of a cell has at most 64 KB");
        }
        return parse(Files.readString(file), file.toString());
    }

    /** A cell that comes with the library: {@code lstm}, {@code gru}; {@code rnn} is another name of {@code elman}. */
    public static Cell named(String name) {
        if (!isNamed(name)) {
            String near = Functions.nearest(name, names());
            throw new IllegalArgumentException("there is no cell " + name
                    + (near == null ? "" : ", did you mean " + near + "?") + " Cells: " + String.join(" ", names()));
        }
        String file = own(name) + ".cell";
        return parse(resource(file), file);
    }

    /** Whether {@link #named} knows it. */
    public static boolean isNamed(String name) {
        return names().contains(own(name));
    }

    private static String own(String name) {
        return name.equals("rnn") ? "elman" : name;
    }

    /** The cells that come with the library. */
    public static List<String> names() {
        return resource("cells.txt").lines().toList();
    }

    private static String resource(String file) {
        try (InputStream in = Cell.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the resource dev/recur/cell/" + file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("dev/recur/cell/" + file + " cannot be read", e);
        }
    }

    /**
     * The cell whose text says something else for some of its {@link #numbers} and {@link #sizes}; the rest of the text stays.
     *
     * @throws IllegalArgumentException if there is no such name, or a size is no whole number above 0
     */
    public Cell with(Map<String, Double> settings) {
        return parse(source.with(new Settings(this, source.name()).edits(statements, settings)), source.name());
    }

    /**
     * This cell with zoneout (Krueger et al. 2017): in training each unit of a state keeps its value of the step before with a probability,
     * later it takes the mean. What it is given for that are the {@link #masks}; its parameters are those of this cell.
     *
     * @param rates by state, see {@link #ownStates}; at least 0 and below 1
     */
    public Cell zonedOut(Map<String, Double> rates) {
        for (Map.Entry<String, Double> rate : rates.entrySet()) {
            if (!ownStates().contains(rate.getKey())) {
                throw new IllegalArgumentException("the cell has no state " + rate.getKey()
                        + " to zone out; it carries " + String.join(", ", ownStates()));
            }
            checkShare("zoneout of " + rate.getKey(), rate.getValue());
        }
        List<Mask> added = masks(rates, name -> Mask.Kind.ZONEOUT);
        Cell resting = rest == null ? null : rest.zonedOut(rates);
        return new Cell(source, remarks, Zoneout.rewrite(statements, rates.keySet()), join(masks, added), resting);
    }

    /**
     * This cell with recurrent dropout, in training alone: of a state, what matrices read of it a step later is dropped (Gal and Ghahramani
     * 2016); of another sequence that an equation gives, what is read of it in the same step (Semeniuta, Severyn and Barth 2016). What it is
     * given for that are the {@link #masks}; its parameters are those of this cell.
     *
     * @param rates by sequence; at least 0 and below 1
     */
    public Cell droppedOut(Map<String, Double> rates) {
        Set<String> states = multipliedStates();
        Set<String> others = new LinkedHashSet<>();
        for (Syntax.Statement statement : statements) {
            if (statement instanceof Syntax.Equation equation && !ownStates().contains(equation.sequence())) {
                others.add(equation.sequence());
            }
        }
        for (Map.Entry<String, Double> rate : rates.entrySet()) {
            String name = rate.getKey();
            if (!states.contains(name) && !others.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no " + name + " to drop in the cell; matrices read of the step before: "
                                + list(states) + "; computed in a step: " + list(others));
            }
            checkShare("recurrent dropout of " + name, rate.getValue());
        }
        List<Mask> added = masks(rates, name -> states.contains(name) ? Mask.Kind.OF_STATE : Mask.Kind.OF_STEP);
        return new Cell(source, remarks, RecurrentDropout.rewrite(statements, added), join(masks, added), atRest());
    }

    /** The states of which a matrix reads the step before. */
    public Set<String> multipliedStates() {
        return RecurrentDropout.multiplied(statements, new LinkedHashSet<>(ownStates()));
    }

    /** This cell as it runs outside training: nothing is dropped. */
    public Cell atRest() {
        return rest == null ? this : rest;
    }

    /** In the order of the equations. */
    private List<Mask> masks(Map<String, Double> rates, Function<String, Mask.Kind> kinds) {
        List<Mask> ordered = new ArrayList<>();
        for (Syntax.Statement statement : statements) {
            if (statement instanceof Syntax.Equation equation && rates.containsKey(equation.sequence())) {
                String name = equation.sequence();
                ordered.add(new Mask(kinds.apply(name), name, requireNonNull(rates.get(name))));
            }
        }
        return ordered;
    }

    private static List<Mask> join(List<Mask> first, List<Mask> second) {
        List<Mask> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    private static void checkShare(String what, double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException(what + " is " + share + ", but a share from 0 to below 1 is needed");
        }
    }

    private static String list(Collection<String> names) {
        return names.isEmpty() ? "none" : String.join(" ", names);
    }

    /**
     * This cell with every sequence that an equation gives as an output: what it computes can then be read at each step. The values are
     * the same; but an output is a stored value, and those below 2⁻¹⁰⁰ become 0.
     */
    public Cell exposed() {
        StringBuilder text = new StringBuilder(canonical());
        step.sequences().forEach((name, node) -> {
            boolean computed = node.kind != Node.Kind.INPUT && node.kind != Node.Kind.LAG;
            if (computed && node.level != Node.Level.WEIGHTS && !step.outputs().contains(name)) {
                text.append("output ").append(name).append('\n');
            }
        });
        return parse(text.toString(), source.name());
    }

    /** The function that an equation applies last, as the language calls it: {@code sigmoid} for most gates; empty for a sum or a product. */
    public String activation(String sequence) {
        Node node = step.sequences().get(sequence);
        while (node != null && node.is(Op.FLUSH)) {
            node = node.args.get(0);
        }
        return node == null || node.op == null || !node.op.function() ? "" : node.op.sign();
    }

    /** The text as given. */
    public String text() {
        return source.text();
    }

    /** The first remark, empty if there is none. */
    public String title() {
        return remarks.isEmpty() ? "" : remarks.get(0);
    }

    /** The remarks between the title and the first statement. */
    public String description() {
        return remarks.isEmpty()
                ? ""
                : String.join("\n", remarks.subList(1, remarks.size())).strip();
    }

    /** The one form of the text: ASCII signs, all parentheses, no remarks. Reading it again gives the same cell and the same form. */
    public String canonical() {
        return canonicalForm().text(statements);
    }

    Canonical canonicalForm() {
        Set<String> functions = new LinkedHashSet<>();
        for (Syntax.Statement statement : statements) {
            if (statement instanceof Syntax.Function function) {
                functions.add(function.name());
            }
        }
        return new Canonical(functions);
    }

    /** Of the canonical text in UTF-8, in hex: what makes two texts the same cell. */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(canonical().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** In the order of their first use. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        for (Step.Parameter p : step.parameters()) {
            String columns = p.columns() == null ? "" : p.columns().toString();
            parameters.add(new Parameter(
                    p.name(), p.rows().toString(), columns, p.uses(), p.start().text()));
        }
        return List.copyOf(parameters);
    }

    /** {@code x} first. */
    public List<String> inputs() {
        return step.inputs().subList(0, step.inputs().size() - masks.size());
    }

    /** What training keeps or drops by chance; each has one more input, behind {@link #inputs}, in this order. */
    public List<Mask> masks() {
        return masks;
    }

    /** {@code h} first. */
    public List<String> outputs() {
        return step.outputs();
    }

    /** What is carried from step to step; {@code h@1} is h one step earlier. */
    public List<String> states() {
        return step.states();
    }

    /** The sequences that an equation gives and that are carried: what can be zoned out. */
    public List<String> ownStates() {
        return step.states().stream()
                .filter(state -> !state.contains("@") && !step.inputs().contains(state))
                .toList();
    }

    /** All named sequences: inputs, equations, delays. */
    public List<String> sequences() {
        return List.copyOf(step.sequences().keySet());
    }

    /** The numbers the text names; {@link #with} changes them. */
    public Map<String, Double> numbers() {
        return step.numbers();
    }

    /** The sizes the text declares with a default, beside D and H. */
    public List<String> sizes() {
        return sizes.names();
    }

    /** What is legal but may be a slip. */
    public List<String> notes() {
        return notes;
    }

    /**
     * Binds the lengths.
     *
     * @param input D
     * @param hidden H
     * @param set other values for declared sizes
     */
    public Shape shape(int input, int hidden, Map<String, Integer> set) {
        return sizes.bind(input, hidden, set);
    }

    /** The length of a sequence. */
    public int length(String sequence, Shape shape) {
        Node node = step.sequences().get(sequence);
        if (node == null || node.length == null) {
            throw new IllegalArgumentException(
                    source.name() + ": there is no sequence " + sequence + ", only " + sequences());
        }
        return node.length.value(shape);
    }

    /** The starts of all parameters, [rows, columns] row-major, in double; {@code streams} gives each parameter its numbers. */
    Map<String, double[]> start(Shape shape, Function<String, Start.Draws> streams) {
        Map<String, double[]> values = new LinkedHashMap<>();
        for (int pass = 0;
                values.size() < step.parameters().size()
                        && pass <= step.parameters().size();
                pass++) {
            for (Step.Parameter parameter : step.parameters()) {
                if (!values.containsKey(parameter.name())) {
                    begin(parameter, shape, streams, values);
                }
            }
        }
        Map<String, double[]> ordered = new LinkedHashMap<>();
        for (Step.Parameter parameter : step.parameters()) {
            ordered.put(parameter.name(), requireNonNull(values.get(parameter.name())));
        }
        return ordered;
    }

    private static void begin(
            Step.Parameter parameter,
            Shape shape,
            Function<String, Start.Draws> streams,
            Map<String, double[]> values) {
        int rows = parameter.rows().value(shape);
        int columns = parameter.columns() == null ? 1 : parameter.columns().value(shape);
        double[] own = new double[Math.multiplyExact(rows, columns)];
        if (parameter.start() instanceof Start.Copy copy) {
            double[] other = values.get(copy.name());
            if (other == null) {
                return;
            }
            for (int i = 0; i < own.length; i++) {
                own[i] = copy.negated() ? -other[i] : other[i];
            }
        } else {
            parameter.start().fill(own, rows, columns, streams.apply(parameter.name()));
        }
        values.put(parameter.name(), own);
    }

    /** The adjoint, derived once: it lives in the step's graph. */
    synchronized Derivative derivative() {
        Derivative known = derivative;
        if (known == null) {
            known = Adjoint.of(step);
            derivative = known;
        }
        return known;
    }

    Step step() {
        return step;
    }

    /** What each let stands for. */
    Map<String, Node> lets() {
        return lets;
    }

    List<Syntax.Statement> statements() {
        return statements;
    }

    @Override
    public String toString() {
        return "Cell[" + source.name() + "]";
    }
}
