package dev.recur.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

    /** The tokens of a text, as they stand in it; bytes by their names. */
    public List<String> cut(String text) {
        List<String> tokens = new ArrayList<>();
        switch (this) {
            case CHARACTERS -> text.codePoints().forEach(symbol -> tokens.add(Character.toString(symbol)));
            case BYTES -> {
                for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
                    tokens.add(Vocabulary.byteName(value & 0xFF));
                }
            }
            case WORDS -> {
                WordSplitter splitter = new WordSplitter(tokens::add);
                text.codePoints().forEach(splitter::accept);
                splitter.end();
            }
        }
        return tokens;
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
