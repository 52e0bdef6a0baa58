package dev.recur.inspect;

import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** A cell's plans, each made once: to run, to run with every named value at hand, and to go back. */
final class Plans {
    private final Cell cell;
    private final Cell exposed;
    private final Map<Shape, Plan> running = new LinkedHashMap<>();
    private final Map<Shape, Plan> showing = new LinkedHashMap<>();
    private final Map<Shape, Plan> returning = new LinkedHashMap<>();

    Plans(Cell cell) {
        this.cell = cell;
        this.exposed = cell.exposed();
    }

    Cell exposed() {
        return exposed;
    }

    synchronized Plan running(Shape shape) {
        return running.computeIfAbsent(shape, key -> Plan.of(cell, key, Plan.Wanted.INFERENCE));
    }

    synchronized Plan showing(Shape shape) {
        return showing.computeIfAbsent(shape, key -> Plan.of(exposed, key, Plan.Wanted.INFERENCE));
    }

    synchronized Plan returning(Shape shape) {
        return returning.computeIfAbsent(shape, key -> Plan.of(cell, key, Plan.Wanted.EVERYTHING));
    }
}
