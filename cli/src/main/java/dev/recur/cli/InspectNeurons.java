package dev.recur.cli;

import dev.recur.array.Shape;
import dev.recur.inspect.ColouredText;
import dev.recur.inspect.Layers;
import dev.recur.inspect.Passage;
import dev.recur.inspect.Property;
import dev.recur.inspect.Recording;
import dev.recur.inspect.UnitPictures;
import dev.recur.inspect.Units;
import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import dev.recur.plot.Drawing;
import dev.recur.store.Json;
import dev.recur.store.Tensor;
import dev.recur.store.TensorWriter;
import dev.recur.store.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Units and what they follow. */
@Command(
        name = "neurons",
        description = {
            "Search all units of a model, gates among them, for those that follow a property of the text.",
            "The text is shown in the colours of one. Whether a find is more than chance is checked against the"
                    + " property moved elsewhere."
        },
        sortOptions = false,
        footer = {
            "",
            "Examples: recur inspect neurons war-and-peace.safetensors war-and-peace.txt",
            "          recur inspect neurons war-and-peace.safetensors war-and-peace.txt --property quotes --html quotes.html",
            "          recur inspect neurons war-and-peace.safetensors 'Well, Prince,' --unit 'layer0.c[17]'"
        })
final class InspectNeurons implements Callable<Integer> {
    private static final int PICTURE = 240; // tokens

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file.")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "TEXT", description = TextArgument.HELP)
    private String text = "";

    @Mixin
    private GivenOption given = new GivenOption();

    @Option(
            names = "--property",
            paramLabel = "NAME",
            description = "Search for this property alone: line-position, line-end, line-start, empty-line, quotes, "
                    + "brackets, digits, capitals, letters, spaces, vowels, word-position, sentence, punctuation.")
    private @Nullable String property;

    @Option(names = "--unit", paramLabel = "UNIT", description = "Show this one, as in layer0.c[17]; search nothing.")
    private @Nullable String unit;

    @Option(names = "--top", paramLabel = "N", description = "Units for each property (default: ${DEFAULT-VALUE}).")
    private int top = 3;

    @Option(names = "--most", paramLabel = "N", description = "Read so many tokens (default: ${DEFAULT-VALUE}).")
    private int most = 10_000;

    @Option(names = "--show", paramLabel = "N", description = "Show so many tokens (default: ${DEFAULT-VALUE}).")
    private int show = 400;

    @Option(
            names = "--searches",
            paramLabel = "N",
            description = "Searches by chance, for the check (default: ${DEFAULT-VALUE}).")
    private int searches = 49;

    @Option(names = "--seed", paramLabel = "N", description = "Of the check (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the text in colours as a page.")
    private @Nullable Path html;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write courses of units as SVG.")
    private @Nullable Path svg;

    @Option(names = "--png", paramLabel = "FILE", description = "Write courses of units as PNG.")
    private @Nullable Path png;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what was found as JSON; - for standard output.")
    private @Nullable Path json;

    @Option(
            names = "--traces",
            paramLabel = "FILE",
            description = "Write every value of every unit and gate as arrays (.safetensors), one row a token.")
    private @Nullable Path traces;

    InspectNeurons(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (top < 1 || show < 0 || searches < 1) {
            throw new IllegalArgumentException("--top and --searches must be at least 1, and --show at least 0");
        }
        LanguageModel model = LanguageModel.load(file);
        Passage passage = Passage.of(model, given.all(model), TextArgument.forTokens(text, most), most);
        Recording recording;
        try (Workers workers = new Workers(1)) {
            recording = Recording.of(Layers.of(model), passage.x(), workers);
        }
        Units units = new Units(recording);
        boolean quiet = json != null && json.toString().equals("-");
        List<Units.Found> found = new ArrayList<>();
        if (unit == null) {
            found = search(passage, units);
        }
        if (quiet) {
            terminal.say(Json.write(json(passage, units, found)));
        } else {
            print(passage, units, found);
        }
        files(passage, recording, units, found);
        return Main.DONE;
    }

    private List<Units.Found> search(Passage passage, Units units) {
        List<Property> wanted = property == null ? Property.ALL : List.of(Property.named(property));
        List<Units.Found> found = new ArrayList<>();
        for (Property one : wanted) {
            found.add(units.search(one, one.of(passage), top, searches, seed));
        }
        found.sort(Comparator.comparing((Units.Found one) -> one.followers().isEmpty())
                .thenComparing(one -> !one.property().remembered())
                .thenComparing(one -> one.followers().isEmpty()
                        ? 0
                        : -Math.abs(one.followers().get(0).correlation())));
        return found;
    }

    // ---- what a person sees

    private void print(Passage passage, Units units, List<Units.Found> found) {
        terminal.say(
                String.format(Locale.ROOT, "%,d tokens read by %,d units and gates", passage.steps(), units.count()));
        if (unit == null) {
            table(found);
        }
        Units.Unit shown = shown(found);
        if (shown != null && show > 0) {
            terminal.say("");
            terminal.say(terminal.paint(Style.CYAN, "The text by " + shown));
            float[] values = units.values(shown);
            int n = Math.min(show, values.length);
            new UnitText(terminal).print(passage.pieces().subList(0, n), Arrays.copyOf(values, n));
        }
    }

