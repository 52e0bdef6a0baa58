package dev.recur.cli;

import dev.recur.model.LanguageModel;
import dev.recur.store.Json;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import dev.recur.train.Evaluation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code recur evaluate} says of a language model.
 *
 * @param dynamic the same text with weights that learn from it; null if that was not asked for
 */
record LanguageReport(
        LanguageModel model,
        Corpus corpus,
        Evaluation evaluation,
        @Nullable Evaluation dynamic) {
    private static final double LN2 = StrictMath.log(2);

    void print(Terminal terminal) {
        boolean lines = corpus.lines();
        String token = singular();
        terminal.say(String.format(
                Locale.ROOT,
                lines
                        ? "  %,d %ss in %,d " + text() + "s; %,d predictions: all of them and each " + text() + "'s end"
                        : "  %,d %ss; %4$,d are predicted",
                corpus.size(),
                token,
                evaluation.documents(),
                evaluation.tokens()));
        terminal.say("  the state was carried " + evaluation.carried());
        if (evaluation.unknown() > 0) {
            terminal.say(String.format(
                    Locale.ROOT,
                    "  %,d %ss (%.2f %%) are unknown to the model and count as one kind: the figures flatter it",
                    evaluation.unknown(),
                    token,
                    100.0 * evaluation.unknown() / corpus.size()));
        }
        terminal.say("");
        Table table = new Table("", "nats", "bits", "perplexity");
        if (lines || corpus.tokenizer() != Tokenizer.CHARACTERS) {
            row(table, lines ? "a prediction" : "a " + token, evaluation.natsPerToken());
        }
        if (evaluation.characters() > 0) {
            row(table, "a character", evaluation.natsPerCharacter());
        }
        if (dynamic != null) {
            boolean characters = dynamic.characters() > 0;
            row(
                    table,
                    characters ? "a character, dynamic" : "a " + token + ", dynamic",
                    characters ? dynamic.natsPerCharacter() : dynamic.natsPerToken());
        }
        table.print(terminal);
    }

    private static void row(Table table, String name, double nats) {
        table.row(
                name,
                String.format(Locale.ROOT, "%.4f", nats),
                String.format(Locale.ROOT, "%.4f", nats / LN2),
                String.format(Locale.ROOT, "%.3f", StrictMath.exp(nats)));
    }

    private String text() {
        return model.givens().isEmpty() ? "line" : "text";
    }

    private String singular() {
        String plural = corpus.tokenizer().toString();
        return plural.substring(0, plural.length() - 1);
    }

    /** One object; figures that are not known are left out. */
    String json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", "language model");
        object.put("tokens", evaluation.tokens());
        object.put("characters", evaluation.characters());
        object.put("unknown", evaluation.unknown());
        object.put("documents", evaluation.documents());
        object.put("carried", evaluation.carried());
        object.put("nats", evaluation.nats());
        object.put("nats_per_token", evaluation.natsPerToken());
        object.put("bits_per_token", evaluation.bitsPerToken());
        object.put("perplexity_per_token", evaluation.perplexity());
        if (evaluation.characters() > 0) {
            object.put("nats_per_character", evaluation.natsPerCharacter());
            object.put("bits_per_character", evaluation.bitsPerCharacter());
        } else {
            object.remove("characters");
        }
        if (dynamic != null) {
            object.put("dynamic_nats", dynamic.nats());
            object.put("dynamic_bits_per_token", dynamic.bitsPerToken());
            object.put("dynamic_perplexity_per_token", dynamic.perplexity());
            if (dynamic.characters() > 0) {
                object.put("dynamic_bits_per_character", dynamic.bitsPerCharacter());
            }
        }
        if (!model.givens().isEmpty()) {
            object.put("given", model.givens().names());
        }
        object.put("text_sha256", corpus.sha256());
        return Json.write(object);
    }
}
