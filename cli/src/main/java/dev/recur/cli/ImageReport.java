package dev.recur.cli;

import dev.recur.model.ImageClassifier;
import dev.recur.store.Json;
import dev.recur.train.ImageJudgement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code recur evaluate} says of an image classifier. */
record ImageReport(ImageClassifier model, ImageJudgement found) {
    void print(Terminal terminal) {
        terminal.say(String.format(
                Locale.ROOT,
                "  %,d images: accuracy %.2f %%, %.4f nats an image",
                found.said().length,
                100 * found.confusion().accuracy(),
                found.natsPerImage()));
        terminal.say("");
        terminal.say("rows: what it is; columns: what was said");
        List<String> head = new ArrayList<>(List.of(""));
        for (int k = 0; k < model.classes(); k++) {
            head.add(String.valueOf(k));
        }
        Table matrix = new Table(head.toArray(String[]::new));
        for (int k = 0; k < model.classes(); k++) {
            List<Object> row = new ArrayList<>(List.of(k));
            for (long count : found.confusion().counts()[k]) {
                row.add(count == 0 ? "-" : count);
            }
            matrix.row(row.toArray());
        }
        matrix.print(terminal);
    }

    /** One object. */
    String json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", model.kind());
        object.put("images", found.said().length);
        object.put("accuracy", found.confusion().accuracy());
        object.put("nats_per_image", found.natsPerImage());
        List<List<Long>> confusion = new ArrayList<>();
        for (long[] row : found.confusion().counts()) {
            confusion.add(Arrays.stream(row).boxed().toList());
        }
        object.put("confusion", confusion);
        return Json.write(object);
    }
}
