package dev.recur.cli;

import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A text as the command line gives it: a file's name, or the text itself. */
final class TextArgument {
    static final String HELP = "A file (.gz too), or the text itself.";

    private TextArgument() {}

    /** Enough of it for the first {@code most} tokens of any model. */
    static String forTokens(String argument, int most) throws IOException {
        if (most < 2) {
            throw new IllegalArgumentException(
                    "--most is " + most + ", but at least 2 tokens are needed: one to read and one to predict");
        }
        return read(argument, (int) Math.min(Integer.MAX_VALUE, 16L * most));
    }

    /** About the first {@code most} characters, if it is a file. */
    static String read(String argument, int most) throws IOException {
        if (argument.isEmpty()) {
            throw new IllegalArgumentException("the text is empty; give a file or some words");
        }
        boolean named = argument.codePoints().noneMatch(Character::isWhitespace)
                && (argument.contains("/") || argument.endsWith(".txt") || argument.endsWith(".gz"));
        if (!exists(argument)) {
            if (named) {
                throw new NoSuchFileException(argument);
            }
            return argument;
        }
        Corpus corpus = Corpus.read(List.of(Path.of(argument)), Tokenizer.CHARACTERS, false);
        Vocabulary all = corpus.vocabulary(1, Integer.MAX_VALUE);
        int[] ids = new int[(int) Math.min(most, corpus.size())];
        corpus.encode(all).copy(0, ids, 0, ids.length);
        return all.decode(ids);
    }

    private static boolean exists(String argument) {
        try {
            return Files.exists(Path.of(argument));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
