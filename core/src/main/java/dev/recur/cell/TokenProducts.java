package dev.recur.cell;

import java.util.ArrayList;
import java.util.List;

/** Which products of a plan can be looked up by token: all that read input 0, if nothing else does. */
final class TokenProducts {
    private TokenProducts() {}

    /** The matrices of those products, in their order; none if the input is read in another way too. */
    static List<String> eligible(Program program, Derivative derivative, Plan.Wanted wanted) {
        if (wanted.dInputs() || program.forward().isEmpty()) {
            return List.of();
        }
        List<String> matrices = new ArrayList<>();
        for (Program.Phase phase : program.forward()) {
            for (Program.Multiply multiply : phase.bulk()) {
                for (Program.Piece piece : multiply.pieces()) {
                    if (ofInput(piece.operand())) {
                        if (piece.transposed() || matrices.contains(piece.matrix())) {
                            return List.of();
                        }
                        matrices.add(piece.matrix());
                    }
                }
            }
        }
        for (Derivative.OfProduct product : derivative.products()) {
            boolean ofInput = product.operand().kind == Node.Kind.INPUT
                    && product.operand().name.equals(derivative.step().inputs().get(0));
            if (matrices.contains(product.piece().matrix()) && !ofInput) {
                return List.of();
            }
        }
        return readOtherwise(program)
                        || derivative
                                .step()
                                .states()
                                .contains(derivative.step().inputs().get(0))
                ? List.of()
                : matrices;
    }

    private static boolean ofInput(Home home) {
        return home.space() == Home.Space.INPUT && home.index() == 0;
    }

    private static boolean readOtherwise(Program program) {
        List<Program.Phase> phases = new ArrayList<>(program.forward());
        phases.addAll(program.backward());
        for (Program.Phase phase : phases) {
            for (Program.Level level : phase.levels()) {
                for (Program.Operation operation : level.program()) {
                    if (operation.args().stream().anyMatch(TokenProducts::ofInput)) {
                        return true;
                    }
                }
            }
        }
        for (Program.VectorGradient vector : program.vectors()) {
            for (Program.VectorUse use : vector.uses()) {
                if (use.factor() != null && ofInput(use.factor())) {
                    return true;
                }
            }
        }
        return false;
    }

    static Product[] resolve(Plan plan, List<String> matrices) {
        Product[] products = new Product[matrices.size()];
        for (Sweep.Phase phase : plan.compiled(false)) {
            for (Product product : phase.bulk()) {
                if (product.tokens >= 0) {
                    products[product.tokens] = product;
                }
            }
        }
        return products;
    }

    /** Tells a compiled product that tokens can look it up. */
    static void mark(Product product, Program.Multiply multiply, List<String> matrices, Program program, Plan plan) {
        Program.Piece piece = multiply.pieces().get(0);
        if (!ofInput(piece.operand()) || !matrices.contains(piece.matrix())) {
            return;
        }
        product.tokens = matrices.indexOf(piece.matrix());
        product.matrix = piece.matrix();
        product.packBack = plan.packs().indexOf(new Plan.Pack(piece.matrix(), true));
        for (Program.MatrixGradient gradient : program.matrices()) {
            if (gradient.matrix().equals(piece.matrix())) {
                Home home = gradient.uses().get(0).gradient();
                product.gradient = plan.table().at(home);
                product.gradientFirst = home.space().first();
            }
        }
    }
}
