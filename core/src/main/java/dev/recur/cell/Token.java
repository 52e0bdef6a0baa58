package dev.recur.cell;

/** A word of a text. Names are folded and in NFC; signs are in their ASCII form. */
record Token(Kind kind, String text, Source.Place place) {
    enum Kind {
        NAME,
        NUMBER,
        /** One of {@code ( ) + - * / = ~ : , @}. */
        SIGN,
        /** {@code ^T}. */
        TRANSPOSE,
        /** The end of a statement. */
        END_OF_LINE,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean name() {
        return kind == Kind.NAME;
    }

    boolean number() {
        return kind == Kind.NUMBER;
    }

    boolean ends() {
        return kind == Kind.END_OF_LINE || kind == Kind.END;
    }

    /** The step's own name. */
    boolean step() {
        return name() && text.equals("t");
    }

    /** Case is type: a name that begins with an upper-case letter is a matrix. */
    boolean matrix() {
        return name() && capital(text);
    }

    static boolean capital(String name) {
        int first = name.codePointAt(0);
        return Character.isUpperCase(first) || Character.isTitleCase(first);
    }
}
