package dev.recur.cli;

import dev.recur.inspect.Fading;
import dev.recur.inspect.GradientPictures;
import dev.recur.inspect.Gradients;
import dev.recur.inspect.Lyapunov;
import dev.recur.inspect.Passage;
import dev.recur.inspect.Saturation;
import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import dev.recur.plot.Drawing;
import dev.recur.store.Json;
import dev.recur.store.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How far back a model's gradients reach. */
@Command(
        name = "gradients",
        description = {
            "Show how a gradient fades or grows on its way back through time, and what makes it so.",
            "The figure is the norm of dL(T)/dh(T-k) for each lag k, layer and state, where L(T) is the loss at"
                    + " step T alone."
        },
        sortOptions = false,
        footer = {
            "",
            "Example: recur inspect gradients shakespeare.safetensors shakespeare.txt --svg fading.svg",
            "Reading: a rate of 0.95 loses 99.4 %% in a hundred steps. See docs/looking-inside.md."
        })
final class InspectGradients implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file.")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "TEXT", description = TextArgument.HELP)
    private String text = "";

    @Mixin
    private GivenOption given = new GivenOption();

    @Option(names = "--lags", paramLabel = "K", description = "How many steps back (default: ${DEFAULT-VALUE}).")
    private int lags = Gradients.Options.DEFAULTS.lags();

    @Option(
            names = "--places",
            paramLabel = "N",
            description = "At how many steps T a loss is taken (default: ${DEFAULT-VALUE}).")
    private int places = Gradients.Options.DEFAULTS.ends();

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "Read so many tokens of the text (default: ${DEFAULT-VALUE}).")
    private int most = 4000;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the picture as SVG.")
    private @Nullable Path svg;

    @Option(names = "--png", paramLabel = "FILE", description = "Write the picture as PNG.")
    private @Nullable Path png;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers as JSON; - for standard output.")
    private @Nullable Path json;

    InspectGradients(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        LanguageModel model = LanguageModel.load(file);
        Passage passage = Passage.of(model, given.all(model), TextArgument.forTokens(text, most), most);
        Gradients.Options options = new Gradients.Options(lags, places, 5, 2000);
        Gradients found;
        try (Workers workers = new Workers(1)) {
            found = Gradients.measure(passage, options, workers);
        }
        if (json != null && json.toString().equals("-")) {
            terminal.say(Json.write(GradientsJson.of(found)));
        } else {
            show(passage, found);
        }
        files(found);
        return Main.DONE;
    }

    private void files(Gradients found) throws IOException {
        Drawing picture = GradientPictures.of(found.fading(), "Gradients through time in " + file.getFileName());
        for (Path picturePath : new Path[] {svg, png}) {
            if (picturePath != null) {
                picture.write(picturePath);
                terminal.say("written: " + picturePath);
            }
        }
        if (json != null && !json.toString().equals("-")) {
            WholeFile.write(json, Json.write(GradientsJson.of(found)) + "\n");
            terminal.say("written: " + json);
        }
    }

    private void show(Passage passage, Gradients found) {
        Fading fading = found.fading();
        int reach = fading.courses().get(0).lags();
        LanguageModel.Config config = passage.model().config();
        terminal.say(String.format(
                Locale.ROOT,
                "%d × %d units of %s; %,d tokens read, losses at %d of them, %d steps back",
                config.layers(),
                config.hidden(),
                passage.model().cell().title(),
                passage.steps(),
                fading.ends().size(),
                reach));
        section("Norm of ∂L(T)/∂h(T−k), in the geometric mean over all places");
        TextPlot plot = new TextPlot(true);
        fading.courses().forEach(course -> plot.line(course.name(), course.means()));
        plot.print(terminal, "steps back, k");
        terminal.say("");
        courses(fading, reach);
        limits(found);
        saturation(found);
    }

    private void section(String title) {
        terminal.say("");
        terminal.say(terminal.paint(Style.CYAN, title));
    }

    private void courses(Fading fading, int reach) {
        int middle = Math.max(1, reach / 2);
        Table table = new Table(
                "  state", "k = 0", "k = 1", "k = " + middle, "k = " + reach, "rate a step", "below 1 % after");
        for (Fading.Course course : fading.courses()) {
            int below = course.below(0.01);
            table.row(
                    "  " + course.name(),
                    TextPlot.power(course.mean(0)),
                    reach < 1 ? "-" : TextPlot.power(course.mean(1)),
                    reach < middle ? "-" : TextPlot.power(course.mean(middle)),
                    TextPlot.power(course.mean(reach)),
                    String.format(Locale.ROOT, "%.4f", course.rate(reach / 4)),
                    below < 0 ? "-" : below + " steps");
        }
        table.print(terminal);
    }

    private void limits(Gradients found) {
        section("What the rate comes from");
        Lyapunov lyapunov = found.lyapunov();
        if (lyapunov == null) {
            terminal.say("  the text is too short for a Lyapunov exponent");
        } else {
            terminal.say(String.format(
                    Locale.ROOT,
                    "  largest Lyapunov exponent %+.4f ± %.4f a step, over %,d steps: a small difference %s by %.4f in each",
                    lyapunov.exponent(),
                    lyapunov.error(),
                    lyapunov.steps(),
                    lyapunov.exponent() < 0 ? "shrinks" : "grows",
                    lyapunov.rate()));
        }
        for (Gradients.Radii radii : found.radii()) {
            terminal.say(String.format(
                    Locale.ROOT,
                    "  layer%d: spectral radius of ∂s(t)/∂s(t−1) %.4f, from %.4f to %.4f at %d steps",
                    radii.layer(),
                    radii.median(),
                    radii.least(),
                    radii.most(),
                    radii.radii().size()));
        }
    }

    private void saturation(Gradients found) {
        if (found.saturation().isEmpty()) {
            return;
        }
        section("Saturation: values where the slope is below " + Saturation.FLAT);
        Table table = new Table("  value", "function", "at the low end", "at the high end", "mean");
        for (Saturation one : found.saturation()) {
            table.row(
                    "  layer" + one.layer() + "." + one.name(),
                    one.function(),
                    String.format(Locale.ROOT, "%.1f %%", 100 * one.low()),
                    String.format(Locale.ROOT, "%.1f %%", 100 * one.high()),
                    String.format(Locale.ROOT, "%.3f", one.mean()));
        }
        table.print(terminal);
    }
}
