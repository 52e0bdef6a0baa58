package dev.recur.optim;

import dev.recur.array.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A factor of the learning rate for each layer of a model, bottom to top (Howard and Ruder 2018, "discriminative fine-tuning" and "gradual
 * unfreezing"). Level 0 is what lies before the first recurrent layer, such as embeddings; each recurrent layer is the next level, those of a
 * decoder above those of its encoder; and all else lies on top.
 */
public final class LayerRates {
    private static final Pattern LAYER = Pattern.compile("((?:layer|encoder|decoder)\\d+)\\..*");
    private static final int TOP = Integer.MAX_VALUE;

    /** Elements {@code from} to before {@code to} of the flat array, the gaps behind them included. */
    private record Segment(int from, int to, int level) {}

    private final List<Segment> segments = new ArrayList<>();
    private final List<String> layers = new ArrayList<>(); // names, bottom first
    private final int levels;
    private double decay = 1;
    private int trained;

    public LayerRates(Layout layout) {
        List<Layout.View> views = List.copyOf(layout.views());
        int[] found = views.stream().mapToInt(view -> level(view.name())).toArray();
        this.levels = layers.size() + 2;
        this.trained = levels;
        for (int i = 0; i < views.size(); i++) {
            int end = i + 1 == views.size() ? layout.size() : views.get(i + 1).offset();
            int level = Math.min(found[i], levels - 1);
            Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
            if (last != null && last.level == level) {
                segments.set(segments.size() - 1, new Segment(last.from, end, level));
            } else {
                segments.add(new Segment(views.get(i).offset(), end, level));
            }
        }
    }

    /** Asked in the order of the layout. */
    private int level(String name) {
        Matcher layer = LAYER.matcher(name);
        if (!layer.matches()) {
            return layers.isEmpty() ? 0 : TOP;
        }
        if (!layers.contains(layer.group(1))) {
            layers.add(layer.group(1));
        }
        return layers.indexOf(layer.group(1)) + 1;
    }

    /** How many levels there are. */
    public int levels() {
        return levels;
    }

    /**
     * @param decay what the rate of a level is divided by for the level below; 1 for the same rates
     * @param trained how many levels learn, from the top; the others keep their weights
     */
    public void set(double decay, int trained) {
        this.decay = decay;
        this.trained = trained;
    }

    int count() {
        return segments.size();
    }

    int from(int segment) {
        return segments.get(segment).from;
    }

    int to(int segment) {
        return segments.get(segment).to;
    }

    double factor(int segment) {
        int below = levels - 1 - segments.get(segment).level;
        return below >= trained ? 0 : 1 / StrictMath.pow(decay, below);
    }
}
