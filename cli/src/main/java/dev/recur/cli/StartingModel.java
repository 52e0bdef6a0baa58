package dev.recur.cli;

import dev.recur.model.LanguageModel;
import dev.recur.model.Model;
import dev.recur.model.Transfer;
import dev.recur.model.Translator;
import dev.recur.store.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code recur train --from}: the options that follow from the model to start from, and what was taken from it. */
final class StartingModel {
    /** The shape: without it nothing would fit. */
    private static final List<String> SHAPE =
            List.of("cell", "hidden", "layers", "embedding", "skip", "lower", "deep output", "zoneout");

    private StartingModel() {}

    /** Adds the shape of the model to options where they leave it open. {@code names} are those that the task has. */
    static void shape(Map<String, Object> given, Model model, Set<String> names) {
        Map<String, Object> config = Records.map(model.config());
        if (model instanceof Translator translator) {
            if (names.contains("bidirectional")) { // the encoder has half the units in each direction
                add(given, names, "hidden", translator.config().hidden() / 2);
                add(given, names, "bidirectional", true);
            }
            add(given, names, "tokens", translator.source().tokenizer().toString());
        }
        for (String name : SHAPE) {
            add(given, names, name, config.get(name));
        }
        add(given, names, "tie embedding", config.get("tied"));
        if (model instanceof LanguageModel language) {
            add(given, names, "tokens", language.vocabulary().tokenizer().toString());
            add(given, names, "lines", language.vocabulary().hasMarks());
            add(
                    given,
                    names,
                    "ngrams",
                    language.ngrams().isEmpty() ? null : language.ngrams().longest());
        }
    }

    private static void add(Map<String, Object> given, Set<String> names, String name, @Nullable Object value) {
        if (value != null && names.contains(name)) {
            given.putIfAbsent(name, value);
        }
    }

    /** In lines for people: what was not taken is named, with the reason. */
    static List<String> report(Transfer transfer, Path from) {
        List<String> said = new ArrayList<>();
        said.add(transfer.taken() + " of " + transfer.lines().size() + " arrays begin as in " + from);
        for (Transfer.Line line : transfer.lines()) {
            if (line.rows() > 0 && line.rows() < line.of()) {
                said.add("  " + line.array() + ": " + line.rows() + " of " + line.of() + " rows; the others are "
                        + line.why());
            } else if (line.rows() == 0) {
                said.add("  " + line.array() + " begins anew: " + line.why());
            }
        }
        return said;
    }
}
