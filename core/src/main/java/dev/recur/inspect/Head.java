package dev.recur.inspect;

import dev.recur.model.LanguageModel;

/** What stands above the topmost h of a language model, in double: {@code softmax(V (P h + p) + b)}, mostly without P and p. */
final class Head {
    private final int hidden;
    private final int inner; // what V multiplies
    private final int vocabulary;
    private final float[] projection; // [inner, hidden], or none
    private final float[] projectionBias;
    private final float[] output; // [vocabulary, inner]
    private final float[] bias;

    Head(LanguageModel model) {
        LanguageModel.Config config = model.config();
        boolean projected = config.tied() && config.embedding() != config.hidden();
        hidden = config.hidden();
        inner = projected ? config.embedding() : hidden;
        vocabulary = model.vocabulary().size();
        projection = projected ? model.parameters().read("projection.W") : new float[0];
        projectionBias = projected ? model.parameters().read("projection.b") : new float[0];
        output = model.parameters().read(config.tied() ? "embedding" : "output.W");
        bias = model.parameters().read("output.b");
    }

    private double[] projected(float[] h, int at) {
        double[] y = new double[inner];
        for (int j = 0; j < inner; j++) {
            y[j] = projection.length == 0 ? h[at + j] : projectionBias[j];
            for (int k = 0; projection.length > 0 && k < hidden; k++) {
                y[j] += (double) projection[j * hidden + k] * h[at + k];
            }
        }
        return y;
    }

    /** Of {@code -log p[target]} with respect to h. */
    double[] gradient(float[] h, int at, int target) {
        double[] d = probabilities(projected(h, at));
        d[target] -= 1;
        double[] dy = new double[inner];
        for (int v = 0; v < vocabulary; v++) {
            for (int j = 0; j < inner; j++) {
                dy[j] += d[v] * output[v * inner + j];
            }
        }
        if (projection.length == 0) {
            return dy;
        }
        double[] dh = new double[hidden];
        for (int j = 0; j < inner; j++) {
            for (int k = 0; k < hidden; k++) {
                dh[k] += dy[j] * projection[j * hidden + k];
            }
        }
        return dh;
    }

    private double[] probabilities(double[] y) {
        double[] p = new double[vocabulary];
        double most = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < vocabulary; v++) {
            p[v] = bias[v];
            for (int j = 0; j < inner; j++) {
                p[v] += (double) output[v * inner + j] * y[j];
            }
            most = Math.max(most, p[v]);
        }
        double sum = 0;
        for (int v = 0; v < vocabulary; v++) {
            p[v] = StrictMath.exp(p[v] - most);
            sum += p[v];
        }
        for (int v = 0; v < vocabulary; v++) {
            p[v] /= sum;
        }
        return p;
    }
}
