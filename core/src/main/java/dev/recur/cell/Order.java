package dev.recur.cell;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In which order the equations of a step can be computed, and what is read at a lag. */
final class Order {
    private final Declarations declared;
    private final Map<String, Uses> functionUses = new LinkedHashMap<>();
    private final Map<String, List<Syntax.Read>> sameStep = new LinkedHashMap<>();
    private final Map<String, Integer> lags = new LinkedHashMap<>();
    private final List<String> order = new ArrayList<>();
    private final List<String> path = new ArrayList<>();

    Order(Declarations declared) {
        this.declared = declared;
        for (Syntax.Function function : declared.functions.values()) {
            functionUses.put(function.name(), Uses.of(function.body()));
        }
        for (Syntax.Statement statement : declared.statements) {
            check(statement);
        }
        for (Syntax.Equation equation : declared.equations.values()) {
            collect(equation);
        }
        for (String sequence : declared.equations.keySet()) {
            visit(sequence);
        }
    }

    /** Equations, each after those it reads at the same step; else as the text has them. */
    List<String> equations() {
        return order;
    }

    /** The farthest lag at which a sequence is read, for those that are. */
    int lag(String sequence) {
        return lags.getOrDefault(sequence, 0);
    }

    private void check(Syntax.Statement statement) {
        if (statement instanceof Syntax.Equation equation) {
            check(Uses.of(equation.value()));
        } else if (statement instanceof Syntax.Function function) {
            check(Uses.of(function.body()));
        } else if (statement instanceof Syntax.Let let) {
            Uses uses = Uses.of(let.value());
            check(uses);
            if (!uses.reads().isEmpty()) {
                Syntax.Read read = uses.reads().get(0);
                throw declared.source.error(
                        read.whole(),
                        let.name() + " is the same at every step, so it cannot read " + read.text(),
                        "for a sequence write: " + let.name() + "(t) = …");
            }
        } else if (statement instanceof Syntax.Before before && !declared.sequence(before.sequence())) {
            throw declared.unknownSequence(before.place(), before.sequence());
        }
    }

    private void check(Uses uses) {
        for (Syntax.Read read : uses.reads()) {
            if (!declared.sequence(read.sequence())) {
                throw declared.unknownSequence(read.place(), read.sequence());
            }
        }
        for (Syntax.Call call : uses.calls()) {
            Syntax.Function own = declared.functions.get(call.function());
            Op op = Functions.builtIn(call.function());
            if (own == null && op == null) {
                throw Functions.unknown(declared.source, call.place(), call.function(), declared.functions.keySet());
            }
            int takes =
                    own != null ? own.arguments().size() : requireNonNull(op).arity();
            int found = call.arguments().size();
            if (takes != found) {
                throw declared.source.error(
                        call.place(),
                        call.function() + " takes " + takes + (takes == 1 ? " value" : " values") + ", found " + found);
            }
        }
    }

    /** What an equation reads, also through the functions it calls. */
    private void collect(Syntax.Equation equation) {
        List<Syntax.Read> now = new ArrayList<>();
        List<Uses> open = new ArrayList<>(List.of(Uses.of(equation.value())));
        Set<String> called = new LinkedHashSet<>();
        for (int i = 0; i < open.size(); i++) {
            for (Syntax.Read read : open.get(i).reads()) {
                if (read.lag() == 0) {
                    now.add(read);
                } else {
                    lags.merge(read.sequence(), read.lag(), Math::max);
                }
            }
            for (Syntax.Call call : open.get(i).calls()) {
                Uses body = functionUses.get(call.function());
                if (body != null && called.add(call.function())) {
                    open.add(body);
                }
            }
        }
        sameStep.put(equation.sequence(), now);
    }

    private void visit(String sequence) {
        if (order.contains(sequence) || !sameStep.containsKey(sequence)) {
            return;
        }
        path.add(sequence);
        for (Syntax.Read read : sameStep.get(sequence)) {
            int known = path.indexOf(read.sequence());
            if (known >= 0) {
                throw circle(path.subList(known, path.size()), read);
            }
            visit(read.sequence());
        }
        path.remove(path.size() - 1);
        order.add(sequence);
    }

    private CellException circle(List<String> loop, Syntax.Read read) {
        StringBuilder shown = new StringBuilder();
        for (String sequence : loop) {
            shown.append(sequence).append("(t) → ");
        }
        if (loop.size() == 1) {
            return declared.source.error(
                    read.place(),
                    read.sequence() + "(t) needs itself within the same step",
                    "it can read the step before, as in " + read.sequence() + "(t-1)");
        }
        return declared.source.error(
                read.place(),
                "these need one another within the same step: " + shown + read.sequence() + "(t)",
                "one of them must read the step before, as in " + read.sequence() + "(t-1)");
    }
}
