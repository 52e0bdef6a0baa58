package dev.recur.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * BLEU of a corpus (Papineni et al. 2002) as sacreBLEU 2 computes it (Post 2018): orders 1 to 4, their matches and lengths summed over all
 * texts; an order without a match counts 1/2, 1/4, ... of one ("exp" smoothing); always four orders. The reference whose length is nearest,
 * the shorter of two, gives the length that brevity is judged by.
 */
public final class Bleu {
    /** How texts are cut for the comparison, whatever the model's tokens are. */
    public enum Tokens {
        /** As mteval-v13a does: punctuation apart, but for points and commas in numbers. */
        T13A("13a"),
        /** Each character for itself, white space left out. */
        CHARACTERS("char"),
        /** At white space. */
        WORDS("none");

        private final String name;

        Tokens(String name) {
            this.name = name;
        }

        /** As sacreBLEU spells it. */
        public static Tokens named(String name) {
            for (Tokens tokens : values()) {
                if (tokens.name.equals(name)) {
                    return tokens;
                }
            }
            throw new IllegalArgumentException("BLEU is counted in 13a, char or none, not in " + name);
        }
    }

    /**
     * What came out.
     *
     * @param score 0 to 100
     * @param precisions of each order, 0 to 100
     * @param brevity the penalty, 0 to 1
     * @param length of all that was written, in tokens
     * @param referenceLength of the nearest references
     */
    public record Score(double score, double[] precisions, double brevity, long length, long referenceLength) {}

    private static final int ORDERS = 4;
    private static final Pattern BEFORE = Pattern.compile("([^0-9])([.,])");
    private static final Pattern AFTER = Pattern.compile("([.,])([^0-9])");
    private static final Pattern DASH = Pattern.compile("([0-9])(-)");

    private final Tokens tokens;
    private final boolean lower;
    private final long[] matches = new long[ORDERS];
    private final long[] totals = new long[ORDERS];
    private long length;
    private long referenceLength;
    private int mostReferences;
    private int fewestReferences = Integer.MAX_VALUE;

    public Bleu(Tokens tokens, boolean lower) {
        this.tokens = tokens;
        this.lower = lower;
    }

    /** Counts one text; there is at least one reference. */
    public void add(String found, List<String> references) {
        List<String> hypothesis = cut(found);
        Map<List<String>, Integer> most = new HashMap<>();
        int nearest = -1;
        for (String reference : references) {
            List<String> words = cut(reference);
            int off = Math.abs(words.size() - hypothesis.size());
            int best = Math.abs(nearest - hypothesis.size());
            if (nearest < 0 || off < best || off == best && words.size() < nearest) {
                nearest = words.size();
            }
            grams(words).forEach((gram, count) -> most.merge(gram, count, Math::max));
        }
        length += hypothesis.size();
        referenceLength += nearest;
        mostReferences = Math.max(mostReferences, references.size());
        fewestReferences = Math.min(fewestReferences, references.size());
        grams(hypothesis).forEach((gram, count) -> {
            totals[gram.size() - 1] += count;
            matches[gram.size() - 1] += Math.min(count, most.getOrDefault(gram, 0));
        });
    }

    private static Map<List<String>, Integer> grams(List<String> words) {
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int from = 0; from < words.size(); from++) {
            for (int to = from + 1; to <= Math.min(words.size(), from + ORDERS); to++) {
                counts.merge(words.subList(from, to), 1, Integer::sum);
            }
        }
        return counts;
    }

    public Score score() {
        double[] precisions = new double[ORDERS];
        double brevity =
                length >= referenceLength ? 1 : length == 0 ? 0 : StrictMath.exp(1 - (double) referenceLength / length);
        if (matches[0] + matches[1] + matches[2] + matches[3] == 0) {
            return new Score(0, precisions, brevity, length, referenceLength);
        }
        double smoothing = 1;
        double logs = 0;
        for (int n = 0; n < ORDERS; n++) {
            if (totals[n] == 0) {
                return new Score(0, precisions, brevity, length, referenceLength);
            }
            if (matches[n] == 0) {
                smoothing *= 2;
                precisions[n] = 100 / (smoothing * totals[n]);
            } else {
                precisions[n] = 100.0 * matches[n] / totals[n];
            }
            logs += StrictMath.log(precisions[n]);
        }
        return new Score(brevity * StrictMath.exp(logs / ORDERS), precisions, brevity, length, referenceLength);
    }

    /** What it depends on, as sacreBLEU writes it, but for the version. */
    public String signature() {
        String references = fewestReferences < mostReferences ? "var" : String.valueOf(mostReferences);
        return "nrefs:" + references + "|case:" + (lower ? "lc" : "mixed") + "|eff:no|tok:" + tokens.name
                + "|smooth:exp";
    }

    // ---- tokens

    List<String> cut(String text) {
        String cased = lower ? text.toLowerCase(Locale.ROOT) : text;
        if (tokens == Tokens.CHARACTERS) {
            List<String> signs = new ArrayList<>();
            cased.codePoints()
                    .filter(symbol -> !blank(symbol))
                    .forEach(symbol -> signs.add(Character.toString(symbol)));
            return signs;
        }
        return words(tokens == Tokens.T13A ? cut13a(cased.stripTrailing()) : cased);
    }

    private static String cut13a(String text) {
        String plain = text.replace("<skipped>", "").replace("-\n", "").replace('\n', ' ');
        if (plain.indexOf('&') >= 0) {
            plain = plain.replace("&quot;", "\"")
                    .replace("&amp;", "&")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">");
        }
        StringBuilder signs = new StringBuilder(" ");
        plain.codePoints().forEach(symbol -> {
            if (sign(symbol)) {
                signs.append(' ').appendCodePoint(symbol).append(' ');
            } else {
                signs.appendCodePoint(symbol);
            }
        });
        String apart = BEFORE.matcher(signs.append(' ')).replaceAll("$1 $2 ");
        apart = AFTER.matcher(apart).replaceAll(" $1 $2");
        return DASH.matcher(apart).replaceAll("$1 $2 ");
    }

    /** ASCII signs but for the apostrophe, the comma, the dash and the point. */
    private static boolean sign(int symbol) {
        return symbol >= ' ' && symbol <= '&'
                || symbol >= '(' && symbol <= '+'
                || symbol == '/'
                || symbol >= ':' && symbol <= '@'
                || symbol >= '[' && symbol <= '`'
                || symbol >= '{' && symbol <= '~';
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        text.codePoints().forEach(symbol -> {
            if (!blank(symbol)) {
                word.appendCodePoint(symbol);
            } else if (word.length() > 0) {
                words.add(word.toString());
                word.setLength(0);
            }
        });
        if (word.length() > 0) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean blank(int symbol) {
        return Character.isWhitespace(symbol) || Character.isSpaceChar(symbol) || symbol == 0x85;
    }
}
