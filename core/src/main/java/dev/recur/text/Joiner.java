package dev.recur.text;

import java.nio.charset.StandardCharsets;

/** Turns ids back to text, one by one as they are made. Each call returns what is certain by now. */
public final class Joiner {
    private static final String REPLACEMENT = "\uFFFD";

    private final Vocabulary vocabulary;
    /** Of bytes: a sequence of UTF-8 that is not complete. */
    private final byte[] pending = new byte[4];

    private int pendingCount;
    private boolean spaceBefore;

    Joiner(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    public String add(int id) {
        String token = vocabulary.token(id);
        if (vocabulary.tokenizer() == Tokenizer.BYTES) {
            return vocabulary.special(id) ? end() : addByte(vocabulary.byteOf(id));
        }
        if (vocabulary.special(id) && id != vocabulary.unknown()) {
            spaceBefore = false;
            return "";
        }
        if (vocabulary.tokenizer() == Tokenizer.CHARACTERS) {
            return id == vocabulary.unknown() ? REPLACEMENT : token;
        }
        boolean lineEnd = token.equals(WordSplitter.LINE_END);
        String joined = spaceBefore && !lineEnd ? " " + token : token;
        spaceBefore = !lineEnd;
        return joined;
    }

    /** What is left when nothing follows. */
    public String end() {
        StringBuilder text = new StringBuilder();
        while (pendingCount > 0) {
            text.append(REPLACEMENT);
            shift(1);
        }
        return text.toString();
    }

    /** Bytes that are no UTF-8 become replacement signs, one each. */
    private String addByte(int value) {
        StringBuilder text = new StringBuilder();
        pending[pendingCount++] = (byte) value;
        while (pendingCount > 0) {
            int length = length(pending[0] & 0xFF);
            boolean broken = length == 0;
            for (int n = 1; n < Math.min(length, pendingCount); n++) {
                broken |= (pending[n] & 0xC0) != 0x80;
            }
            if (!broken && pendingCount < length) {
                break;
            }
            text.append(broken ? REPLACEMENT : new String(pending, 0, length, StandardCharsets.UTF_8));
            shift(broken ? 1 : length);
        }
        return text.toString();
    }

    private static int length(int lead) {
        return lead < 0x80
                ? 1
                : lead >= 0xC2 && lead < 0xE0
                        ? 2
                        : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
    }

    private void shift(int count) {
        pendingCount -= count;
        System.arraycopy(pending, count, pending, 0, pendingCount);
    }
}
