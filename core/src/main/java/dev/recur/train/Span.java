package dev.recur.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring tokens that belong together, as tags with the prefixes of the IOB family say: B begins, I or M is inside, E ends, S is one
 * alone, O is outside. Read as conlleval reads them (Tjong Kim Sang and Buchholz 2000): a change of type begins a span too, so any sequence
 * of tags has a meaning.
 *
 * @param from the first token
 * @param to the one behind the last
 * @param type what stands behind the prefix and its dash; may be empty
 */
public record Span(int from, int to, String type) {
    /** Whether all of these tags are of that family, each with a type. */
    public static boolean tags(List<String> tags) {
        return tags.stream().allMatch(tag -> tag.equals("O") || tag.matches("[BIMES]-.+"))
                && tags.stream().anyMatch(tag -> !tag.equals("O"));
    }

    /** The spans of a sequence of tags, in their order. */
    public static List<Span> of(List<String> tags) {
        List<Span> spans = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= tags.size(); i++) {
            String tag = i < tags.size() ? tags.get(i) : "O";
            String before = i > 0 ? tags.get(i - 1) : "O";
            if (from >= 0 && ends(before, tag)) {
                spans.add(new Span(from, i, type(before)));
                from = -1;
            }
            if (from < 0 && prefix(tag) != 'O') {
                from = i;
            }
        }
        return spans;
    }

    private static boolean ends(String before, String tag) {
        char last = prefix(before);
        char next = prefix(tag);
        return last == 'E'
                || last == 'S'
                || next == 'O'
                || next == 'B'
                || next == 'S'
                || !type(before).equals(type(tag));
    }

    private static char prefix(String tag) {
        return tag.isEmpty() ? 'O' : tag.charAt(0);
    }

    private static String type(String tag) {
        return tag.length() > 2 ? tag.substring(2) : "";
    }

    /** The tokens of each span as one, in their order: characters to words. */
    public static List<String> join(List<String> tokens, List<Span> spans) {
        List<String> words = new ArrayList<>();
        for (Span span : spans) {
            words.add(String.join("", tokens.subList(span.from(), span.to())));
        }
        return words;
    }
}
