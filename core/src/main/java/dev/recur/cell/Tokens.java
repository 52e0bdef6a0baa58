package dev.recur.cell;

import dev.recur.cell.Source.Place;
import dev.recur.cell.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The tokens of a text with a finger on one, and the split of glued products. */
final class Tokens {
    private final Source source;
    private final List<Token> tokens;
    private final Set<String> sequences = new LinkedHashSet<>();
    private int at;

    Tokens(Source source, List<Token> tokens) {
        this.source = source;
        this.tokens = new ArrayList<>(tokens);
        collectSequences();
    }

    private void collectSequences() {
        sequences.add("x");
        for (int i = 0; i + 1 < tokens.size(); i++) {
            boolean begins = i == 0 || tokens.get(i - 1).ends();
            Token name = tokens.get(i);
            if (begins
                    && name.name()
                    && name.text().equals("input")
                    && tokens.get(i + 1).name()) {
                sequences.add(tokens.get(i + 1).text());
            } else if (begins && name.name() && i + 4 < tokens.size() && equationBegins(i)) {
                sequences.add(name.text());
            }
        }
    }

    private boolean equationBegins(int i) {
        return tokens.get(i + 1).is("(")
                && tokens.get(i + 2).step()
                && tokens.get(i + 3).is(")")
                && tokens.get(i + 4).is("=");
    }

    boolean sequence(String name) {
        return sequences.contains(name);
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int offset) {
        return tokens.get(Math.min(at + offset, tokens.size() - 1));
    }

    Token take() {
        Token token = peek();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    /** What was taken last. */
    Token last() {
        return tokens.get(at - 1);
    }

    void skip(int count) {
        for (int i = 0; i < count; i++) {
            take();
        }
    }

    boolean taken(String sign) {
        if (peek().is(sign)) {
            take();
            return true;
        }
        return false;
    }

    Token want(String sign) {
        if (!peek().is(sign)) {
            throw unexpected("\"" + sign + "\"");
        }
        return take();
    }

    Token wantName() {
        if (!peek().name()) {
            throw unexpected("a name");
        }
        return take();
    }

    CellException unexpected(String expected) {
        Token found = peek();
        String what = found.ends() ? ", but the line ends" : ", found \"" + found.text() + "\"";
        return source.error(found.place(), "expected " + expected + what);
    }

    /** The letters of the token here are cut in two: {@code Ux} before {@code (t)} is {@code U x}. */
    void splitHere(int letters) {
        Token glued = peek();
        Place place = glued.place();
        int points = glued.text().codePointCount(0, letters);
        String left = glued.text().substring(0, letters);
        String right = glued.text().substring(letters);
        Place before = place.narrow(points);
        Place after = new Place(place.line(), place.column() + points, place.width() - points);
        tokens.set(at, new Token(Kind.NAME, left, before));
        tokens.add(at + 1, new Token(Kind.NAME, right, after));
    }

    /** Where a glued name may be cut so that a known sequence is left. */
    List<Integer> splits(String name) {
        List<Integer> splits = new ArrayList<>();
        for (int i = 1; i < name.length(); i++) {
            if (sequences.contains(name.substring(i))) {
                splits.add(i);
            }
        }
        return splits;
    }
}
