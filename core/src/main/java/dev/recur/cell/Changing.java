package dev.recur.cell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which lets are more than numbers, since a parameter or a sequence stands behind them, perhaps through functions. */
final class Changing {
    private final Declarations declared;
    private final Map<String, List<String>> readers = new LinkedHashMap<>();
    private final Set<String> changing = new LinkedHashSet<>();

    private Changing(Declarations declared) {
        this.declared = declared;
    }

    static Set<String> lets(Declarations declared) {
        Changing changing = new Changing(declared);
        for (Syntax.Let let : declared.lets.values()) {
            changing.read(let.name(), Uses.of(let.value()), Set.of());
        }
        for (Syntax.Function function : declared.functions.values()) {
            Set<String> arguments = new LinkedHashSet<>();
            function.arguments().forEach(argument -> arguments.add(argument.text()));
            changing.read(function.name(), Uses.of(function.body()), arguments);
        }
        return changing.spread();
    }

    private void read(String reader, Uses uses, Set<String> arguments) {
        if (!uses.reads().isEmpty()) {
            changing.add(reader);
        }
        for (Syntax.Word word : uses.weights()) {
            if (arguments.contains(word.text())) {
                continue;
            }
            if (declared.lets.containsKey(word.text())) {
                readers.computeIfAbsent(word.text(), name -> new ArrayList<>()).add(reader);
            } else {
                changing.add(reader);
            }
        }
        for (Syntax.Call call : uses.calls()) {
            if (declared.functions.containsKey(call.function())) {
                readers.computeIfAbsent(call.function(), name -> new ArrayList<>())
                        .add(reader);
            }
        }
    }

    private Set<String> spread() {
        List<String> open = new ArrayList<>(changing);
        for (int i = 0; i < open.size(); i++) {
            for (String reader : readers.getOrDefault(open.get(i), List.of())) {
                if (changing.add(reader)) {
                    open.add(reader);
                }
            }
        }
        return changing;
    }
}
