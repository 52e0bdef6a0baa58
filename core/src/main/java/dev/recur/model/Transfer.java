package dev.recur.model;

import dev.recur.array.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a model took from another one before it was trained (Dai and Le 2015, Howard and Ruder 2018): arrays of the same name and shape, and
 * of arrays with a row for each token or label the rows of those that both know. Layers are taken if both have the same cell. A layer in both
 * directions takes for the direction of time what the other has along time alone. What reads in a translator stands for what reads in a model
 * that does not write.
 *
 * @param source the SHA-256 of the other model's weights
 */
public record Transfer(String source, List<Line> lines) {
    /**
     * One array.
     *
     * @param rows how many rows (of a vector: elements) were taken
     * @param of how many there are
     * @param why what kept the rest from being taken; empty if nothing is left
     */
    public record Line(String array, int rows, int of, String why) {}

    private static final String LAYER = "(layer|encoder|decoder)\\d+\\..*";
    private static final String ALONG = ".forward.";

    public Transfer {
        lines = List.copyOf(lines);
    }

    /**
     * Copies what fits.
     *
     * @throws IllegalArgumentException if nothing does
     */
    public static Transfer take(Model to, Model from) {
        List<Line> lines = new ArrayList<>();
        for (Layout.View view : to.parameters().layout().views()) {
            lines.add(take(view, to, from));
        }
        if (lines.stream().noneMatch(line -> line.rows > 0)) {
            throw new IllegalArgumentException("the model to start from has nothing that fits: "
                    + lines.stream()
                            .map(line -> line.array + ": " + line.why)
                            .distinct()
                            .toList());
        }
        return new Transfer(from.sha256(), lines);
    }

    /** How many arrays were taken, wholly or in part. */
    public int taken() {
        return (int) lines.stream().filter(line -> line.rows > 0).count();
    }

    private static Line take(Layout.View view, Model to, Model from) {
        int rows = view.shape().length(0);
        Layout layout = from.parameters().layout();
        String name = called(view.name(), layout);
        if (name.isEmpty()) {
            return new Line(view.name(), 0, rows, "the other model has none");
        }
        if (name.matches(LAYER) && !to.cell().sha256().equals(from.cell().sha256())) {
            return new Line(view.name(), 0, rows, "the other model has another cell");
        }
        Layout.View other = layout.view(name);
        List<String> names = to.namedRows().get(view.name());
        List<String> known = from.namedRows().get(name);
        if ((names == null) != (known == null)) {
            return new Line(view.name(), 0, rows, "its rows stand for something else in the other model");
        }
        int width = view.shape().size() / rows;
        if (other.shape().rank() != view.shape().rank()
                || other.shape().size() / other.shape().length(0) != width
                || names == null && other.shape().length(0) != rows) {
            return new Line(view.name(), 0, rows, "it is " + view.shape() + " here and " + other.shape() + " there");
        }
        return copy(view, to, other, from, width, names, known);
    }

    /** What the other model calls an array; empty if it has none. */
    private static String called(String name, Layout layout) {
        String reading = name.startsWith("layer")
                ? "encoder" + name.substring("layer".length())
                : name.equals("embedding") ? "source.embedding" : name;
        return Stream.of(name, name.replace(ALONG, "."), reading, reading.replaceFirst("\\.", ALONG))
                .filter(layout::holds)
                .findFirst()
                .orElse("");
    }

    private static Line copy(
            Layout.View view,
            Model to,
            Layout.View other,
            Model from,
            int width,
            @Nullable List<String> names,
            @Nullable List<String> known) {
        int rows = view.shape().length(0);
        int taken = 0;
        Map<String, Integer> ids = names == null || known == null ? Map.of() : ids(known);
        for (int row = 0; row < rows; row++) {
            Integer source = names == null ? Integer.valueOf(row) : ids.get(names.get(row));
            if (source != null) {
                System.arraycopy(
                        from.parameters().values(),
                        other.offset() + source * width,
                        to.parameters().values(),
                        view.offset() + row * width,
                        width);
                taken++;
            }
        }
        return new Line(
                view.name(),
                taken,
                rows,
                taken == rows
                        ? ""
                        : view.name().equals(LanguageModel.GIVEN) || labels(names)
                                ? "labels that the other model does not know"
                                : "tokens that the other model does not know");
    }

    private static boolean labels(@Nullable List<String> names) {
        return names != null
                && names.get(0).startsWith(Model.LABEL)
                && names.get(0).length() > Model.LABEL.length();
    }

    private static Map<String, Integer> ids(List<String> names) {
        Map<String, Integer> ids = new HashMap<>();
        names.forEach(name -> ids.put(name, ids.size()));
        return ids;
    }
}
