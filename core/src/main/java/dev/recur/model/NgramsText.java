package dev.recur.model;

import dev.recur.store.Json;
import dev.recur.text.Ngrams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The n-grams of a model, as its file says them: the number of the first n - 1 tokens of each and its last token, in turn. */
final class NgramsText {
    private static final String LIST = "ngrams";

    private NgramsText() {}

    static String write(Ngrams ngrams) {
        List<Integer> list = new ArrayList<>();
        for (int row = 0; row < ngrams.size(); row++) {
            list.add(ngrams.prefix(row));
            list.add(ngrams.last(row));
        }
        return Json.write(Map.of(LIST, list));
    }

    /**
     * @param tokens of the model's vocabulary
     * @throws IllegalArgumentException if it is not what {@link #write} writes
     */
    static Ngrams read(String text, int tokens) {
        if (!(Json.read(text).get(LIST) instanceof List<?> list) || list.isEmpty() || list.size() % 2 != 0) {
            throw new IllegalArgumentException("its n-grams are no list of pairs of numbers");
        }
        int[] prefixes = new int[list.size() / 2];
        int[] lasts = new int[prefixes.length];
        for (int row = 0; row < prefixes.length; row++) {
            prefixes[row] = number(list.get(2 * row));
            lasts[row] = number(list.get(2 * row + 1));
        }
        return Ngrams.of(tokens, prefixes, lasts);
    }

    private static int number(Object found) {
        if (found instanceof Long number && number == number.intValue()) {
            return number.intValue();
        }
        throw new IllegalArgumentException("its n-grams hold " + found + " instead of a number");
    }

    /** What each row of the vectors stands for, so that rows of two models can be told to be the same. */
    static List<String> names(Ngrams ngrams, List<String> tokens) {
        List<String> names = new ArrayList<>();
        for (int row = 0; row < ngrams.size(); row++) {
            names.add(Arrays.stream(ngrams.sequence(row)).mapToObj(tokens::get).collect(Collectors.joining("\u0000")));
        }
        return names;
    }
}
