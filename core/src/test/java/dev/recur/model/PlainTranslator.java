package dev.recur.model;

import dev.recur.array.Layout;
import java.util.ArrayList;
import java.util.List;

/** The loss of an LSTM translator in double, one pair at a time, written from the papers with no thought of speed. */
final class PlainTranslator {
    private final Translator model;
    private final double smoothing;
    private double[] w = {};

    PlainTranslator(Translator model, double smoothing) {
        this.model = model;
        this.smoothing = smoothing;
    }

    /** The mean over all tokens to write; {@code weights} has the layout of the model. */
    double loss(double[] weights, int[][] sources, int[][] targets) {
        w = weights;
        double sum = 0;
        int tokens = 0;
        for (int i = 0; i < sources.length; i++) {
            sum += loss(sources[i], targets[i]);
            tokens += targets[i].length;
        }
        return sum / tokens;
    }

    private record Ends(double[] h, double[] c) {}

    private double loss(int[] source, int[] target) {
        Translator.Config config = model.config();
        List<double[]> memory = new ArrayList<>();
        for (int token : source) {
            memory.add(row("source.embedding", token));
        }
        List<Ends> starts = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            int half = config.hidden() / 2;
            List<double[]> along = new ArrayList<>();
            List<double[]> against = new ArrayList<>();
            Ends past = run("encoder" + layer + ".forward.", memory, zeros(half), along);
            Ends future = run("encoder" + layer + ".backward.", turned(memory), zeros(half), against);
            starts.add(new Ends(join(past.h, future.h), join(past.c, future.c)));
            List<double[]> back = turned(against);
            List<double[]> read = new ArrayList<>();
            for (int t = 0; t < along.size(); t++) {
                read.add(join(along.get(t), back.get(t)));
            }
            memory = read;
        }
        List<double[]> h = new ArrayList<>();
        for (int token : target) {
            h.add(row("target.embedding", token));
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            List<double[]> out = new ArrayList<>();
            run("decoder" + layer + ".", h, starts.get(layer), out);
            h = out;
        }
        double sum = 0;
        for (int t = 0; t < target.length; t++) {
            int next = t + 1 < target.length ? target[t + 1] : model.target().end();
            sum += nats(logits(h.get(t), memory), next);
        }
        return sum;
    }

    private Ends zeros(int n) {
        return new Ends(new double[n], new double[n]);
    }

    private Ends run(String prefix, List<double[]> xs, Ends start, List<double[]> out) {
        double[] h = start.h;
        double[] c = start.c;
        for (double[] x : xs) {
            double[] i = gate(prefix, "i", x, h);
            double[] f = gate(prefix, "f", x, h);
            double[] g = gate(prefix, "g", x, h);
            double[] o = gate(prefix, "o", x, h);
            double[] newC = new double[c.length];
            double[] newH = new double[c.length];
            for (int j = 0; j < c.length; j++) {
                newC[j] = sigmoid(f[j]) * c[j] + sigmoid(i[j]) * Math.tanh(g[j]);
                newH[j] = sigmoid(o[j]) * Math.tanh(newC[j]);
            }
            h = newH;
            c = newC;
            out.add(h);
        }
        return new Ends(h, c);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private double[] gate(String prefix, String name, double[] x, double[] h) {
        double[] sum = add(product(prefix + "W" + name, x), product(prefix + "U" + name, h));
        return add(sum, vector(prefix + "b" + name));
    }

    private double[] logits(double[] h, List<double[]> memory) {
        double[] pre = add(product("top.state.W", h), vector("top.state.b"));
        if (model.config().attention() != Translator.Look.NONE) {
            pre = add(pre, product("top.context.W", context(h, memory)));
        }
        double[] a = new double[pre.length];
        for (int j = 0; j < a.length; j++) {
            a[j] = Math.tanh(pre[j]);
        }
        String matrix = model.config().tied() ? "target.embedding" : "output.W";
        return add(product(matrix, a), vector("output.b"));
    }

    private double[] context(double[] h, List<double[]> memory) {
        double[] weights = new double[memory.size()];
        double sum = 0;
        for (int s = 0; s < weights.length; s++) {
            weights[s] = Math.exp(score(h, memory.get(s)));
            sum += weights[s];
        }
        double[] context = new double[memory.get(0).length];
        for (int s = 0; s < weights.length; s++) {
            for (int j = 0; j < context.length; j++) {
                context[j] += weights[s] / sum * memory.get(s)[j];
            }
        }
        return context;
    }

    private double score(double[] h, double[] m) {
        switch (model.config().attention()) {
            case ADDITIVE:
                double[] pre = add(product("attention.query.W", h), vector("attention.query.b"));
                pre = add(pre, product("attention.memory.W", m));
                double sum = 0;
                double[] v = vector("attention.v");
                for (int j = 0; j < v.length; j++) {
                    sum += v[j] * Math.tanh(pre[j]);
                }
                return sum;
            case GENERAL:
                return dot(h, product("attention.memory.W", m));
            default:
                return dot(h, m);
        }
    }

    private double nats(double[] logits, int next) {
        double sum = 0;
        double mean = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
            mean += logit / logits.length;
        }
        return Math.log(sum) - (1 - smoothing) * logits[next] - smoothing * mean;
    }

    // ---- arrays

    private static double[] join(double[] a, double[] b) {
        double[] both = new double[a.length + b.length];
        System.arraycopy(a, 0, both, 0, a.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static List<double[]> turned(List<double[]> list) {
        List<double[]> turned = new ArrayList<>();
        list.forEach(element -> turned.add(0, element));
        return turned;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static double[] add(double[] a, double[] b) {
        double[] sum = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            sum[j] = a[j] + b[j];
        }
        return sum;
    }

    private double[] vector(String name) {
        Layout.View view = model.parameters().layout().view(name);
        double[] values = new double[view.shape().size()];
        System.arraycopy(w, view.offset(), values, 0, values.length);
        return values;
    }

    private double[] row(String name, int row) {
        int length = model.config().embedding();
        double[] values = new double[length];
        System.arraycopy(w, model.offset(name) + row * length, values, 0, length);
        return values;
    }

    private double[] product(String matrix, double[] x) {
        Layout.View view = model.parameters().layout().view(matrix);
        double[] y = new double[view.shape().size() / x.length];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += w[view.offset() + i * x.length + j] * x[j];
            }
        }
        return y;
    }
}
