package dev.recur.cell;

import dev.recur.cell.Source.Edit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Other values for the numbers and sizes that a text gives, written into the text: so they are kept wherever it is. */
final class Settings {
    private final Cell cell;
    private final String fileName;

    Settings(Cell cell, String fileName) {
        this.cell = cell;
        this.fileName = fileName;
    }

    /** What is to be written where. */
    List<Edit> edits(List<Syntax.Statement> statements, Map<String, Double> settings) {
        List<Edit> edits = new ArrayList<>();
        settings.forEach((name, value) -> edits.add(edit(statements, name, name + " = " + text(name, value))));
        return edits;
    }

    private Edit edit(List<Syntax.Statement> statements, String name, String text) {
        for (Syntax.Statement statement : statements) {
            if (statement instanceof Syntax.Let let
                    && let.name().equals(name)
                    && cell.numbers().containsKey(name)) {
                return new Edit(let.place(), let.last(), text);
            }
            if (statement instanceof Syntax.Size size
                    && size.name().equals(name)
                    && cell.sizes().contains(name)) {
                return new Edit(size.place(), size.last(), text);
            }
        }
        throw new IllegalArgumentException(fileName + ": there is no number and no size " + name + " to set; numbers: "
                + list(cell.numbers().keySet()) + "; sizes with a default: " + list(cell.sizes()));
    }

    private String text(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(fileName + ": " + name + " cannot be set to " + value);
        }
        if (cell.sizes().contains(name) && (value != Math.rint(value) || value < 1 || value > Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    fileName + ": " + name + " is a size, a whole number above 0, not " + Canonical.number(value));
        }
        return Canonical.number(value);
    }

    private static String list(Collection<String> names) {
        return names.isEmpty() ? "none" : String.join(" ", names);
    }
}
