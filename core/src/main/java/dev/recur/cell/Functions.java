package dev.recur.cell;

import dev.recur.cell.Source.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of the language by their names, and guesses at what a wrong name meant. */
final class Functions {
    private static final Map<String, Op> NAMES = new LinkedHashMap<>();
    private static final Map<String, Op> ALIASES = Map.of("σ", Op.SIGMOID, "logistic", Op.SIGMOID, "φ", Op.TANH);

    static {
        for (Op op : Op.values()) {
            if (op.function()) {
                NAMES.put(op.sign(), op);
            }
        }
    }

    private Functions() {}

    static @Nullable Op builtIn(String name) {
        Op op = NAMES.get(name);
        return op == null ? ALIASES.get(name) : op;
    }

    /** Names that a text may not give to anything else; the signs of papers may be redefined. */
    static boolean reserved(String name) {
        return NAMES.containsKey(name);
    }

    static CellException unknown(Source source, Place place, String name, Collection<String> own) {
        List<String> known = new ArrayList<>(own);
        known.addAll(NAMES.keySet());
        String near = nearest(name, known);
        String guess = near == null ? "" : "did you mean " + near + "? ";
        return source.error(place, "there is no function " + name, guess + "functions: " + String.join(" ", known));
    }

    /** The name with the fewest changes of letters, null if none is near. */
    static @Nullable String nearest(String name, Collection<String> known) {
        String best = null;
        int fewest = Math.min(2, name.codePointCount(0, name.length()) - 1) + 1;
        for (String candidate : known) {
            int changes = changes(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            boolean sameLetter = best != null && changes == fewest && !best.startsWith(initial(name));
            if (changes < fewest || (sameLetter && candidate.startsWith(initial(name)))) {
                fewest = changes;
                best = candidate;
            }
        }
        return best;
    }

    private static String initial(String name) {
        return Character.toString(name.codePointAt(0));
    }

    private static int changes(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int p = 1; p <= a.length(); p++) {
            int diagonal = row[0];
            row[0] = p;
            for (int q = 1; q <= b.length(); q++) {
                int replaced = diagonal + (a.charAt(p - 1) == b.charAt(q - 1) ? 0 : 1);
                diagonal = row[q];
                row[q] = Math.min(replaced, Math.min(row[q], row[q - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
