package dev.recur.train;

import dev.recur.model.Forms;
import dev.recur.model.SequenceTagger;
import dev.recur.random.Randomness;
import dev.recur.text.TaggedFile;
import dev.recur.text.TaggedSentence;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sentences of a run, and what they make known by name.
 *
 * @param validation empty if there is nothing to validate with
 * @param sha256 of all files
 */
record TagData(
        List<TaggedSentence> training, List<TaggedSentence> validation, SequenceTagger.Words words, String sha256) {
    /** Rarer pairs are unknown: nothing is learnt of what occurs once. */
    private static final long PAIRS_AT_LEAST = 2;

    static TagData read(Training training, TagOptions options, TrainingFiles files) throws IOException {
        MessageDigest digest = newDigest();
        List<TaggedSentence> all = new ArrayList<>();
        for (Path file : files.training()) {
            all.addAll(sentences(file, options, digest));
        }
        Path other = files.validation();
        List<TaggedSentence> held = other == null ? List.of() : sentences(other, options, digest);
        if (other == null) {
            int share = (int) StrictMath.rint(training.valid() * all.size());
            int[] order = new Randomness(training.seed()).stream("validation").permutation(all.size(), 0);
            List<TaggedSentence> mixed = new ArrayList<>();
            for (int place : order) {
                mixed.add(all.get(place));
            }
            boolean splits = share > 0 && share < all.size();
            held = splits ? mixed.subList(0, share) : List.of();
            all = splits ? mixed.subList(share, mixed.size()) : all;
        }
        return new TagData(
                List.copyOf(all),
                List.copyOf(held),
                words(all, held, options),
                HexFormat.of().formatHex(digest.digest()));
    }

    private static List<TaggedSentence> sentences(Path file, TagOptions options, MessageDigest digest)
            throws IOException {
        return read(file, options.wordColumn(), options.tagColumn(), options.segment(), digest);
    }

    /** The sentences of a file, cut into characters if words are to be found in them. */
    static List<TaggedSentence> read(
            Path file, int wordColumn, int tagColumn, boolean segment, @Nullable MessageDigest digest)
            throws IOException {
        int tags = segment ? TaggedFile.UNTAGGED : tagColumn; // words that are to be found need none
        List<TaggedSentence> sentences = TaggedFile.read(file, wordColumn, tags, digest == null ? newDigest() : digest);
        return segment ? sentences.stream().map(TaggedSentence::characters).toList() : sentences;
    }

    private static SequenceTagger.Words words(
            List<TaggedSentence> training, List<TaggedSentence> validation, TagOptions options) {
        List<String> forms = new ArrayList<>();
        List<String> pairs = new ArrayList<>();
        Map<String, Long> tags = new LinkedHashMap<>();
        for (TaggedSentence sentence : training) {
            for (int i = 0; i < sentence.size(); i++) {
                forms.add(sentence.words().get(i));
                if (options.pairEmbedding() > 0) {
                    pairs.add(SequenceTagger.pair(sentence.words(), i));
                }
                tags.merge(sentence.tags().get(i), 1L, Long::sum);
            }
        }
        validation.forEach(sentence -> sentence.tags().forEach(tag -> tags.putIfAbsent(tag, 0L)));
        boolean lower = options.config().lower();
        return new SequenceTagger.Words(
                Vocabulary.of(
                        forms.stream().map(form -> Forms.word(form, lower)).toList(),
                        Tokenizer.WORDS,
                        false,
                        options.atLeast(),
                        Integer.MAX_VALUE),
                Vocabulary.of(pairs, Tokenizer.WORDS, false, PAIRS_AT_LEAST, Integer.MAX_VALUE)
                        .tokens(),
                Vocabulary.of(options.segment() ? List.of() : forms, Tokenizer.CHARACTERS, false, 1, Integer.MAX_VALUE),
                tags.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    long tokens() {
        return training.stream().mapToLong(TaggedSentence::size).sum();
    }
}
