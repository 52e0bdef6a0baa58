package dev.recur.cli;

import dev.recur.model.Tagger;
import dev.recur.store.Json;
import dev.recur.train.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What {@code recur predict} says of texts that a tagger reads: words with their tags, or a text cut into words. */
record TaggerText(Tagger tagger, boolean probabilities, boolean json) {
    private static final int LIKELIEST = 3;

    /** A line each, or with probabilities a line a token and an empty one behind each text. */
    List<String> of(List<String> texts) {
        List<List<String>> sentences = new ArrayList<>();
        for (String text : texts) {
            List<String> tokens = tagger.model().tokens(text);
            if (tokens.isEmpty()) {
                throw new IllegalArgumentException("the text \"" + text + "\" holds nothing to tag");
            }
            sentences.add(tokens);
        }
        List<List<String>> tags = tagger.tag(sentences);
        return IntStream.range(0, texts.size())
                .mapToObj(i -> json
                        ? json(texts.get(i), sentences.get(i), tags.get(i))
                        : probabilities ? table(sentences.get(i), tags.get(i)) : line(sentences.get(i), tags.get(i)))
                .toList();
    }

    private String line(List<String> tokens, List<String> tags) {
        return tagger.model().config().segment()
                ? words(tokens, tags, tokens.size())
                : IntStream.range(0, tokens.size())
                        .mapToObj(i -> tokens.get(i) + "/" + tags.get(i))
                        .collect(Collectors.joining(" "));
    }

    /** The words of the first characters, apart by blanks. */
    static String words(List<String> characters, List<String> tags, int most) {
        String words = String.join(" ", Span.join(characters.subList(0, most), Span.of(tags.subList(0, most))));
        return words + (most < characters.size() ? " …" : "");
    }

    private String table(List<String> tokens, List<String> tags) {
        double[][] shares = tagger.probabilities(tokens);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            lines.append(tokens.get(i)).append('\t').append(tags.get(i)).append('\t');
            lines.append(likeliest(shares[i])).append(System.lineSeparator());
        }
        return lines.toString();
    }

    private String likeliest(double[] shares) {
        return IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -shares[k]))
                .limit(LIKELIEST)
                .map(k -> String.format(
                        Locale.ROOT, "%s %.4f", tagger.model().tags().get(k), shares[k]))
                .collect(Collectors.joining(", "));
    }

    private String json(String text, List<String> tokens, List<String> tags) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", text);
        if (tagger.model().config().segment()) {
            object.put("words", Span.join(tokens, Span.of(tags)));
        } else {
            object.put("tokens", tokens);
            object.put("tags", tags);
        }
        if (probabilities) {
            double[][] shares = tagger.probabilities(tokens);
            List<Double> own = new ArrayList<>();
            for (int i = 0; i < tokens.size(); i++) {
                own.add(shares[i][tagger.model().tags().indexOf(tags.get(i))]);
            }
            object.put("probabilities", own);
        }
        return Json.write(object);
    }
}
