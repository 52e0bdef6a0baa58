package dev.recur.cli;

import dev.recur.generate.Generator;
import dev.recur.generate.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a model writes behind a language's tag, or given the language.
 *
 * @param made up: in none of the texts
 * @param real names that exist, of all that were written
 */
record NewNames(String tag, List<String> made, int real, int all) {
    /** Of the unlikeliest letters none is tried: a name may be odd, but not out of its script. */
    static final Sampling SAMPLING = new Sampling(0.7, 0, 0.9);

    private static final int WRITTEN = 32;
    private static final int SHOWN = 4;
    private static final int LONGEST = 40;

    static NewNames of(Generator generator, PlaceNames names, String tag) {
        boolean given = !generator.model().givens().isEmpty();
        StringBuilder[] texts = new StringBuilder[WRITTEN];
        Arrays.setAll(texts, i -> new StringBuilder());
        generator.generate(
                Collections.nCopies(WRITTEN, given ? List.of(Tongue.name(tag)) : List.of()),
                given ? "" : tag + " ",
                LONGEST,
                (text, piece) -> texts[text].append(piece));
        Set<String> made = new LinkedHashSet<>();
        int real = 0;
        for (StringBuilder text : texts) {
            String name = text.toString().strip();
            if (names.holds(tag, name)) {
                real++;
            } else if (!name.isEmpty()) {
                made.add(name);
            }
        }
        return new NewNames(tag, new ArrayList<>(made), real, WRITTEN);
    }

    /** The first few. */
    String line() {
        return "    " + Columns.pad(Tongue.name(tag), 9, false) + " "
                + String.join(" · ", made.subList(0, Math.min(SHOWN, made.size())))
                + "   (" + real + " of " + all + " were real)";
    }
}
