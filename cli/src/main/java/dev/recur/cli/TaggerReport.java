package dev.recur.cli;

import dev.recur.model.SequenceTagger;
import dev.recur.store.Json;
import dev.recur.text.TaggedSentence;
import dev.recur.train.TagEvaluation;
import dev.recur.train.TagScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What {@code recur evaluate} says of a tagger. */
record TaggerReport(SequenceTagger model, TagEvaluation evaluation) {
    private static final int MOST = 12; // pairs that are confused
    private static final int WORST = 5;
    private static final int LONGEST = 60; // tokens that are shown of a sentence

    void print(Terminal terminal) {
        TagScore score = evaluation.score();
        boolean segment = model.config().segment();
        terminal.say(String.format(
                Locale.ROOT,
                "  %,d sentences, %,d %s: accuracy %.2f %%, sentences without an error %.2f %%",
                score.sentences(),
                score.tokens(),
                segment ? "characters" : "words",
                100 * score.accuracy(),
                100 * score.wholeSentences()));
        if (evaluation.strange() > 0) {
            terminal.say(String.format(
                    Locale.ROOT,
                    "  %,d words have a tag that the model does not know; they count as wrong",
                    evaluation.strange()));
        }
        terminal.say("");
        (evaluation.spans() ? spans(segment) : tags()).print(terminal);
        terminal.say("");
        if (!segment) {
            confusions(terminal);
        }
        worst(terminal, segment);
    }

    private Table spans(boolean segment) {
        Table table = new Table(segment ? "" : "span", "there are", "found", "precision", "recall", "F1");
        if (!segment) {
            evaluation.score().types().forEach((type, counts) -> row(table, type, counts));
        }
        row(table, segment ? "words" : "all", evaluation.score().spans());
        return table;
    }

    private static void row(Table table, String name, TagScore.Counts counts) {
        table.row(
                name,
                counts.wanted(),
                counts.found(),
                percent(counts.precision()),
                percent(counts.recall()),
                percent(counts.f1()));
    }

    /** Each tag as if it were a span of one word. */
    private Table tags() {
        Table table = new Table("tag", "there are", "found", "precision", "recall", "F1");
        Map<String, Map<String, Long>> confusion = evaluation.score().confusion();
        Map<String, Long> found = new TreeMap<>();
        confusion.values().forEach(row -> row.forEach((tag, times) -> found.merge(tag, times, Long::sum)));
        confusion.forEach((tag, row) -> {
            long wanted = row.values().stream().mapToLong(Long::longValue).sum();
            row(table, tag, new TagScore.Counts(wanted, found.getOrDefault(tag, 0L), row.getOrDefault(tag, 0L)));
        });
        return table;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    private void confusions(Terminal terminal) {
        record Pair(String wanted, String found, long times) {}
        List<Pair> pairs = new ArrayList<>();
        evaluation
                .score()
                .confusion()
                .forEach((wanted, row) -> row.forEach((found, times) -> pairs.add(new Pair(wanted, found, times))));
        pairs.removeIf(pair -> pair.wanted.equals(pair.found));
        pairs.sort(Comparator.comparingLong(pair -> -pair.times));
        if (pairs.isEmpty()) {
            return;
        }
        terminal.say("confused most often");
        Table table = new Table("it is", "said was", "times");
        pairs.stream().limit(MOST).forEach(pair -> table.row(pair.wanted, pair.found, pair.times));
        table.print(terminal);
        terminal.say("");
    }

    private void worst(Terminal terminal, boolean segment) {
        List<TagEvaluation.Wrong> errors = evaluation.worst(WORST);
        if (errors.isEmpty()) {
            return;
        }
        terminal.say("worst errors");
        for (TagEvaluation.Wrong error : errors) {
            TaggedSentence sentence = evaluation.sentences().get(error.sentence());
            List<String> found = evaluation.found().get(error.sentence());
            terminal.say("  line " + sentence.lines().get(0) + ", " + error.tags() + " wrong");
            int shown = Math.min(LONGEST, sentence.size());
            if (segment) {
                terminal.say("    it is:    " + TaggerText.words(sentence.words(), sentence.tags(), shown));
                terminal.say("    said was: " + TaggerText.words(sentence.words(), found, shown));
            } else {
                terminal.say("    " + marked(terminal, sentence, found, shown));
            }
        }
    }

    /** Right words as they are, wrong ones with both tags: {@code word/said!right}. */
    private static String marked(Terminal terminal, TaggedSentence sentence, List<String> found, int shown) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            String wanted = sentence.tags().get(i);
            String word = sentence.words().get(i);
            line.append(i == 0 ? "" : " ")
                    .append(
                            wanted.equals(found.get(i))
                                    ? word
                                    : terminal.paint(Style.RED, word + "/" + found.get(i) + "!" + wanted));
        }
        return line + (shown < sentence.size() ? " …" : "");
    }

    /** One object. */
    String json() {
        TagScore score = evaluation.score();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", model.kind());
        object.put("sentences", score.sentences());
        object.put("tokens", score.tokens());
        object.put("accuracy", score.accuracy());
        object.put("whole_sentences", score.wholeSentences());
        if (evaluation.spans()) {
            object.put("precision", score.spans().precision());
            object.put("recall", score.spans().recall());
            object.put("f1", score.spans().f1());
        }
        object.put("unknown_tags", evaluation.strange());
        return Json.write(object);
    }
}
