package dev.recur.cell;

import dev.recur.kernel.Pointwise;
import java.util.List;

/**
 * What a plan costs, for people.
 *
 * @param bulkForward matrices multiplied over all (t, row) at once, forward
 * @param loopForward matrices multiplied in the time loop, forward
 * @param serialForward products of the loop that wait for one another, each a stack of matrices; 0: the loop is elementwise
 * @param bulkBackward as forward
 * @param loopBackward as forward
 * @param serialBackward as forward
 * @param kept floats kept for each (t, row) while training, beside inputs and gradients
 * @param operationsForward block operations a step, forward
 * @param operationsBackward block operations a step, backward
 * @param single of all block operations, those that are no superinstruction
 */
public record PlanFacts(
        int bulkForward,
        int loopForward,
        int serialForward,
        int bulkBackward,
        int loopBackward,
        int serialBackward,
        int kept,
        int operationsForward,
        int operationsBackward,
        int single) {

    public static PlanFacts of(Plan plan) {
        Program program = plan.program();
        List<Program.Phase> forward = program.forward();
        List<Program.Phase> backward = program.backward();
        return new PlanFacts(
                bulk(forward),
                loop(forward),
                serial(forward),
                bulk(backward),
                loop(backward),
                serial(backward),
                program.kept(),
                operations(forward, false),
                operations(backward, false),
                operations(forward, true) + operations(backward, true));
    }

    private static int bulk(List<Program.Phase> phases) {
        int matrices = 0;
        for (Program.Phase phase : phases) {
            matrices += pieces(phase.bulk());
        }
        return matrices;
    }

    private static int loop(List<Program.Phase> phases) {
        int matrices = 0;
        for (Program.Phase phase : phases) {
            for (Program.Level level : phase.levels()) {
                matrices += pieces(level.products());
            }
        }
        return matrices;
    }

    private static int pieces(List<Program.Multiply> products) {
        int matrices = 0;
        for (Program.Multiply product : products) {
            matrices += product.pieces().size();
        }
        return matrices;
    }

    private static int serial(List<Program.Phase> phases) {
        int serial = 0;
        for (Program.Phase phase : phases) {
            for (Program.Level level : phase.levels()) {
                serial += level.products().isEmpty() ? 0 : 1;
            }
        }
        return serial;
    }

    private static int operations(List<Program.Phase> phases, boolean singleOnly) {
        int operations = 0;
        for (Program.Phase phase : phases) {
            for (Program.Level level : phase.levels()) {
                for (Program.Operation operation : level.program()) {
                    Pointwise block = operation.block();
                    boolean single = block == null || block.compareTo(Pointwise.ADD3) < 0;
                    operations += !singleOnly || single ? 1 : 0;
                }
            }
        }
        return operations;
    }
}
