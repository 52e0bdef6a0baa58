package dev.recur.cli;

import dev.recur.model.SequenceClassifier;
import dev.recur.store.Json;
import dev.recur.train.Classification;
import dev.recur.train.Labelled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What {@code recur evaluate} says of a classifier. */
record ClassifierReport(SequenceClassifier model, List<Labelled> samples, Classification found) {
    private static final int MOST_LABELS = 20; // of a matrix
    private static final int WORST = 8;
    private static final int LONGEST = 100;

    void print(Terminal terminal) {
        terminal.say(String.format(
                Locale.ROOT,
                "  %,d texts: accuracy %.2f %%, macro F1 %.2f, %.4f nats a text",
                found.count(),
                100 * found.confusion().accuracy(),
                100 * found.confusion().macroF1(),
                found.natsPerText()));
        terminal.say("");
        labels().print(terminal);
        terminal.say("");
        confusions(terminal);
        worst(terminal);
    }

    private Table labels() {
        Table table = new Table("label", "texts", "precision", "recall", "F1");
        for (int k = 0; k < model.labels().size(); k++) {
            table.row(
                    model.labels().get(k),
                    found.confusion().support(k),
                    percent(found.confusion().precision(k)),
                    percent(found.confusion().recall(k)),
                    percent(found.confusion().f1(k)));
        }
        return table;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    /** The whole matrix where it can be read, else what is confused most often. */
    private void confusions(Terminal terminal) {
        int classes = model.labels().size();
        int widest = model.labels().stream().mapToInt(Columns::of).max().orElse(0);
        if (classes > MOST_LABELS || (classes + 1) * (widest + 2) > terminal.width()) {
            frequent(terminal);
            return;
        }
        terminal.say("rows: what it is; columns: what was said");
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(model.labels());
        Table matrix = new Table(head.toArray(String[]::new));
        for (int k = 0; k < classes; k++) {
            List<Object> row = new ArrayList<>(List.of(model.labels().get(k)));
            for (long count : found.confusion().counts()[k]) {
                row.add(count == 0 ? "-" : count);
            }
            matrix.row(row.toArray());
        }
        matrix.print(terminal);
        terminal.say("");
    }

    private void frequent(Terminal terminal) {
        record Pair(int actual, int said, long count) {}
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < model.labels().size(); i++) {
            for (int j = 0; j < model.labels().size(); j++) {
                if (i != j && found.confusion().counts()[i][j] > 0) {
                    pairs.add(new Pair(i, j, found.confusion().counts()[i][j]));
                }
            }
        }
        pairs.sort(Comparator.comparingLong(pair -> -pair.count));
        if (pairs.isEmpty()) {
            return;
        }
        terminal.say("confused most often");
        Table table = new Table("it is", "said was", "times");
        pairs.stream()
                .limit(2L * WORST)
                .forEach(pair -> table.row(
                        model.labels().get(pair.actual), model.labels().get(pair.said), pair.count));
        table.print(terminal);
        terminal.say("");
    }

    /** The errors that were made most surely. */
    private void worst(Terminal terminal) {
        List<Integer> wrong = IntStream.range(0, samples.size())
                .filter(i -> !said(i).equals(samples.get(i).label()))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> found.probability()[i]))
                .limit(WORST)
                .toList();
        if (wrong.isEmpty()) {
            return;
        }
        terminal.say("worst errors");
        Table table = new Table("line", "it is", "at", "said was", "text");
        for (int i : wrong) {
            Labelled sample = samples.get(i);
            table.row(
                    sample.line(),
                    sample.label(),
                    String.format(Locale.ROOT, "%.4f", found.probability()[i]),
                    said(i),
                    cut(sample.text()));
        }
        table.print(terminal);
    }

    private String said(int sample) {
        return model.labels().get(found.predicted()[sample]);
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\s+", " ");
        int end = Math.min(
                line.length(), line.offsetByCodePoints(0, Math.min(LONGEST, line.codePointCount(0, line.length()))));
        return end < line.length() ? line.substring(0, end) + "…" : line;
    }

    /** One object. */
    String json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", model.kind());
        object.put("texts", found.count());
        object.put("accuracy", found.confusion().accuracy());
        object.put("macro_f1", found.confusion().macroF1());
        object.put("nats_per_text", found.natsPerText());
        object.put("labels", model.labels());
        List<List<Long>> confusion = new ArrayList<>();
        for (long[] row : found.confusion().counts()) {
            confusion.add(IntStream.range(0, row.length).mapToObj(j -> row[j]).toList());
        }
        object.put("confusion", confusion);
        return Json.write(object);
    }
}
