package dev.recur.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Reads texts once, from the first byte to the last: cuts them into tokens, numbers these, and notes where documents begin. */
final class CorpusReader implements Symbols {
    private final Tokenizer tokenizer;
    private final boolean lines;
    private final Alphabet alphabet;
    private final IdStore store;
    private final WordSplitter words;
    private final MessageDigest digest = sha256();
    private long[] starts = new long[1024];
    private int documents;
    private long bytes;
    private int previous = '\n';
    private boolean returnPending;

    CorpusReader(Tokenizer tokenizer, boolean lines, long heapLimit) {
        this.tokenizer = tokenizer;
        this.lines = lines;
        this.alphabet = new Alphabet(tokenizer);
        this.store = new IdStore(heapLimit);
        this.words = new WordSplitter(word -> store.add(alphabet.count(word)));
    }

    Corpus read(List<Path> files) throws IOException {
        TextReader reader = new TextReader(tokenizer, digest, this);
        for (Path file : files) {
            separate();
            bytes += reader.read(file);
        }
        return finish(files.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }

    Corpus read(String text) throws IOException {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        digest.update(encoded);
        bytes = encoded.length;
        if (tokenizer == Tokenizer.BYTES) {
            for (byte value : encoded) {
                accept(value & 0xFF);
            }
        } else {
            text.codePoints().forEach(this::accept);
        }
        return finish("the text");
    }

    Corpus read(List<String> texts, List<GivenValues> givens, String sha256) throws IOException {
        for (int i = 0; i < texts.size(); i++) {
            if (tokenizer == Tokenizer.BYTES) {
                for (byte value : texts.get(i).getBytes(StandardCharsets.UTF_8)) {
                    put(value & 0xFF);
                }
            } else {
                texts.get(i).codePoints().forEach(this::put);
            }
            bytes += texts.get(i).getBytes(StandardCharsets.UTF_8).length;
            endDocument();
            if (documents != i + 1) {
                throw new TextException(givens.get(i).place(), "the text holds no " + tokenizer);
            }
        }
        return finish("the texts", sha256, givens);
    }

    @Override
    public void accept(int symbol) {
        previous = symbol;
        if (!lines) {
            put(symbol);
        } else if (symbol == '\n') {
            returnPending = false;
            endDocument();
        } else {
            if (returnPending) {
                put('\r');
            }
            returnPending = symbol == '\r';
            if (!returnPending) {
                put(symbol);
            }
        }
    }

    private void put(int symbol) {
        if (tokenizer == Tokenizer.WORDS) {
            words.accept(symbol);
        } else {
            store.add(alphabet.count(symbol));
        }
    }

    /** A document without tokens is none. */
    private void endDocument() {
        words.end();
        if (store.size() > starts[documents]) {
            documents++;
            if (documents == starts.length) {
                starts = Arrays.copyOf(starts, 2 * documents);
            }
            starts[documents] = store.size();
        }
    }

    /** No word and no line goes from one file into the next. */
    private void separate() {
        if (previous != '\n') {
            accept('\n');
        }
    }

    private Corpus finish(String place) throws IOException {
        return finish(place, HexFormat.of().formatHex(digest.digest()), List.of());
    }

    private Corpus finish(String place, String sha256, List<GivenValues> givens) throws IOException {
        if (lines && returnPending) {
            put('\r');
        }
        if (lines || store.size() == 0) {
            endDocument();
        } else {
            words.end();
        }
        if (store.size() == 0) {
            throw new TextException(place, "holds no text; there is nothing to read");
        }
        if (!lines) {
            documents = 1;
            starts[1] = store.size();
        }
        return new Corpus(
                tokenizer,
                lines,
                alphabet,
                store.finish(),
                Arrays.copyOf(starts, documents + 1),
                bytes,
                sha256,
                givens);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
