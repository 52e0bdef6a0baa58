package dev.recur.cell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value of one step, interned in a {@link Graph}: the same kind, name and arguments are the same node. Arguments have smaller
 * ids, so every walk over a graph is a loop.
 */
final class Node {
    enum Kind {
        /** {@code x(t)}: name is the sequence. */
        INPUT,
        /** {@code h(t-1)}: name is the sequence. */
        LAG,
        /** A vector of weights. */
        PARAMETER,
        /** A number, which fits every length. */
        CONSTANT,
        /** One chain through the pieces: matrix times argument, piece by piece. */
        PRODUCT,
        /** An {@link Op} on the arguments. */
        APPLY,
        /** Adjoint only: the gradient that enters at output {@code name} from outside. */
        OUTER,
        /** Adjoint only: the gradient that the step after hands back for state {@code name}. */
        NEXT
    }

    /** On what a value depends; the order is the rank. */
    enum Level {
        /** Weights and numbers: once per weight version. */
        WEIGHTS,
        /** Inputs only. */
        INPUTS,
        /** State, or anything of an adjoint. */
        STATE
    }

    /** One matrix of a product. */
    record Piece(String matrix, boolean transposed) {}

    final int id;
    final Kind kind;
    final @Nullable Op op;
    final String name;
    final double value;
    final List<Piece> pieces;
    final List<Node> args;
    /** Null for a number, which fits every length. */
    final @Nullable Length length;

    final Level level;

    Node(
            int id,
            Kind kind,
            @Nullable Op op,
            String name,
            double value,
            List<Piece> pieces,
            List<Node> args,
            @Nullable Length length,
            Level level) {
        this.id = id;
        this.kind = kind;
        this.op = op;
        this.name = name;
        this.value = value;
        this.pieces = pieces;
        this.args = args;
        this.length = length;
        this.level = level;
    }

    boolean is(Op wanted) {
        return op == wanted;
    }

    @Override
    public String toString() {
        return "n" + id + ":" + kind + (op == null ? "" : " " + op) + (name.isEmpty() ? "" : " " + name);
    }
}
