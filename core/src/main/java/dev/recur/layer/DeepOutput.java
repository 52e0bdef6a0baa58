package dev.recur.layer;

import dev.recur.array.Layout;
import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.kernel.Pointwise;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.ArrayList;
import java.util.List;

/**
 * Dense layers {@code y = tanh(W x + b)} between recurrent layers and an output, all equally wide: the deep output of Pascanu et al. 2014.
 */
public final class DeepOutput {
    /** Where the parameters of all layers lie, bottom first. */
    public record Place(List<Linear.Place> layers) {
        public Place {
            layers = List.copyOf(layers);
        }

        public void start(float[] flat, Randomness randomness) {
            layers.forEach(layer -> layer.start(flat, randomness));
        }
    }

    private final List<Linear> layers = new ArrayList<>();
    private final float[][] outputs; // [total, width]
    private final float[][] dInputs;
    private final Kernels kernels = Kernels.selected();
    private final Workers workers;
    private final Workers.Task tanh = this::tanh;
    private final Workers.Task dTanh = this::dTanh;

    // of the call under way
    private float[] y = {};
    private float[] u = {};
    private int floats;

    /** Adds {@code prefix0.W}, {@code prefix0.b} and so on to the layout of a model. */
    public static Place declare(Layout.Builder builder, String prefix, int width, int layers) {
        List<Linear.Place> places = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            places.add(Linear.declare(builder, prefix + i + ".", width, width, true));
        }
        return new Place(places);
    }

    /** @param training whether backward will be called */
    public DeepOutput(Place place, boolean training, Workers workers) {
        place.layers().forEach(layer -> layers.add(new Linear(layer, training, true, workers)));
        this.outputs = new float[layers.size()][0];
        this.dInputs = new float[layers.size()][0];
        this.workers = workers;
    }

    /** Reads the weights; call it whenever the flat array has changed. */
    public void load(float[] flat) {
        layers.forEach(layer -> layer.load(flat));
    }

    /** x is [total, width]; it must stay as it is until backward. Returns y, [total, width]. */
    public float[] forward(float[] x, Rows rows) {
        float[] from = x;
        for (int i = 0; i < layers.size(); i++) {
            outputs[i] = Columns.room(outputs[i], rows.total(), layers.get(i).out());
            u = layers.get(i).forward(from, rows.total());
            y = outputs[i];
            floats = rows.total() * layers.get(i).out();
            workers.run(tanh);
            from = outputs[i];
        }
        return from;
    }

    /**
     * @param dy gradient of y, [total, width]; used up
     * @param gradient added to, of the model's layout
     * @return the gradient of x, [total, width]
     */
    public float[] backward(float[] dy, Rows rows, float[] gradient) {
        float[] from = dy;
        for (int i = layers.size() - 1; i >= 0; i--) {
            dInputs[i] = Columns.room(dInputs[i], rows.total(), layers.get(i).in());
            u = from;
            y = outputs[i];
            floats = rows.total() * layers.get(i).out();
            workers.run(dTanh);
            layers.get(i).backward(from, dInputs[i], gradient);
            from = dInputs[i];
        }
        return from;
    }

    private void tanh(int worker, int count) {
        int at = part(worker, count);
        int n = part(worker + 1, count) - at;
        kernels.pointwise(Pointwise.TANH, y, at, u, at, u, at, u, at, u, at, n, Kernels.KEEP);
    }

    private void dTanh(int worker, int count) {
        int at = part(worker, count);
        int n = part(worker + 1, count) - at;
        kernels.pointwise(Pointwise.D_TANH, u, at, u, at, y, at, y, at, y, at, n, Kernels.KEEP);
    }

    private int part(int worker, int count) {
        return (int) ((long) floats * worker / count);
    }
}
