package dev.recur.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Words, each with its tag, and the line each comes from.
 *
 * @param lines counted from 1
 */
public record TaggedSentence(List<String> words, List<String> tags, List<Integer> lines) {
    public TaggedSentence {
        words = List.copyOf(words);
        tags = List.copyOf(tags);
        lines = List.copyOf(lines);
        if (words.size() != tags.size() || words.size() != lines.size()) {
            throw new IllegalArgumentException("TaggedSentence: " + words.size() + " words, " + tags.size() + " tags, "
                    + lines.size() + " lines; each word needs one of each");
        }
    }

    public int size() {
        return words.size();
    }

    /**
     * Its characters, each tagged with where it stands in its word: B, M or E for its begin, middle or end, S for a word of one character
     * (Xue 2003).
     */
    public TaggedSentence characters() {
        List<String> characters = new ArrayList<>();
        List<String> places = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            int[] symbols = words.get(i).codePoints().toArray();
            for (int j = 0; j < symbols.length; j++) {
                characters.add(Character.toString(symbols[j]));
                places.add(symbols.length == 1 ? "S" : j == 0 ? "B" : j == symbols.length - 1 ? "E" : "M");
                from.add(lines.get(i));
            }
        }
        return new TaggedSentence(characters, places, from);
    }
}
