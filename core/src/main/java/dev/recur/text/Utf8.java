package dev.recur.text;

/**
 * A strict decoder of UTF-8 that is fed chunk by chunk and knows where in the file it is. Overlong forms, surrogates and values above
 * U+10FFFF are refused as the standard asks.
 */
final class Utf8 {
    private final String place;
    private final Symbols out;
    private long position;
    private int codePoint;
    private int missing;
    private int length;
    private boolean first = true;

    Utf8(String place, Symbols out) {
        this.place = place;
        this.out = out;
    }

    void decode(byte[] bytes, int count) throws TextException {
        for (int n = 0; n < count; n++, position++) {
            int next = bytes[n] & 0xFF;
            if (missing == 0) {
                begin(next);
            } else if ((next & 0xC0) != 0x80) {
                throw fault(position - (length - missing), String.format("0x%02X where a sequence should go on", next));
            } else {
                codePoint = (codePoint << 6) | (next & 0x3F);
                missing--;
                if (missing == 0) {
                    finish();
                }
            }
        }
    }

    void end() throws TextException {
        if (missing > 0) {
            throw fault(position - (length - missing), "the file ends within a sequence");
        }
    }

    private void begin(int next) throws TextException {
        if (next < 0x80) {
            emit(next);
            return;
        }
        length = next >= 0xC2 && next <= 0xDF
                ? 2
                : next >= 0xE0 && next <= 0xEF ? 3 : next >= 0xF0 && next <= 0xF4 ? 4 : 0;
        if (length == 0) {
            throw fault(position, String.format("0x%02X begins no sequence", next));
        }
        missing = length - 1;
        codePoint = next & (0x7F >> length);
    }

    private void finish() throws TextException {
        int lowest = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
        if (codePoint < lowest || codePoint > Character.MAX_CODE_POINT || codePoint >= 0xD800 && codePoint <= 0xDFFF) {
            throw fault(
                    position - length + 1, String.format("a sequence for U+%04X, which must not stand so", codePoint));
        }
        emit(codePoint);
    }

    /** A byte order mark at the start is no part of the text. */
    private void emit(int symbol) {
        if (!(first && symbol == 0xFEFF)) {
            out.accept(symbol);
        }
        first = false;
    }

    private TextException fault(long at, String what) {
        String remedy = at <= 1 && first
                ? "if the file is UTF-16, convert it, as in: iconv -f UTF-16 -t UTF-8"
                : "convert the file to UTF-8, or read it with --tokens bytes";
        return new TextException(place, "not UTF-8 at byte " + at + " (" + what + "); " + remedy);
    }
}
