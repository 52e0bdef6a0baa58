package dev.recur.text;

/**
 * Sets what is no letter and no digit apart from the words it touches, and puts it back. Where there was no space, {@link #JOINT} stands on
 * that side of the sign: {@code don't!} becomes {@code don ￭'￭ t ￭!}. So words are found however they are punctuated, and a text that was
 * written in such pieces can be put together as it should stand.
 */
public final class Punctuation {
    /** Half-width black square, the sign that tools for translation use for this. A text that holds it is read with {@link #SQUARE}. */
    static final char JOINT = '\uFFED';

    private static final char SQUARE = '\u25A0';

    private Punctuation() {}

    /** Signs become words of their own; runs of white space become single spaces. */
    public static String apart(String text) {
        StringBuilder apart = new StringBuilder();
        boolean touches = false; // something stands right before
        boolean sign = false; // and it is a sign
        for (int i = 0; i < text.length(); ) {
            int symbol = text.codePointAt(i) == JOINT ? SQUARE : text.codePointAt(i);
            i += Character.charCount(symbol);
            if (Tokenizer.separates(symbol)) {
                touches = false;
                continue;
            }
            boolean letter = letter(symbol);
            if (!touches && apart.length() > 0 || touches && (sign || !letter)) {
                if (sign && touches && letter) {
                    apart.append(JOINT);
                }
                apart.append(' ');
                if (touches && !letter) {
                    apart.append(JOINT);
                }
            }
            apart.appendCodePoint(symbol);
            touches = true;
            sign = !letter;
        }
        return apart.toString();
    }

    /** Marks go with the letter before them. */
    private static boolean letter(int symbol) {
        int type = Character.getType(symbol);
        return Character.isLetterOrDigit(symbol)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /** The inverse of {@link #apart}, but for the width of white space; of words that do not come from there, what comes nearest. */
    public static String together(String apart) {
        StringBuilder text = new StringBuilder();
        boolean joins = true;
        for (String word : apart.split(" ")) {
            int from = word.length() > 1 && word.charAt(0) == JOINT ? 1 : 0;
            int to = word.length() > 1 && word.charAt(word.length() - 1) == JOINT ? word.length() - 1 : word.length();
            text.append(joins || from > 0 ? "" : " ").append(word, Math.min(from, to), to);
            joins = to < word.length();
        }
        return text.toString();
    }
}
