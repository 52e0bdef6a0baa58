package dev.recur.cell;

import dev.recur.cell.Source.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a text says, before names and lengths mean anything. */
sealed interface Syntax {
    Place place();

    /** A value. */
    sealed interface Expression extends Syntax {
        <R> R accept(Visitor<R> visitor);
    }

    /** One line. */
    sealed interface Statement extends Syntax {}

    interface Visitor<R> {
        R number(Number number);

        R name(Name name);

        R read(Read read);

        R call(Call call);

        R product(Product product);

        R negation(Negation negation);

        R binary(Binary binary);

        R group(Group group);
    }

    record Number(Place place, double value) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.number(this);
        }
    }

    /** A bare name: a parameter, a let, or an argument of a function. */
    record Name(Place place, String name) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.name(this);
        }
    }

    /** {@code h(t-1)}: {@code place} is the name's, {@code whole} reaches to the closing parenthesis. */
    record Read(Place place, Place whole, String sequence, int lag) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.read(this);
        }

        String text() {
            return sequence + (lag == 0 ? "(t)" : "(t-" + lag + ")");
        }
    }

    record Call(Place place, String function, List<Expression> arguments) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.call(this);
        }
    }

    record Product(Place place, String matrix, boolean transposed, Expression vector) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.product(this);
        }

        String left() {
            return transposed ? matrix + "^T" : matrix;
        }
    }

    record Negation(Place place, Expression of) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.negation(this);
        }
    }

    /** {@code place} is the operator's. */
    record Binary(Place place, Op op, Expression left, Expression right) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.binary(this);
        }
    }

    /** Parentheses as written; they mean nothing beyond what they hold together. */
    record Group(Place place, Expression inside) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.group(this);
        }
    }

    /** A name where it stands. */
    record Word(Place place, String text) {}

    /** {@code 4 H / 3}; {@code size} is empty for a bare integer. */
    record Extent(Place place, int factor, String size, int divisor) {}

    /** {@code [-] (number | name)}: {@code name} is null for a number. */
    record Value(
            Place place,
            boolean negative,
            double number,
            @Nullable String name) {}

    /** A start as written; {@code kind} is empty for a bare value, which is then the only argument. */
    record Law(Place place, String kind, List<Value> arguments) {}

    record Equation(Place place, String sequence, Expression value) implements Statement {}

    /** {@code h(0) = h0}. */
    record Before(Place place, String sequence, Value value) implements Statement {}

    /** {@code bf, bi ~ law}. */
    record Begin(Place place, List<Word> names, Law law) implements Statement {}

    /** {@code c : C}. */
    record Extents(Place place, List<Word> names, Extent length) implements Statement {}

    /** {@code size C = 4 H}; {@code whole} begins at the name. */
    record Size(Place place, Place whole, Place last, String name, Extent length) implements Statement {}

    /** {@code input k : H}. */
    record Input(Place place, String sequence, @Nullable Extent length) implements Statement {}

    record Output(Place place, String sequence) implements Statement {}

    /** {@code last} is where the value ends, perhaps on another line. */
    record Let(Place place, Place last, String name, Expression value) implements Statement {}

    record Function(Place place, String name, List<Word> arguments, Expression body) implements Statement {}
}
