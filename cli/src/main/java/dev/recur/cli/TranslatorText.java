package dev.recur.cli;

import dev.recur.generate.Translation;
import dev.recur.generate.Translations;
import dev.recur.plot.Drawing;
import dev.recur.plot.TokenMap;
import dev.recur.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code recur predict} says with a translator. */
final class TranslatorText {
    private final Terminal terminal;
    private final Translations translations;
    private final boolean several;
    private final boolean json;
    private final boolean attention;
    private final List<Translation> shown = new ArrayList<>();

    /**
     * @param several whether more than one translation of each text is wanted: then each is told with its log-probability
     * @param attention whether to show where the model looked
     */
    TranslatorText(Terminal terminal, Translations translations, boolean several, boolean json, boolean attention) {
        this.terminal = terminal;
        this.translations = translations;
        this.several = several;
        this.json = json;
        this.attention = attention;
    }

    void say(List<String> texts) {
        for (List<Translation> best : translations.of(texts)) {
            if (json) {
                terminal.say(json(best));
            } else {
                best.forEach(translation -> terminal.say(line(translation)));
            }
            shown.add(best.get(0));
            if (attention && !json) {
                new AttentionText(terminal).print(best.get(0));
                terminal.say("");
            }
        }
    }

    /** Where the model looked for all texts so far, one below the other. */
    void draw(Path file) {
        List<Drawing> drawings = new ArrayList<>();
        for (Translation translation : shown) {
            TokenMap map = new TokenMap(
                    translation.text(), translation.sourceTokens(), translation.tokens(), translation.attention());
            drawings.add(map.drawing());
        }
        try {
            Drawing.column("where the translator looked", drawings).write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line(Translation translation) {
        return several
                ? String.format(Locale.ROOT, "%.4f\t%s", translation.logProbability(), translation.text())
                : translation.text();
    }

    private String json(List<Translation> best) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("source", best.get(0).source());
        object.put("translation", best.get(0).text());
        object.put("log_probability", best.get(0).logProbability());
        object.put("unknown", best.get(0).unknown());
        if (!best.get(0).ended()) {
            object.put("ended", false);
        }
        if (several) {
            List<Map<String, Object>> all = new ArrayList<>();
            for (Translation translation : best) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("translation", translation.text());
                one.put("log_probability", translation.logProbability());
                one.put("score", translation.score());
                all.add(one);
            }
            object.put("translations", all);
        }
        if (attention) {
            object.put("source_tokens", best.get(0).sourceTokens());
            object.put("tokens", best.get(0).tokens());
            object.put("attention", weights(best.get(0)));
        }
        return Json.write(object);
    }

    private static List<List<Float>> weights(Translation translation) {
        List<List<Float>> rows = new ArrayList<>();
        for (float[] row : translation.attention()) {
            List<Float> weights = new ArrayList<>();
            for (float weight : row) {
                weights.add(weight);
            }
            rows.add(weights);
        }
        return rows;
    }
}
