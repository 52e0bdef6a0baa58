package dev.recur.inspect;

import java.util.List;
import java.util.function.Function;

/**
 * Something about each place of a text that a unit may follow: a number for each character.
 *
 * @param name as the command line takes it
 * @param description in a few words
 * @param remembered whether the character that has just been read does not tell it: a unit that follows it must remember
 */
public record Property(String name, String description, boolean remembered, Function<int[], double[]> of) {
    private static final int NEAR = 5;

    /** Those that come with the library. */
    public static final List<Property> ALL = List.of(
            new Property("line-position", "characters since the line began", true, Property::linePosition),
            new Property("line-end", "the line ends within " + NEAR + " characters", true, Property::lineEnd),
            new Property("line-start", "the first " + NEAR + " characters of a line", true, Property::lineStart),
            new Property(
                    "empty-line", "characters since an empty line, as a logarithm", true, Property::sinceEmptyLine),
            new Property("quotes", "inside double quotation marks", true, Property::quotes),
            new Property("brackets", "depth of open brackets", true, Property::brackets),
            new Property("digits", "inside a run of digits", false, text -> each(text, Character::isDigit)),
            new Property("capitals", "a capital letter", false, text -> each(text, Character::isUpperCase)),
            new Property("letters", "a letter", false, text -> each(text, Character::isLetter)),
            new Property("spaces", "white space", false, text -> each(text, Character::isWhitespace)),
            new Property("vowels", "a vowel", false, text -> each(text, point -> "aeiouAEIOU".indexOf(point) >= 0)),
            new Property("word-position", "letters since the word began", true, Property::wordPosition),
            new Property("sentence", "characters since a full stop, as a logarithm", true, Property::sincePeriod),
            new Property("punctuation", "a mark of punctuation", false, text -> each(text, Property::punctuation)));

    /** The property of this name. */
    public static Property named(String name) {
        return ALL.stream()
                .filter(property -> property.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no property " + name + "; properties: "
                        + String.join(" ", ALL.stream().map(Property::name).toList())));
    }

    /**
     * For each token of a passage: the value at the last character that it adds to the text, or at the one before where it adds none.
     */
    public double[] of(Passage passage) {
        List<String> pieces = passage.pieces();
        double[] values = of.apply(String.join("", pieces).codePoints().toArray());
        double[] tokens = new double[pieces.size()];
        int at = 0;
        for (int t = 0; t < tokens.length; t++) {
            at += pieces.get(t).codePointCount(0, pieces.get(t).length());
            tokens[t] = at == 0 ? 0 : values[at - 1];
        }
        return tokens;
    }

    /** Something that holds of a character or not. */
    private interface Holds {
        boolean of(int point);
    }

    private static double[] each(int[] text, Holds holds) {
        double[] values = new double[text.length];
        for (int i = 0; i < text.length; i++) {
            values[i] = holds.of(text[i]) ? 1 : 0;
        }
        return values;
    }

    private static boolean punctuation(int point) {
        return switch (Character.getType(point)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static double[] linePosition(int[] text) {
        double[] values = new double[text.length];
        double position = 0;
        for (int i = 0; i < text.length; i++) {
            position = text[i] == '\n' ? 0 : position + 1;
            values[i] = position;
        }
        return values;
    }

    private static double[] lineStart(int[] text) {
        double[] values = linePosition(text);
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] > 0 && values[i] <= NEAR ? 1 : 0;
        }
        return values;
    }

    /** Known only to those who see the future; a unit that follows it has learned when lines end. */
    private static double[] lineEnd(int[] text) {
        double[] values = new double[text.length];
        int distance = Integer.MAX_VALUE;
        for (int i = text.length - 1; i >= 0; i--) {
            values[i] = distance < NEAR ? 1 : 0;
            distance = text[i] == '\n' ? 0 : distance == Integer.MAX_VALUE ? distance : distance + 1;
        }
        return values;
    }

    private static double[] sinceEmptyLine(int[] text) {
        double[] values = new double[text.length];
        double since = 0;
        for (int i = 0; i < text.length; i++) {
            since = text[i] == '\n' && i > 0 && text[i - 1] == '\n' ? 0 : since + 1;
            values[i] = StrictMath.log(1 + since);
        }
        return values;
    }

    private static double[] sincePeriod(int[] text) {
        double[] values = new double[text.length];
        double since = 0;
        for (int i = 0; i < text.length; i++) {
            since = ".!?。！？".indexOf(text[i]) >= 0 ? 0 : since + 1;
            values[i] = StrictMath.log(1 + since);
        }
        return values;
    }

    /** Straight quotes open and close in turn; an empty line closes what was forgotten. */
    private static double[] quotes(int[] text) {
        double[] values = new double[text.length];
        boolean inside = false;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '"') {
                inside = !inside;
            } else if (text[i] == '“' || text[i] == '「' || text[i] == '«') {
                inside = true;
            } else if (text[i] == '”' || text[i] == '」' || text[i] == '»') {
                inside = false;
            } else if (text[i] == '\n' && i > 0 && text[i - 1] == '\n') {
                inside = false;
            }
            values[i] = inside ? 1 : 0;
        }
        return values;
    }

    private static double[] brackets(int[] text) {
        double[] values = new double[text.length];
        double depth = 0;
        for (int i = 0; i < text.length; i++) {
            if ("([{（【".indexOf(text[i]) >= 0) {
                depth++;
            } else if (")]}）】".indexOf(text[i]) >= 0) {
                depth = Math.max(0, depth - 1);
            }
            values[i] = depth;
        }
        return values;
    }

    private static double[] wordPosition(int[] text) {
        double[] values = new double[text.length];
        double position = 0;
        for (int i = 0; i < text.length; i++) {
            position = Character.isLetter(text[i]) ? position + 1 : 0;
            values[i] = position;
        }
        return values;
    }
}
