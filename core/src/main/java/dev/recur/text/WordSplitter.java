package dev.recur.text;

import java.util.function.Consumer;

/** Cuts code points into words at white space; a line end is a word of its own. */
final class WordSplitter implements Symbols {
    static final String LINE_END = "\n";

    private final Consumer<String> out;
    private final StringBuilder word = new StringBuilder();

    WordSplitter(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public void accept(int symbol) {
        if (!Tokenizer.separates(symbol)) {
            word.appendCodePoint(symbol);
            return;
        }
        end();
        if (symbol == '\n') {
            out.accept(LINE_END);
        }
    }

    /** Nothing follows; a word that was begun is whole. */
    void end() {
        if (word.length() > 0) {
            out.accept(word.toString());
            word.setLength(0);
        }
    }
}
