package dev.recur.inspect;

import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All there is to say about gradients through time in one model and one text.
 *
 * @param lyapunov null where the text is too short for one
 * @param radii spectral radii of the Jacobians of single steps
 */
public record Gradients(Fading fading, @Nullable Lyapunov lyapunov, List<Radii> radii, List<Saturation> saturation) {
    /** Spectral radii in one layer, at some steps of the text. */
    public record Radii(int layer, List<Integer> steps, List<Double> radii) {
        public double median() {
            double[] sorted = sorted();
            return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        }

        public double least() {
            return sorted()[0];
        }

        public double most() {
            return sorted()[radii.size() - 1];
        }

        private double[] sorted() {
            return radii.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        }
    }

    /**
     * What is measured.
     *
     * @param lags how far back
     * @param ends at how many steps a loss is taken
     * @param jacobians at how many steps a Jacobian is taken
     * @param lyapunovSteps over how many steps the exponent is taken
     */
    public record Options(int lags, int ends, int jacobians, int lyapunovSteps) {
        public static final Options DEFAULTS = new Options(100, 24, 5, 2000);

        public Options {
            if (lags < 1 || ends < 1 || jacobians < 0 || lyapunovSteps < 0) {
                throw new IllegalArgumentException(
                        "Gradients: at least 1 lag and 1 place are needed, found " + lags + " and " + ends);
            }
        }
    }

    /** Fewer steps than this say nothing about a limit. */
    private static final int LEAST_LYAPUNOV = 64;

    /** Of the Krylov space in which a look in passing seeks a radius. */
    private static final int DIMENSIONS = 64;

    public static Gradients measure(Passage passage, Options options, Workers workers) {
        LanguageModel model = passage.model();
        Recording recording = Recording.of(Layers.of(model), passage.x(), workers);
        Fading fading = fading(passage, recording, options.lags, options.ends, workers);
        List<Radii> radii = new ArrayList<>();
        int[] places = passage.places(Math.min(options.lags, passage.steps() - 2), options.jacobians);
        for (int layer = 0; layer < recording.layers().count() && options.jacobians > 0; layer++) {
            List<Double> found = new ArrayList<>();
            for (int step : places) {
                found.add(Jacobian.of(recording, passage.x(), layer, step, workers)
                        .spectrum()
                        .radius());
            }
            radii.add(new Radii(layer, Arrays.stream(places).boxed().toList(), found));
        }
        Lyapunov lyapunov = Math.min(passage.steps(), options.lyapunovSteps) < LEAST_LYAPUNOV
                ? null
                : Lyapunov.measure(recording, passage.x(), options.lyapunovSteps, 1, workers);
        return new Gradients(fading, lyapunov, radii, Saturation.measure(recording));
    }

    /** Less, for a look in passing: {@link Jacobian#outermost} at one step, and the exponent over the whole passage, or neither. */
    static Gradients look(Passage passage, Layers layers, int lags, int ends, boolean dynamics, Workers workers) {
        Recording recording = Recording.of(layers, passage.x(), workers);
        Fading fading = fading(passage, recording, lags, ends, workers);
        List<Saturation> saturation = Saturation.measure(recording);
        if (!dynamics) {
            return new Gradients(fading, null, List.of(), saturation);
        }
        int step = passage.steps() - 2;
        List<Radii> radii = new ArrayList<>();
        for (int layer = 0; layer < layers.count(); layer++) {
            double radius = Jacobian.outermost(recording, passage.x(), layer, step, DIMENSIONS, workers)
                    .radius();
            radii.add(new Radii(layer, List.of(step), List.of(radius)));
        }
        Lyapunov lyapunov = passage.steps() < LEAST_LYAPUNOV
                ? null
                : Lyapunov.measure(recording, passage.x(), passage.steps(), 1, workers);
        return new Gradients(fading, lyapunov, radii, saturation);
    }

    static Fading fading(Passage passage, Recording recording, int lags, int ends, Workers workers) {
        int most = Math.min(lags, passage.steps() - 2);
        int[] places = passage.places(most, ends);
        return Fading.measure(recording, passage.x(), places, passage.lossGradients(recording, places), most, workers);
    }
}
