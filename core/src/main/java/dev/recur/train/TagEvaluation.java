package dev.recur.train;

import dev.recur.model.SequenceTagger;
import dev.recur.model.Tagger;
import dev.recur.parallel.Workers;
import dev.recur.store.Json;
import dev.recur.text.TaggedSentence;
import dev.recur.text.TextException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * How well a model tags the sentences of files.
 *
 * @param spans whether whole spans are counted, beside tags
 * @param strange words whose tag the model does not know: they count as wrong
 * @param sentences as wanted
 * @param found their tags as the model gives them
 */
public record TagEvaluation(
        TagScore score, boolean spans, long strange, List<TaggedSentence> sentences, List<List<String>> found) {
    /** A larger share of unknown tags is no accident: the column is another one. */
    private static final double MOST_STRANGE = 0.1;

    /** So many that those of like length can be tagged side by side. */
    private static final int TOGETHER = 1024;

    /**
     * A sentence with wrong tags.
     *
     * @param sentence an index of the sentences
     * @param tags how many
     */
    public record Wrong(int sentence, int tags) {}

    /**
     * Reads the columns that the model was trained on.
     *
     * @param watch told of the sentences
     * @throws CancellationException if {@code watch} does not want to go on
     */
    public static TagEvaluation of(SequenceTagger model, List<Path> files, Workers workers, Watch watch)
            throws IOException {
        Map<String, @Nullable Object> options = Json.read(model.provenance().getOrDefault("options", "{}"));
        return of(model, files, column(options, "word column"), column(options, "tag column"), workers, watch);
    }

    private static int column(Map<String, @Nullable Object> options, String name) {
        return options.get(name) instanceof Number number ? number.intValue() : 0;
    }

    /**
     * The same with other columns.
     *
     * @param wordColumn counted from 1; 0 for the first, or FORM of CoNLL-U
     * @param tagColumn counted from 1; 0 for the last, or UPOS of CoNLL-U
     * @throws TextException if a file cannot be read, or many of its tags are not the model's
     */
    public static TagEvaluation of(
            SequenceTagger model, List<Path> files, int wordColumn, int tagColumn, Workers workers, Watch watch)
            throws IOException {
        boolean segment = model.config().segment();
        Set<String> known = new HashSet<>(model.tags());
        List<TaggedSentence> sentences = new ArrayList<>();
        long strange = 0;
        for (Path file : files) {
            List<TaggedSentence> of = TagData.read(file, wordColumn, tagColumn, segment, null);
            strange += strange(file, of, known, model.tags());
            sentences.addAll(of);
        }
        List<List<String>> found = tagged(new Tagger(model, workers), sentences, watch);
        boolean spans = segment || Span.tags(model.tags());
        TagScore score = new TagScore(spans);
        for (int i = 0; i < sentences.size(); i++) {
            score.add(sentences.get(i).tags(), found.get(i));
        }
        return new TagEvaluation(score, spans, strange, List.copyOf(sentences), found);
    }

    private static List<List<String>> tagged(Tagger tagger, List<TaggedSentence> sentences, Watch watch) {
        List<List<String>> found = new ArrayList<>();
        for (int from = 0; from < sentences.size(); from += TOGETHER) {
            int to = Math.min(sentences.size(), from + TOGETHER);
            found.addAll(tagger.tag(sentences.subList(from, to).stream()
                    .map(TaggedSentence::words)
                    .toList()));
            watch.ask(to, sentences.size());
        }
        return found;
    }

    private static long strange(Path file, List<TaggedSentence> sentences, Set<String> known, List<String> tags)
            throws TextException {
        long strange = 0;
        long words = 0;
        int line = 0;
        String first = "";
        for (TaggedSentence sentence : sentences) {
            for (int i = 0; i < sentence.size(); i++) {
                if (!known.contains(sentence.tags().get(i))) {
                    line = strange == 0 ? sentence.lines().get(i) : line;
                    first = strange == 0 ? sentence.tags().get(i) : first;
                    strange++;
                }
            }
            words += sentence.size();
        }
        if (strange > MOST_STRANGE * words) {
            throw new TextException(
                    file,
                    line,
                    "expected a tag that the model knows, as " + tags.get(0) + " or " + tags.get(1) + ", found " + first
                            + "; " + strange + " of " + words + " words have unknown tags, so choose another column");
        }
        return strange;
    }

    /** The sentences with most wrong tags, the worst first; of equal ones the first stays first. */
    public List<Wrong> worst(int most) {
        List<Wrong> errors = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            int wrong = 0;
            for (int t = 0; t < sentences.get(i).size(); t++) {
                wrong += sentences.get(i).tags().get(t).equals(found.get(i).get(t)) ? 0 : 1;
            }
            if (wrong > 0) {
                errors.add(new Wrong(i, wrong));
            }
        }
        errors.sort(Comparator.comparingInt(error -> -error.tags()));
        return errors.subList(0, Math.min(most, errors.size()));
    }
}
