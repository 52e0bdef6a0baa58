package dev.recur.inspect;

import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import dev.recur.train.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where an explosion of training began: the sequences of the step are read again, with the weights that they met.
 *
 * @param place where the sequence begins in the data
 * @param token of the sequence, from 0: where a value was lost, or where the loss lies whose gradient is largest
 * @param around what stands there in the text
 * @param layer from 0
 * @param quantity a value of the cell, such as {@code h}, or the gradient of one, such as {@code dh}
 * @param lag how many steps back the gradient is largest; 0 for a value
 * @param log10 of the gradient's norm there; NaN for a value
 * @param rate by what factor a step back changes the gradient, in the mean; NaN for a value
 */
public record Forensics(
        String place, int token, String around, int layer, String quantity, int lag, double log10, double rate) {
    private static final int AROUND = 24;

    /** In one line, for people. */
    public String text() {
        String where = "at token " + token + " after " + place + ", behind \"" + around + "\"";
        return quantity.startsWith("d")
                ? String.format(
                        Locale.ROOT,
                        "the gradient of layer%d.%s is largest %d steps back from the loss %s: 10^%.1f, times %.3f a step",
                        layer,
                        quantity.substring(1),
                        lag,
                        where,
                        log10,
                        rate)
                : "layer" + layer + "." + quantity + " is no finite number " + where;
    }

    /** The worst of the sequences: the one that lost a value first, else the one with the largest gradient. Null if there are none. */
    public static @Nullable Forensics of(LanguageModel model, List<Task.Suspect> suspects) {
        Layers layers = Layers.of(model);
        Forensics worst = null;
        try (Workers workers = new Workers(1)) {
            for (Task.Suspect suspect : suspects) {
                if (suspect.tokens().length > 1) {
                    Forensics found = of(model, layers, suspect, workers);
                    worst = worst == null || found.worse(worst) ? found : worst;
                }
            }
        }
        return worst;
    }

    private boolean worse(Forensics other) {
        boolean value = Double.isNaN(log10);
        boolean otherValue = Double.isNaN(other.log10);
        if (value != otherValue) {
            return value;
        }
        return value ? token < other.token : log10 > other.log10;
    }

    private static Forensics of(LanguageModel model, Layers layers, Task.Suspect suspect, Workers workers) {
        int steps = suspect.tokens().length - 1;
        float[] x = model.inputs(Arrays.copyOf(suspect.tokens(), steps), suspect.state());
        Recording recording = Recording.of(layers, x, suspect.state(), workers);
        Forensics lost = lost(model, recording, suspect, steps);
        return lost != null ? lost : gradient(model, recording, x, suspect, steps, workers);
    }

    private static @Nullable Forensics lost(LanguageModel model, Recording recording, Task.Suspect suspect, int steps) {
        for (int t = 0; t < steps; t++) {
            for (int layer = 0; layer < recording.layers().count(); layer++) {
                for (String name : recording.names()) {
                    int length = recording.length(layer, name);
                    float[] values = recording.values(layer, name);
                    for (int i = t * length; i < (t + 1) * length; i++) {
                        if (!Float.isFinite(values[i])) {
                            String around = around(model, suspect, t);
                            return new Forensics(suspect.place(), t, around, layer, name, 0, Double.NaN, Double.NaN);
                        }
                    }
                }
            }
        }
        return null;
    }

    private static Forensics gradient(
            LanguageModel model, Recording recording, float[] x, Task.Suspect suspect, int steps, Workers workers) {
        int hidden = model.config().hidden();
        Head head = new Head(model);
        float[] h = recording.values(recording.layers().count() - 1, "h");
        double[] dh = head.gradient(h, (steps - 1) * hidden, suspect.tokens()[steps]);
        float[] dTop = new float[hidden];
        for (int j = 0; j < hidden; j++) {
            dTop[j] = (float) dh[j];
        }
        Fading fading = Fading.measure(recording, x, new int[] {steps - 1}, dTop, steps - 1, workers);
        Fading.Course worst = fading.courses().get(0);
        int lag = 0;
        for (Fading.Course course : fading.courses()) {
            for (int k = 0; k <= course.lags(); k++) {
                if (course.mean(k) > worst.mean(lag)) {
                    worst = course;
                    lag = k;
                }
            }
        }
        return new Forensics(
                suspect.place(),
                steps - 1,
                around(model, suspect, steps - 1),
                worst.layer(),
                "d" + worst.state(),
                lag,
                worst.mean(lag),
                worst.rate(0));
    }

    /** The text up to a token, its last signs. */
    private static String around(LanguageModel model, Task.Suspect suspect, int token) {
        int from = Math.max(0, token + 1 - AROUND);
        int[] part = new int[token + 1 - from];
        System.arraycopy(suspect.tokens(), from, part, 0, part.length);
        return model.vocabulary().decode(part).replace("\n", "↵");
    }
}
