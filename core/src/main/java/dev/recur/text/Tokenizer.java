package dev.recur.text;

import java.util.Locale;

/** What one token is. */
public enum Tokenizer {
    /** A Unicode code point. */
    CHARACTERS,
    /** A byte, whatever it means: for files that are not UTF-8, and for models without unknown tokens. */
    BYTES,
    /**
     * What stands between white space; a line end is a token of its own. Written back with single spaces, so other white space is
     * not kept; punctuation that should be apart must be apart in the text.
     */
    WORDS;

    /** As options spell it. */
    public static Tokenizer of(String name) {
        for (Tokenizer tokenizer : values()) {
            if (tokenizer.toString().equals(name)) {
                return tokenizer;
            }
        }
        throw new IllegalArgumentException("tokens are " + name + "; they can be characters, bytes or words");
    }

    /** True for the white space that separates words, the line end among it. */
    static boolean separates(int symbol) {
        return Character.isWhitespace(symbol) || Character.isSpaceChar(symbol);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