    private void table(List<Units.Found> found) {
        terminal.say("");
        Table table = new Table("property", "unit", "correlation", "bits", "p", "by chance", "what it is");
        for (Units.Found one : found) {
            boolean first = true;
            for (Units.Follower follower : one.followers()) {
                table.row(
                        first ? one.property().name() : "",
                        follower.unit(),
                        String.format(Locale.ROOT, "%+.3f", follower.correlation()),
                        String.format(Locale.ROOT, "%.3f", follower.information()),
                        String.format(Locale.ROOT, "%.3f", follower.p()),
                        first ? String.format(Locale.ROOT, "%.3f", one.chance()) : "",
                        first ? one.property().description() : "");
                first = false;
            }
            if (first) {
                table.row(one.property().name(), "-", "-", "-", "-", "-", "does not occur in this text");
            }
        }
        table.print(terminal);
        terminal.say(
                "First come properties that the last character does not tell. By chance: the best correlation of any");
        terminal.say(
                "unit with the property moved elsewhere in the text; p: the share of such searches that found as much.");
    }

    private Units.@Nullable Unit shown(List<Units.Found> found) {
        if (unit != null) {
            return Units.Unit.parse(unit);
        }
        return found.isEmpty() || found.get(0).followers().isEmpty()
                ? null
                : found.get(0).followers().get(0).unit();
    }

    // ---- files

    private void files(Passage passage, Recording recording, Units units, List<Units.Found> found) throws IOException {
        if (html != null) {
            WholeFile.write(html, page(passage, units, found));
            terminal.say("written: " + html);
        }
        for (Path picture : new Path[] {svg, png}) {
            if (picture != null) {
                picture(passage, recording, units, found).write(picture);
                terminal.say("written: " + picture);
            }
        }
        if (json != null && !json.toString().equals("-")) {
            WholeFile.write(json, Json.write(json(passage, units, found)) + "\n");
            terminal.say("written: " + json);
        }
        if (traces != null) {
            traces(recording, traces);
            terminal.say("written: " + traces);
        }
    }

    private String page(Passage passage, Units units, List<Units.Found> found) {
        int n = Math.min(Math.max(show, 2000), passage.steps());
        ColouredText page = new ColouredText(passage.pieces().subList(0, n));
        if (unit != null) {
            page.by(unit, Arrays.copyOf(units.values(Units.Unit.parse(unit)), n));
        }
        for (Units.Found one : found) {
            if (!one.followers().isEmpty()) {
                Units.Follower best = one.followers().get(0);
                String title = String.format(
                        Locale.ROOT,
                        "%s: %s (correlation %+.3f, p %.3f)",
                        one.property().description(),
                        best.unit(),
                        best.correlation(),
                        best.p());
                page.by(title, Arrays.copyOf(units.values(best.unit()), n));
            }
        }
        return page.html("Units of " + file.getFileName());
    }

    private static Drawing picture(Passage passage, Recording recording, Units units, List<Units.Found> found) {
        List<Drawing> parts = new ArrayList<>();
        for (Units.Found one : found.subList(0, Math.min(3, found.size()))) {
            if (!one.followers().isEmpty()) {
                parts.add(UnitPictures.course(units, one, one.property().of(passage), PICTURE));
            }
        }
        parts.add(UnitPictures.all(recording, PICTURE));
        return Drawing.column("Units and what they follow", parts);
    }

    private static void traces(Recording recording, Path to) throws IOException {
        List<Tensor> arrays = new ArrayList<>();
        for (int layer = 0; layer < recording.layers().count(); layer++) {
            for (String name : recording.names()) {
                Shape shape = Shape.of(recording.steps(), recording.length(layer, name));
                arrays.add(Tensor.of("layer" + layer + "." + name, shape, recording.values(layer, name)));
            }
        }
        TensorWriter.write(to, Map.of("recur.kind", "traces"), arrays);
    }

    private Map<String, Object> json(Passage passage, Units units, List<Units.Found> found) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("tokens", passage.steps());
        all.put("units", units.count());
        List<Object> properties = new ArrayList<>();
        for (Units.Found one : found) {
            List<Object> followers = new ArrayList<>();
            for (Units.Follower follower : one.followers()) {
                Map<String, Object> map = new LinkedHashMap<>();
                map.put("unit", follower.unit().toString());
                map.put("correlation", follower.correlation());
                map.put("information", follower.information());
                map.put("p", follower.p());
                followers.add(map);
            }
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("property", one.property().name());
            map.put("chance", one.chance());
            map.put("followers", followers);
            properties.add(map);
        }
        all.put("properties", properties);
        if (unit != null) {
            List<Object> trace = new ArrayList<>();
            for (float value : units.values(Units.Unit.parse(unit))) {
                trace.add(value);
            }
            all.put("unit", unit);
            all.put("values", trace);
        }
        return all;
    }
}
