package dev.recur.cell;

import dev.recur.cell.Length.Label;
import dev.recur.cell.Source.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sizes a text declares, the demand it makes on D or H, and the check of a binding. */
final class Sizes {
    private record Written(Label label, Place place) {}

    private record Normalised(Length length, Place place) {}

    private final Source source;
    private final Map<String, Syntax.Size> declared;
    private final List<Written> written = new ArrayList<>();
    private final List<Normalised> normalised = new ArrayList<>();
    private final Syntax.@Nullable Size demand;
    private final @Nullable Label demanded;

    Sizes(Source source, Map<String, Syntax.Size> statements) {
        this.source = source;
        this.declared = new LinkedHashMap<>(statements);
        Syntax.Size d = this.declared.remove("D");
        Syntax.Size h = this.declared.remove("H");
        if (d != null && h != null) {
            throw source.error(h.place(), "D and H cannot both be tied", "one line is enough: size D = H");
        }
        this.demand = d != null ? d : h;
        if (demand != null && demand.length().size().equals(demand.name())) {
            throw source.error(demand.whole(), demand.name() + " is given by itself");
        }
        for (Syntax.Size size : this.declared.values()) {
            written.add(new Written(raw(size.length()), size.whole()));
            refuseCircle(size);
        }
        this.demanded = demand == null ? null : raw(demand.length());
        if (demand != null && this.declared.containsKey(demand.length().size())) {
            throw source.error(
                    demand.whole(), demand.name() + " can be tied to D, H or a number, not to a size with a default");
        }
    }

    private void refuseCircle(Syntax.Size size) {
        String name = size.length().size();
        for (int steps = 0; declared.containsKey(name); steps++) {
            if (steps > declared.size()) {
                throw source.error(size.whole(), "the size " + size.name() + " is given by itself");
            }
            name = declared.get(name).length().size();
        }
    }

    private Label raw(Syntax.Extent extent) {
        String size = extent.size();
        if (!size.isEmpty() && !size.equals("D") && !size.equals("H") && !declared.containsKey(size)) {
            throw source.error(
                    extent.place(),
                    "there is no size " + size,
                    "sizes here: D H" + (declared.isEmpty() ? "" : " " + String.join(" ", declared.keySet()))
                            + "; a further one is declared with a line: size " + size + " = 4 H");
        }
        return new Label(extent.factor(), extent.divisor(), size);
    }

    /** A length as written, with a tied D or H replaced by what it is tied to. */
    Label label(Syntax.Extent extent) {
        Label label = raw(extent);
        written.add(new Written(label, extent.place()));
        return tied(label);
    }

    Label input() {
        return tied(new Label(1, 1, "D"));
    }

    Label hidden() {
        return tied(Label.HIDDEN);
    }

    private Label tied(Label label) {
        if (demand != null && demanded != null && label.size().equals(demand.name())) {
            return label.with(demanded);
        }
        return label;
    }

    /** A layer norm of one number is always 0: to be refused when bound. */
    void normalises(Length length, Place place) {
        normalised.add(new Normalised(length, place));
    }

    List<String> names() {
        return List.copyOf(declared.keySet());
    }

    /** For notes: {@code D = H}, null if nothing is tied. */
    @Nullable
    String tie() {
        return demand == null ? null : demand.name() + " = " + demanded;
    }

    /** Binds all lengths; {@code set} overrides the defaults of declared sizes. */
    Shape bind(int input, int hidden, Map<String, Integer> set) {
        for (String name : set.keySet()) {
            if (!declared.containsKey(name)) {
                throw new IllegalArgumentException(
                        source.name() + ": there is no size " + name + " to set; sizes with a default: "
                                + (declared.isEmpty() ? "none" : String.join(" ", declared.keySet())));
            }
        }
        Map<String, Integer> bound = new LinkedHashMap<>();
        for (Syntax.Size size : declared.values()) {
            resolve(size, new Shape(input, hidden, set), bound);
        }
        Shape shape = new Shape(input, hidden, bound);
        checkDemand(shape);
        for (Written length : written) {
            whole(length.label(), length.place(), shape);
        }
        for (Normalised norm : normalised) {
            if (norm.length().value(shape) == 1) {
                throw source.error(norm.place(), "layernorm of one number is always 0", "take H > 1");
            }
        }
        return shape;
    }

    private int resolve(Syntax.Size size, Shape given, Map<String, Integer> bound) {
        Integer known = bound.get(size.name());
        if (known != null) {
            return known;
        }
        Integer set = given.sizes().get(size.name());
        if (set == null) {
            Syntax.Size on = declared.get(size.length().size());
            if (on != null) {
                resolve(on, given, bound);
            }
            set = whole(raw(size.length()), size.whole(), new Shape(given.input(), given.hidden(), bound));
        }
        bound.put(size.name(), set);
        return set;
    }

    private int whole(Label label, Place place, Shape shape) {
        long times = label.timesDenominator(shape);
        if (times % label.denominator() != 0) {
            throw source.error(
                    place,
                    label + " is not a whole number for " + label.size() + " = " + shape.size(label.size()),
                    "take " + label.size() + " as a multiple of " + label.denominator());
        }
        if (times / label.denominator() > Integer.MAX_VALUE) {
            throw source.error(place, label + " is " + times / label.denominator() + ", more than an array holds");
        }
        return (int) (times / label.denominator());
    }

    private void checkDemand(Shape shape) {
        if (demand == null || demanded == null) {
            return;
        }
        int found = shape.size(demand.name());
        int wanted = whole(demanded, demand.whole(), shape);
        if (found == wanted) {
            return;
        }
        boolean square = demand.name().equals("D") && demanded.plain("H")
                || demand.name().equals("H") && demanded.plain("D");
        String other = demanded.size().isEmpty() || demanded.size().equals(demand.name())
                ? ""
                : " and " + demanded.size() + " = " + shape.size(demanded.size());
        throw source.error(
                demand.whole(),
                "this cell needs " + (square ? "inputs as wide as its output" : demand.name() + " = " + demanded)
                        + ", but "
                        + (square
                                ? "D = " + shape.input() + " and H = " + shape.hidden()
                                : demand.name() + " = " + found + other),
                square
                        ? "set --hidden " + shape.input() + ", or put a Linear or an Embedding of " + shape.hidden()
                                + " before it"
                        : "");
    }
}
