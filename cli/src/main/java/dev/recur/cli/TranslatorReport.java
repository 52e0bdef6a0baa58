package dev.recur.cli;

import dev.recur.generate.TranslationEvaluation;
import dev.recur.model.Translator;
import dev.recur.store.Json;
import dev.recur.train.Bleu;
import dev.recur.train.TranslationScore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** What {@code recur evaluate} says of a translator. */
record TranslatorReport(Translator model, TranslationEvaluation found) {
    private static final int WORST = 5;

    void print(Terminal terminal) {
        TranslationScore score = found.score();
        Bleu.Score bleu = score.bleu();
        String precisions = DoubleStream.of(bleu.precisions())
                .mapToObj(precision -> String.format(Locale.ROOT, "%.1f", precision))
                .collect(Collectors.joining("/"));
        terminal.say(String.format(
                Locale.ROOT,
                "  %,d texts: BLEU %.2f = %s, brevity %.3f (%,d of %,d tokens)",
                score.texts(),
                bleu.score(),
                precisions,
                bleu.brevity(),
                bleu.length(),
                bleu.referenceLength()));
        terminal.say("  as sacreBLEU counts it: " + score.signature());
        terminal.say("");
        Table table = new Table("", "");
        row(table, "exactly as wanted", score.exact());
        row(table, "of the wanted length", score.rightLength());
        row(table, "token error rate", score.tokenErrorRate());
        row(table, "word error rate", score.wordErrorRate());
        table.row("perplexity a token", String.format(Locale.ROOT, "%.3f", found.perplexity()));
        table.print(terminal);
        worst(terminal);
    }

    private static void row(Table table, String name, double share) {
        table.row(name, String.format(Locale.ROOT, "%.2f %%", 100 * share));
    }

    /** Those that take most edits. */
    private void worst(Terminal terminal) {
        List<TranslationEvaluation.Sample> wrong = found.samples().stream()
                .filter(sample -> sample.edits() > 0)
                .limit(WORST)
                .toList();
        for (TranslationEvaluation.Sample sample : wrong) {
            terminal.say("");
            terminal.say("source  " + sample.found().source());
            terminal.say("wanted  " + String.join("  or  ", sample.wanted()));
            terminal.say("found   " + sample.found().text());
        }
    }

    /** One object. */
    String json() {
        TranslationScore score = found.score();
        Bleu.Score bleu = score.bleu();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", model.kind());
        object.put("texts", score.texts());
        object.put("bleu", bleu.score());
        object.put("bleu_precisions", DoubleStream.of(bleu.precisions()).boxed().toList());
        object.put("bleu_brevity", bleu.brevity());
        object.put("bleu_signature", score.signature());
        object.put("exact", score.exact());
        object.put("right_length", score.rightLength());
        object.put("token_error_rate", score.tokenErrorRate());
        object.put("word_error_rate", score.wordErrorRate());
        object.put("nats_per_token", found.natsPerToken());
        object.put("perplexity_per_token", found.perplexity());
        return Json.write(object);
    }
}
