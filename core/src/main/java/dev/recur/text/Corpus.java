package dev.recur.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Texts, read and cut into tokens: one long document, or one document a line. Holds ids by first appearance; a vocabulary turns them
 * into its own.
 */
public final class Corpus {
    /** Of the heap, the share that ids may take before they go to a file. */
    private static final int HEAP_SHARE = 16;

    private final Tokenizer tokenizer;
    private final boolean lines;
    private final Alphabet alphabet;
    private final Ids ids;
    private final long[] starts;
    private final long bytes;
    private final String sha256;
    private final List<GivenValues> givens;

    Corpus(
            Tokenizer tokenizer,
            boolean lines,
            Alphabet alphabet,
            Ids ids,
            long[] starts,
            long bytes,
            String sha256,
            List<GivenValues> givens) {
        this.tokenizer = tokenizer;
        this.lines = lines;
        this.alphabet = alphabet;
        this.ids = ids;
        this.starts = starts;
        this.bytes = bytes;
        this.sha256 = sha256;
        this.givens = List.copyOf(givens);
    }

    /**
     * Reads files one behind the other. A file that does not end with a line end gets one before the next file begins.
     *
     * @param lines whether each line that is not empty is a document of its own; line ends are then no part of the text
     * @throws TextException if a file is missing, is not UTF-8 (unless bytes are read) or a damaged .gz file
     */
    public static Corpus read(List<Path> files, Tokenizer tokenizer, boolean lines) throws IOException {
        return new CorpusReader(tokenizer, lines, heapLimit()).read(files);
    }

    /** The same from a text at hand. */
    public static Corpus of(String text, Tokenizer tokenizer, boolean lines) throws IOException {
        return new CorpusReader(tokenizer, lines, heapLimit()).read(text);
    }

    /**
     * Texts at hand, each a document of its own, which may hold line ends.
     *
     * @param texts none of them empty
     * @param givens what each is given
     * @param sha256 of what they come from
     * @throws TextException if a text holds no token
     */
    public static Corpus of(List<String> texts, List<GivenValues> givens, Tokenizer tokenizer, String sha256)
            throws IOException {
        return new CorpusReader(tokenizer, true, heapLimit()).read(texts, givens, sha256);
    }

    private static long heapLimit() {
        return Runtime.getRuntime().maxMemory() / HEAP_SHARE / Integer.BYTES;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Whether each line is a document. */
    public boolean lines() {
        return lines;
    }

    /** The number of tokens. */
    public long size() {
        return ids.size();
    }

    /** The number of bytes, unpacked. */
    public long bytes() {
        return bytes;
    }

    /** Of all bytes, unpacked, in hexadecimal: what the model's provenance names. */
    public String sha256() {
        return sha256;
    }

    /** What each document is given; empty if they are given nothing. */
    public List<GivenValues> givens() {
        return givens;
    }

    public int documents() {
        return starts.length - 1;
    }

    /** The number of the first token of a document; for the number of documents, that of all tokens. */
    public long start(int document) {
        return starts[document];
    }

    /** How many different tokens there are. */
    public int distinct() {
        return alphabet.tokens().size();
    }

    /**
     * The vocabulary of this text: tokens by falling frequency, those that are equally frequent by code point. With marks for begin
     * and end if lines are documents.
     *
     * @param atLeast rarer tokens are left to the unknown one
     * @param atMost so many tokens are kept, the special ones not counted
     */
    public Vocabulary vocabulary(long atLeast, int atMost) {
        return Vocabulary.of(alphabet, tokenizer, lines, atLeast, atMost);
    }

    /** The text in the ids of a vocabulary, without marks; what it lacks is unknown. Shares the storage. */
    public Ids encode(Vocabulary vocabulary) {
        int[] table = table(vocabulary);
        Ids raw = ids;
        return new Ids() {
            @Override
            public long size() {
                return raw.size();
            }

            @Override
            public void copy(long from, int[] to, int at, int n) {
                raw.copy(from, to, at, n);
                for (int j = at; j < at + n; j++) {
                    to[j] = table[to[j]];
                }
            }
        };
    }

    /** How many tokens of the text a vocabulary lacks. */
    public long unknown(Vocabulary vocabulary) {
        int[] table = table(vocabulary);
        long sum = 0;
        for (int id = 0; id < table.length; id++) {
            sum += table[id] == vocabulary.unknown() ? alphabet.counted(id) : 0;
        }
        return sum;
    }

    private int[] table(Vocabulary vocabulary) {
        if (vocabulary.tokenizer() != tokenizer) {
            throw new IllegalArgumentException("the text is cut into " + tokenizer + ", but the vocabulary holds "
                    + vocabulary.tokenizer() + "; read the text with --tokens " + vocabulary.tokenizer());
        }
        return alphabet.tokens().stream().mapToInt(vocabulary::id).toArray();
    }
}
