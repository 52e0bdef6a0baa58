package dev.recur.model;

import dev.recur.cell.Cell;
import dev.recur.layer.Pooling;
import dev.recur.layer.Skip;
import dev.recur.random.Randomness;
import dev.recur.store.Json;
import dev.recur.store.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says how series of numbers go on: reads the last rows of a table and forecasts all rows of its horizon at once. Holds the scale of each
 * column, and how far from the truth it was on held-out data.
 */
public final class Forecaster extends NumericModel {
    static final String KIND = "forecaster";
    private static final String OUTLOOK = "recur.outlook";
    private static final String SCALES = "recur.scales";

    /** The widths that {@link #interval} knows. */
    public static final List<Double> INTERVALS = List.of(0.5, 0.8, 0.9, 0.95, 0.98);

    private final Outlook outlook;
    private final Map<String, Scale> scales;
    private final Residuals residuals;

    private Forecaster(
            NumericStructure structure, Outlook outlook, Map<String, Scale> scales, Map<String, String> provenance) {
        super(structure, provenance);
        this.outlook = outlook;
        this.scales = new LinkedHashMap<>(scales);
        this.residuals = new Residuals(parameters().values(), offset("residuals"), offset("scores"), outlook);
        if (!scales.keySet().equals(columns(outlook))) {
            throw new IllegalArgumentException(
                    "the scales are those of " + scales.keySet() + ", but the columns are " + columns(outlook));
        }
    }

    private static NumericStructure structure(NumericShape shape, Outlook outlook) {
        if (shape.inputs() != outlook.inputs().size() || shape.outputs() != outlook.outputs() || shape.everyStep()) {
            throw new IllegalArgumentException(
                    "a forecaster of " + outlook.inputs().size() + " inputs and " + outlook.outputs()
                            + " outputs at the end does not fit a network of " + shape.inputs() + " and "
                            + shape.outputs());
        }
        NumericStructure structure = new NumericStructure(shape);
        Residuals.declare(structure.blocks, outlook);
        return structure;
    }

    /** A new model with the starts its cell asks for. */
    public static Forecaster create(
            NumericShape shape, Outlook outlook, Map<String, Scale> scales, Randomness randomness) {
        NumericStructure structure = structure(shape, outlook);
        Forecaster model = new Forecaster(structure, outlook, scales, Map.of());
        structure.blocks.start(model.parameters(), randomness);
        return model;
    }

    /** The shape that forecasts what {@code outlook} says. */
    public static NumericShape shape(
            Outlook outlook,
            String cell,
            int hidden,
            int layers,
            boolean bidirectional,
            double dropout,
            double weightDrop,
            Regularisers regularisers) {
        Cell.parse(cell, "the model's cell");
        return new NumericShape(
                cell,
                outlook.inputs().size(),
                hidden,
                layers,
                bidirectional,
                Skip.NONE,
                Pooling.Kind.LAST,
                outlook.outputs(),
                false,
                dropout,
                weightDrop,
                regularisers);
    }

    @Override
    public String kind() {
        return KIND;
    }

    public Outlook outlook() {
        return outlook;
    }

    /** Of a column that it reads or forecasts. */
    public Scale scale(String column) {
        Scale scale = scales.get(column);
        if (scale == null) {
            throw new IllegalArgumentException(
                    "the forecaster knows no column " + column + "; there are " + scales.keySet());
        }
        return scale;
    }

    /** All columns that are read or forecast. */
    public static Set<String> columns(Outlook outlook) {
        Set<String> columns = new LinkedHashSet<>(outlook.inputs());
        columns.addAll(outlook.targets());
        return columns;
    }

    // ---- how far from the truth

    /**
     * Takes over what was found on held-out data.
     *
     * @param found value - forecast, [count, horizon, K] in standard units
     */
    public void learnResiduals(float[] found, int count) {
        residuals.learn(found, count);
    }

    /** Whether {@link #learnResiduals} was called for these weights. */
    public boolean knowsResiduals() {
        return residuals.known();
    }

    /**
     * Where the value lies with a probability, as held-out data have it, less the forecast: the lower and the upper end, in standard units.
     *
     * @param probability one of {@link #INTERVALS}
     * @param output (step ahead) · K + target
     */
    public double[] interval(double probability, int output) {
        int known = INTERVALS.indexOf(probability);
        if (known < 0) {
            throw new IllegalArgumentException("there is no interval of " + probability + "; there are " + INTERVALS);
        }
        int upper = Residuals.LEVELS.length - INTERVALS.size() + known;
        return new double[] {
            residuals.quantile(output, Residuals.LEVELS[INTERVALS.size() - 1 - known]),
            residuals.quantile(output, Residuals.LEVELS[upper])
        };
    }

    /** How unusual errors one step ahead are, [K] from {@code from} in standard units; see {@link #threshold}. */
    public double score(float[] errors, int from) {
        return residuals.score(errors, from);
    }

    /**
     * A score that is not reached by what is usual: so many times as far above the median of the held-out scores as their 99th percentile.
     */
    public double threshold(double tolerance) {
        return residuals.threshold(tolerance);
    }

    // ---- files

    @Override
    Map<String, String> words() {
        Map<String, Object> written = new LinkedHashMap<>();
        scales.forEach((column, scale) -> written.put(column, Records.map(scale)));
        return Map.of(OUTLOOK, Json.write(Records.map(outlook)), SCALES, Json.write(written));
    }

    static Forecaster read(ModelFile file) throws IOException {
        NumericShape shape = file.config(NumericShape.class);
        Outlook outlook = Records.read(Outlook.class, Json.read(file.value(OUTLOOK)));
        NumericStructure structure = structure(shape, outlook);
        file.check(structure.blocks.layout());
        return new Forecaster(structure, outlook, scales(Json.read(file.value(SCALES))), file.provenance());
    }

    private static Map<String, Scale> scales(Map<String, @Nullable Object> written) {
        Map<String, Scale> scales = new LinkedHashMap<>();
        written.forEach((column, found) -> {
            if (!(found instanceof Map<?, ?> scale)) {
                throw new IllegalArgumentException("the scale of " + column + " is " + found);
            }
            Map<String, Object> values = new LinkedHashMap<>();
            scale.forEach((name, value) -> values.put(String.valueOf(name), value));
            scales.put(column, Records.read(Scale.class, values));
        });
        return scales;
    }

    /** Reads a file that {@link #save} has written. */
    public static Forecaster load(Path file) throws IOException {
        return (Forecaster) load(file, KIND);
    }
}
