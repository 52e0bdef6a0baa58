package dev.recur.cell;

import dev.recur.cell.Source.Place;
import dev.recur.cell.Token.Kind;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a text into tokens, and folds the signs of papers and of Chinese keyboards into one form each. */
final class Lexer {
    private static final String SIGNS = "()+-*/=~:,@";
    private static final String GOES_ON_AFTER = "+-*/=,~";
    private static final int LONGEST_NAME = 64;
    private static final int TRANSPOSED = 'ᵀ';

    private final Source source;
    private final List<Token> tokens = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private int depth;
    private int lineNumber;
    private int[] line = new int[0];
    private int at;

    private Lexer(Source source) {
        this.source = source;
    }

    /** Tokens, with END last, and the remarks that stand before the first statement. */
    record Result(List<Token> tokens, List<String> remarks) {}

    static Result read(Source source) {
        Lexer lexer = new Lexer(source);
        for (int number = 1; number <= source.lineCount(); number++) {
            lexer.readLine(number);
        }
        int last = Math.max(1, source.lineCount());
        lexer.tokens.add(new Token(Kind.END, "", new Place(last, source.line(last).length + 1, 1)));
        return new Result(List.copyOf(lexer.tokens), List.copyOf(lexer.remarks));
    }

    private void readLine(int number) {
        lineNumber = number;
        line = source.line(number);
        at = 0;
        int before = tokens.size();
        while (at < line.length && peek(0) != '#') {
            next();
        }
        if (at < line.length && tokens.isEmpty()) {
            remarks.add(new String(line, at + 1, line.length - at - 1).strip());
        }
        boolean something = tokens.size() > before;
        if (something && depth == 0 && !goesOn(tokens.get(tokens.size() - 1))) {
            tokens.add(new Token(Kind.END_OF_LINE, "", new Place(number, line.length + 1, 1)));
        }
    }

    private static boolean goesOn(Token last) {
        return last.kind() == Kind.SIGN && GOES_ON_AFTER.contains(last.text());
    }

    private void next() {
        int sign = peek(0);
        if (sign == ' ' || sign == '\t') {
            at++;
        } else if (beginsName(sign)) {
            name();
        } else if (digit(sign) || (sign == '.' && digit(peek(1)))) {
            number();
        } else if (sign == TRANSPOSED) {
            add(Kind.TRANSPOSE, "^T", 1);
        } else if (sign == '^' && (peek(1) == 'T' || peek(1) == TRANSPOSED)) {
            add(Kind.TRANSPOSE, "^T", 2);
        } else if (sign < 128 && SIGNS.indexOf(sign) >= 0) {
            depth = sign == '(' ? depth + 1 : sign == ')' ? Math.max(0, depth - 1) : depth;
            add(Kind.SIGN, String.valueOf((char) sign), 1);
        } else {
            throw meaningless(line[at]);
        }
    }

    private CellException meaningless(int sign) {
        String shown = Character.isISOControl(sign) ? "" : "\"" + Character.toString(sign) + "\" ";
        return source.error(
                new Place(lineNumber, at + 1, 1),
                String.format(Locale.ROOT, "the sign %s(U+%04X) has no meaning here", shown, sign),
                "signs: ( ) + - * / = ~ : , and names, numbers, ^T; a remark starts with #");
    }

    private void name() {
        StringBuilder letters = new StringBuilder();
        int width = 0;
        while (insideName(peek(width))) {
            letters.appendCodePoint(peek(width++));
        }
        if (width > LONGEST_NAME) {
            throw source.error(
                    new Place(lineNumber, at + 1, width),
                    "a name has at most " + LONGEST_NAME + " letters, this " + width);
        }
        String name = Normalizer.normalize(letters, Normalizer.Form.NFC);
        if (name.endsWith("_t") || name.endsWith("_")) {
            String stem = name.replaceFirst("(_t|_)+$", "");
            throw source.error(
                    new Place(lineNumber, at + 1, width),
                    "\"" + name + "\" is written with a subscript",
                    "time is written in parentheses: " + stem + "(t), and the step before " + stem + "(t-1)");
        }
        add(Kind.NAME, name, width);
    }

    private void number() {
        int end = 0;
        while (digit(peek(end)) || peek(end) == '.') {
            end++;
        }
        if (peek(end) == 'e' || peek(end) == 'E') {
            int power = peek(end + 1) == '-' || peek(end + 1) == '+' ? end + 2 : end + 1;
            if (digit(peek(power))) {
                end = power;
                while (digit(peek(end))) {
                    end++;
                }
            }
        }
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < end; i++) {
            digits.appendCodePoint(peek(i));
        }
        String text = digits.toString();
        if (text.indexOf('.') != text.lastIndexOf('.')) {
            throw source.error(
                    new Place(lineNumber, at + 1, end), "\"" + text + "\" is not a number", "write 0.5 or 1e-3");
        }
        add(Kind.NUMBER, text, end);
    }

    private void add(Kind kind, String text, int width) {
        tokens.add(new Token(kind, text, new Place(lineNumber, at + 1, width)));
        at += width;
    }

    /** The folded sign at an offset from here, 0 beyond the line. */
    private int peek(int offset) {
        return at + offset < line.length ? fold(line[at + offset]) : 0;
    }

    private static boolean digit(int sign) {
        return sign >= '0' && sign <= '9';
    }

    private static boolean beginsName(int sign) {
        return sign != TRANSPOSED && Character.isLetter(sign);
    }

    private static boolean insideName(int sign) {
        int type = Character.getType(sign);
        return sign != TRANSPOSED
                && (Character.isLetterOrDigit(sign)
                        || sign == '_'
                        || type == Character.NON_SPACING_MARK
                        || type == Character.COMBINING_SPACING_MARK
                        || type == Character.ENCLOSING_MARK);
    }

    private static int fold(int sign) {
        if (sign >= 0xFF01 && sign <= 0xFF5E) {
            return fold(sign - 0xFEE0);
        }
        if (sign >= 0x2080 && sign <= 0x2089) {
            return sign - 0x2080 + '0';
        }
        return switch (sign) {
            case 0x3000, 0x00A0 -> ' ';
            case '−', '–' -> '-';
            case '⊙', '∘', '×', '∗' -> '*';
            case '·', '⋅' -> '@';
            case '⊤' -> TRANSPOSED;
            case 'ϕ' -> 'φ';
            default -> sign;
        };
    }
}
