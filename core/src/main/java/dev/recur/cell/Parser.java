package dev.recur.cell;

import dev.recur.cell.Source.Place;
import dev.recur.cell.Syntax.Extent;
import dev.recur.cell.Syntax.Law;
import dev.recur.cell.Syntax.Statement;
import dev.recur.cell.Syntax.Value;
import dev.recur.cell.Syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The grammar of statements; what stands right of an equation's sign is read by {@link Expressions}. */
final class Parser {
    static final int MOST_EQUATIONS = 256;
    private static final Set<String> LAWS =
            Set.of("uniform", "normal", "glorot", "he", "orthogonal", "spectral", "identity", "chrono");
    private static final String STARTS =
            "uniform(a, b), normal(s), glorot, he, orthogonal, spectral(r), identity, chrono(T), or another parameter";

    private final Source source;
    private final Tokens tokens;
    private final Expressions expressions;

    private Parser(Source source, Tokens tokens) {
        this.source = source;
        this.tokens = tokens;
        this.expressions = new Expressions(source, tokens);
    }

    static List<Statement> parse(Source source, List<Token> tokens) {
        return new Parser(source, new Tokens(source, tokens)).statements();
    }

    private List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        int equations = 0;
        while (tokens.peek().kind() != Token.Kind.END) {
            if (tokens.peek().kind() == Token.Kind.END_OF_LINE) {
                tokens.take();
                continue;
            }
            Statement statement = statement();
            statements.add(statement);
            if (statement instanceof Syntax.Equation && ++equations > MOST_EQUATIONS) {
                throw source.error(statement.place(), "a cell has at most " + MOST_EQUATIONS + " equations");
            }
            Token after = tokens.peek();
            if (!after.ends()) {
                throw source.error(
                        after.place(),
                        "expected the end of the line, found \"" + after.text() + "\"",
                        "one equation a line; write * for an elementwise product");
            }
        }
        return List.copyOf(statements);
    }

    private Statement statement() {
        Token first = tokens.wantName();
        Token second = tokens.peek();
        if (second.name() && first.text().equals("size")) {
            return size();
        }
        if (second.name() && first.text().equals("input")) {
            Token name = lowerCase(tokens.take(), "a sequence");
            return new Syntax.Input(name.place(), name.text(), tokens.taken(":") ? extent() : null);
        }
        if (second.name() && first.text().equals("output")) {
            Token name = lowerCase(tokens.take(), "a sequence");
            return new Syntax.Output(name.place(), name.text());
        }
        if (second.is("(")) {
            return withParenthesis(first);
        }
        if (second.is("=")) {
            return let(first);
        }
        List<Word> names = names(first);
        if (tokens.taken(":")) {
            return new Syntax.Extents(first.place(), names, extent());
        }
        if (tokens.taken("~")) {
            return new Syntax.Begin(first.place(), names, law());
        }
        throw names.size() > 1
                ? source.error(first.place(), "a list of names is followed by ~ or :")
                : source.error(
                        first.place(),
                        "a line cannot begin with " + first.text() + (second.ends() ? " alone" : " " + second.text()),
                        "lines are: name(t) = …   name ~ start   name : length   name = number");
    }

    private List<Word> names(Token first) {
        List<Word> names = new ArrayList<>();
        names.add(word(first));
        while (tokens.taken(",")) {
            names.add(word(tokens.wantName()));
        }
        return List.copyOf(names);
    }

    private Word word(Token token) {
        expressions.checkFree(token);
        return new Word(token.place(), token.text());
    }

    private Token lowerCase(Token name, String what) {
        expressions.checkFree(name);
        if (name.matrix()) {
            throw source.error(
                    name.place(),
                    what + " begins with a lower-case letter: " + name.text(),
                    "names that begin with a capital are matrices");
        }
        return name;
    }

    private Statement size() {
        Token name = tokens.take();
        tokens.want("=");
        Extent length = extent();
        return new Syntax.Size(
                name.place(), name.place().to(length.place()), tokens.last().place(), name.text(), length);
    }

    private Statement let(Token name) {
        if (name.matrix()) {
            throw source.error(
                    name.place(),
                    name.text() + " is a matrix parameter and cannot be set",
                    "parameters are learned; to choose how " + name.text() + " starts write: " + name.text()
                            + " ~ orthogonal");
        }
        expressions.checkFree(name);
        tokens.want("=");
        Syntax.Expression value = expressions.expression();
        return new Syntax.Let(name.place(), tokens.last().place(), name.text(), value);
    }

    private Statement withParenthesis(Token name) {
        Token inside = tokens.peek(1);
        if (inside.step() && tokens.peek(2).is(")")) {
            lowerCase(name, "a sequence");
            tokens.skip(3);
            tokens.want("=");
            return new Syntax.Equation(name.place(), name.text(), expressions.expression());
        }
        if (inside.number() && inside.text().equals("0")) {
            lowerCase(name, "a sequence");
            tokens.skip(2);
            tokens.want(")");
            tokens.want("=");
            return new Syntax.Before(name.place(), name.text(), value());
        }
        if (inside.step() || inside.number()) {
            throw source.error(
                    name.place(),
                    "the left side of an equation is a sequence at (t)",
                    "write " + name.text() + "(t) = …, and shift the right side instead");
        }
        return function(name);
    }

    private Statement function(Token name) {
        lowerCase(name, "a function");
        tokens.want("(");
        List<Word> arguments = new ArrayList<>();
        do {
            Token argument = lowerCase(tokens.wantName(), "an argument");
            for (Word known : arguments) {
                if (known.text().equals(argument.text())) {
                    throw source.error(argument.place(), argument.text() + " is an argument twice");
                }
            }
            arguments.add(word(argument));
        } while (tokens.taken(","));
        tokens.want(")");
        tokens.want("=");
        return new Syntax.Function(name.place(), name.text(), List.copyOf(arguments), expressions.expression());
    }

    private Extent extent() {
        Token first = tokens.peek();
        int factor = 1;
        boolean counted = first.number();
        if (counted) {
            factor = wholeNumber();
        }
        boolean times = counted && tokens.taken("*");
        String size = "";
        Place last = first.place();
        if (tokens.peek().name()) {
            Token name = tokens.take();
            size = name.text();
            last = name.place();
        } else if (!counted || times) {
            throw tokens.unexpected("a length, as in H, 4 H, H/4 or 16");
        }
        int divisor = 1;
        if (!size.isEmpty() && tokens.taken("/")) {
            last = tokens.peek().place();
            divisor = wholeNumber();
        }
        return new Extent(first.place().to(last), factor, size, divisor);
    }

    private int wholeNumber() {
        Token token = tokens.peek();
        boolean whole = token.number()
                && token.text().length() <= 9
                && token.text().chars().allMatch(Character::isDigit);
        if (!whole || Integer.parseInt(token.text()) == 0) {
            throw tokens.unexpected("a whole number from 1 to 999999999");
        }
        return Integer.parseInt(tokens.take().text());
    }

    private Law law() {
        Token first = tokens.peek();
        if (!first.name() || !LAWS.contains(first.text())) {
            if (!first.name() && !first.number() && !first.is("-")) {
                throw tokens.unexpected("a start: a number, " + STARTS);
            }
            if (first.name() && tokens.peek(1).is("(")) {
                throw source.error(first.place(), "there is no start " + first.text(), "starts: a number, " + STARTS);
            }
            Value value = value();
            return new Law(value.place(), "", List.of(value));
        }
        tokens.take();
        List<Value> arguments = new ArrayList<>();
        Place place = first.place();
        if (tokens.taken("(")) {
            do {
                arguments.add(value());
            } while (tokens.taken(","));
            place = place.to(tokens.want(")").place());
        }
        return new Law(place, first.text(), List.copyOf(arguments));
    }

    private Value value() {
        Place place = tokens.peek().place();
        boolean negative = tokens.taken("-");
        Token token = tokens.peek();
        Place whole = place.to(token.place());
        if (token.number()) {
            return new Value(whole, negative, expressions.number(tokens.take()), null);
        }
        if (token.name()) {
            expressions.checkFree(token);
            tokens.take();
            return new Value(whole, negative, 0, token.text());
        }
        throw tokens.unexpected("a number or a name");
    }
}
