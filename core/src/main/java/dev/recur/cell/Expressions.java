package dev.recur.cell;

import dev.recur.cell.Source.Place;
import dev.recur.cell.Syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The grammar of expressions, by recursive descent. */
final class Expressions {
    /** Depth of an expression's tree, and of its parentheses. */
    static final int MOST_NESTING = 200;

    private final Source source;
    private final Tokens tokens;
    private int open;
    /** Depth of the expression that was read last. */
    private int height;

    Expressions(Source source, Tokens tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    /** {@code ["-"] term { ("+" | "-") term }}. */
    Expression expression() {
        enter(tokens.peek().place());
        Expression left;
        if (tokens.peek().is("-")) {
            Place minus = tokens.take().place();
            left = new Syntax.Negation(minus, term());
            grow(height, minus);
        } else {
            left = term();
        }
        while (tokens.peek().is("+") || tokens.peek().is("-")) {
            int leftHeight = height;
            Token sign = tokens.take();
            left = new Syntax.Binary(sign.place(), sign.is("+") ? Op.ADD : Op.SUB, left, term());
            grow(Math.max(leftHeight, height), sign.place());
        }
        open--;
        return left;
    }

    private Expression term() {
        Expression left = factor();
        while (tokens.peek().is("*") || tokens.peek().is("/")) {
            int leftHeight = height;
            Token sign = tokens.take();
            Expression right = factor();
            refuseProduct(left, sign);
            refuseProduct(right, sign);
            left = new Syntax.Binary(sign.place(), sign.is("*") ? Op.MUL : Op.DIV, left, right);
            grow(Math.max(leftHeight, height), sign.place());
        }
        return left;
    }

    private void refuseProduct(Expression side, Token sign) {
        if (side instanceof Syntax.Negation negation) {
            refuseProduct(negation.of(), sign);
        }
        if (side instanceof Syntax.Product product) {
            String m = product.left();
            String s = sign.text();
            throw source.error(
                    sign.place(),
                    "a matrix product beside " + s + " can be read in two ways",
                    "write (" + m + " " + brief(product.vector()) + ") " + s + " … to multiply by the matrix first, or "
                            + m + " (… " + s + " …) to multiply by the matrix last");
        }
    }

    private static String brief(Expression vector) {
        if (vector instanceof Syntax.Read read) {
            return read.text();
        }
        return vector instanceof Syntax.Name name ? name.name() : "(…)";
    }

    private Expression factor() {
        Token first = tokens.peek();
        if (first.is("-")) {
            enter(first.place());
            tokens.take();
            Expression negation = new Syntax.Negation(first.place(), factor());
            grow(height, first.place());
            open--;
            return negation;
        }
        return first.matrix() ? product() : atom();
    }

    private Expression product() {
        Token matrix = tokens.peek();
        if (tokens.peek(1).is("(") && tokens.peek(2).step() && endsStep(tokens.peek(3))) {
            splitGlued(matrix);
            matrix = tokens.peek();
        }
        tokens.take();
        refuseCapitalFunction(matrix);
        boolean transposed = tokens.peek().kind() == Token.Kind.TRANSPOSE;
        if (transposed) {
            tokens.take();
        }
        tokens.taken("@");
        Token next = tokens.peek();
        if (!next.name() && !next.number() && !next.is("(")) {
            throw source.error(
                    matrix.place(),
                    matrix.text() + " is a matrix and stands alone",
                    "a matrix is followed by the vector it multiplies, as in " + matrix.text()
                            + " h(t-1); for a vector of weights use a lower-case name");
        }
        Expression vector = next.matrix() ? nestedProduct(next.place()) : atom();
        grow(height, matrix.place());
        return new Syntax.Product(matrix.place(), matrix.text(), transposed, vector);
    }

    private Expression nestedProduct(Place place) {
        enter(place);
        Expression product = product();
        open--;
        return product;
    }

    private static boolean endsStep(Token token) {
        return token.is(")") || token.is("-") || token.is("+");
    }

    private void splitGlued(Token glued) {
        String name = glued.text();
        List<Integer> splits = tokens.splits(name);
        if (splits.size() == 1) {
            tokens.splitHere(splits.get(0));
            return;
        }
        if (splits.isEmpty()) {
            String vector = name.length() > 1 ? name.substring(name.offsetByCodePoints(0, 1)) : "x";
            throw source.error(
                    glued.place(),
                    "a sequence begins with a lower-case letter: " + name + "(t)",
                    "capital letters are matrices; a matrix times a sequence needs a space: "
                            + Character.toString(name.codePointAt(0)) + " " + vector + "(t)");
        }
        List<String> readings = new ArrayList<>();
        for (int split : splits) {
            readings.add(name.substring(0, split) + " " + name.substring(split) + "(t)");
        }
        throw source.error(
                glued.place(),
                name + "(t) can be read " + String.join(" or ", readings),
                "put a space between the matrix and the sequence");
    }

    /** {@code ReLU(a)} would be a matrix times a bracket: surely a slip. */
    private void refuseCapitalFunction(Token matrix) {
        String lower = matrix.text().toLowerCase(Locale.ROOT);
        if (tokens.peek().is("(") && Functions.builtIn(lower) != null) {
            throw Functions.unknown(source, matrix.place(), matrix.text(), List.of());
        }
    }

    private Expression atom() {
        Token first = tokens.take();
        if (first.number()) {
            height = 1;
            refuseNeighbour(first, first.text());
            return new Syntax.Number(first.place(), number(first));
        }
        if (first.is("(")) {
            Expression inside = expression();
            close(first);
            return new Syntax.Group(first.place(), inside);
        }
        if (!first.name()) {
            String found = first.ends() ? ", but the line ends" : ", found \"" + first.text() + "\"";
            throw source.error(first.place(), "expected a value" + found);
        }
        Expression atom;
        if (!tokens.peek().is("(")) {
            checkFree(first);
            atom = new Syntax.Name(first.place(), first.text());
            height = 1;
        } else if (tokens.peek(1).step()) {
            atom = read(first);
            height = 1;
        } else {
            atom = call(first);
        }
        refuseNeighbour(first, first.text());
        return atom;
    }

    private Expression read(Token name) {
        Token sign = tokens.peek(2);
        Token lag = tokens.peek(3);
        if (Functions.builtIn(name.text()) != null && !tokens.sequence(name.text())) {
            throw source.error(
                    tokens.peek(1).place(),
                    "t is the step and not a value",
                    "a function takes values, as in " + name.text() + "(h(t-1))");
        }
        if (sign.is(")")) {
            Place whole = name.place().to(sign.place());
            tokens.skip(3);
            return new Syntax.Read(name.place(), whole, name.text(), 0);
        }
        if (sign.is("+")) {
            throw source.error(
                    name.place().to(tokens.peek(4).place()),
                    name.text() + "(t+" + lag.text() + ") looks into the future",
                    "a step may read this step and earlier ones; to see the whole sequence use a bidirectional layer");
        }
        if (!sign.is("-") || !lag.number() || !tokens.peek(4).is(")")) {
            throw source.error(tokens.peek(1).place(), "a step is written (t), (t-1) … (t-16)");
        }
        boolean whole = lag.text().length() <= 2 && lag.text().chars().allMatch(Character::isDigit);
        if (!whole || Integer.parseInt(lag.text()) < 1 || Integer.parseInt(lag.text()) > 16) {
            throw source.error(lag.place(), "the lag " + lag.text() + " is not a whole number from 1 to 16");
        }
        Place place = name.place().to(tokens.peek(4).place());
        tokens.skip(5);
        return new Syntax.Read(name.place(), place, name.text(), Integer.parseInt(lag.text()));
    }

    private Expression call(Token function) {
        if (function.step()) {
            throw source.error(function.place(), "t is the step and cannot be called");
        }
        if (tokens.peek(1).number() && tokens.peek(2).is(")") && tokens.sequence(function.text())) {
            throw source.error(tokens.peek(1).place(), "a step is written (t), (t-1) … (t-16)");
        }
        Token opening = tokens.take();
        List<Expression> arguments = new ArrayList<>();
        int highest = 0;
        do {
            arguments.add(expression());
            highest = Math.max(highest, height);
        } while (tokens.taken(","));
        close(opening);
        grow(highest, function.place());
        return new Syntax.Call(function.place(), function.text(), List.copyOf(arguments));
    }

    private void close(Token opening) {
        Token found = tokens.peek();
        if (found.is(")")) {
            tokens.take();
            return;
        }
        boolean elsewhere = found.place().line() != opening.place().line();
        if (found.ends() || found.is("=") || elsewhere) {
            throw source.error(opening.place(), "this parenthesis is never closed");
        }
        throw tokens.unexpected("\")\" or an operator");
    }

    /** Two values side by side are no product, unless the first is a matrix. */
    private void refuseNeighbour(Token first, String text) {
        Token next = tokens.peek();
        boolean sameLine = next.place().line() == first.place().line();
        if (next.is("@") && sameLine) {
            throw source.error(
                    next.place(),
                    "· and @ stand after a matrix, but " + text + " is " + (first.number() ? "a number" : "a vector"),
                    "write * for the elementwise product");
        }
        if (!sameLine || !(next.name() || next.number() || next.is("("))) {
            return;
        }
        Place both = first.place().to(next.place());
        if (first.number() || next.number() || next.matrix()) {
            String what = first.number() ? "a number" : "a vector";
            String right = next.matrix() ? "(" + next.text() + " …)" : next.is("(") ? "(…)" : next.text();
            throw source.error(
                    both,
                    text + " is " + what + ", and " + (next.is("(") ? "a parenthesis" : next.text())
                            + " stands beside it",
                    "write " + text + " * " + right);
        }
        int initial = text.codePointAt(0);
        int capital = Character.toUpperCase(initial);
        String rest = text.substring(Character.charCount(initial));
        String example = capital == initial
                ? "a matrix begins with a Latin or Greek capital, as in W" + text
                : "a matrix begins with a capital: " + Character.toString(capital) + rest + " " + next.text();
        throw source.error(
                both,
                text + " is a vector, and two vectors stand side by side",
                "write " + text + " * … for the elementwise product; " + example);
    }

    double number(Token token) {
        double value = Double.parseDouble(token.text());
        if (!(Math.abs(value) <= Float.MAX_VALUE)) {
            throw source.error(token.place(), token.text() + " is larger than a float holds");
        }
        return value;
    }

    /** {@code t} and the functions' names are reserved. */
    void checkFree(Token name) {
        if (name.step()) {
            throw source.error(
                    name.place(), "t is the step and cannot be a name", "time stands in parentheses: h(t), h(t-1)");
        }
        if (Functions.reserved(name.text())) {
            throw source.error(
                    name.place(),
                    name.text() + " is a function and cannot be a name",
                    "a function is followed by its value, as in " + name.text() + "(h(t-1))");
        }
    }

    private void enter(Place place) {
        if (++open > MOST_NESTING) {
            throw tooDeep(place);
        }
    }

    private void grow(int below, Place place) {
        height = below + 1;
        if (height > MOST_NESTING) {
            throw tooDeep(place);
        }
    }

    private CellException tooDeep(Place place) {
        return source.error(
                place,
                "this is nested deeper than " + MOST_NESTING + " levels",
                "a sum of n terms is n levels deep; give the inner part its own equation");
    }
}
