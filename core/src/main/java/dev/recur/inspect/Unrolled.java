package dev.recur.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The simple network (Elman 1990) that learns to spell one word, unrolled: each letter predicts the next. In double, plain, every number of
 * the way forward and back at hand.
 *
 * <pre>
 * a(t) = W x(t) + U h(t-1) + b    h(t) = tanh(a(t))    s(t) = V h(t) + c    p(t) = softmax(s(t))
 * L = Σ L(t),  L(t) = -log p(t)[the next letter]
 *
 * ds(t) = p(t) - y(t)
 * dh(t) = V^T ds(t) + U^T da(t+1)                                  from this step's loss, and from the future
 * da(t) = dh(t) * (1 - h(t) * h(t))
 * dW = Σ da(t) x(t)^T    dU = Σ da(t) h(t-1)^T    db = Σ da(t)    dV = Σ ds(t) h(t)^T    dc = Σ ds(t)
 * </pre>
 */
public final class Unrolled {
    /**
     * One step, its way forward and its way back.
     *
     * @param letter what is read, {@code next} what is to be predicted: places in {@link Unrolled#letters}
     * @param x one-hot, [D]
     * @param before h(t-1), [H]
     * @param scores s(t), [D]
     * @param now V^T ds(t), what this step's own loss says about h(t), [H]
     * @param future U^T da(t+1), what all later losses say about it, [H]
     */
    public record Step(
            int letter,
            int next,
            double[] x,
            double[] before,
            double[] h,
            double[] scores,
            double[] probabilities,
            double loss,
            double[] dScores,
            double[] now,
            double[] future,
            double[] dh,
            double[] da) {}

    /** The weights by name: W [H,D], U [H,H], b [H], V [D,H], c [D], row-major. */
    private final Map<String, double[]> weights;

    private final Map<String, double[]> gradients = new LinkedHashMap<>();
    private final List<String> letters;
    private final int[] word;
    private final int hidden;
    private final List<Step> steps = new ArrayList<>();

    Unrolled(List<String> letters, int[] word, int hidden, Map<String, double[]> weights) {
        this.letters = letters;
        this.word = word;
        this.hidden = hidden;
        this.weights = weights;
        weights.forEach((name, values) -> gradients.put(name, new double[values.length]));
        forwardAndBack();
    }

    private double[] weight(String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }

    private void forwardAndBack() {
        int d = letters.size();
        List<Step> forward = new ArrayList<>();
        double[] before = new double[hidden];
        for (int t = 0; t + 1 < word.length; t++) {
            double[] x = new double[d];
            x[word[t]] = 1;
            double[] h = plus(times(weight("W"), x), times(weight("U"), before), weight("b"));
            for (int j = 0; j < hidden; j++) {
                h[j] = StrictMath.tanh(h[j]);
            }
            double[] scores = plus(times(weight("V"), h), weight("c"), null);
            double[] p = softmax(scores);
            double loss = -StrictMath.log(p[word[t + 1]]);
            double[] none = {};
            forward.add(new Step(word[t], word[t + 1], x, before, h, scores, p, loss, none, none, none, none, none));
            before = h;
        }
        double[] later = new double[hidden]; // da(t+1)
        for (int t = forward.size() - 1; t >= 0; t--) {
            Step step = back(forward.get(t), later);
            steps.add(0, step);
            later = step.da;
        }
    }

    private Step back(Step step, double[] later) {
        double[] ds = step.probabilities.clone();
        ds[step.next] -= 1;
        double[] now = timesTransposed(weight("V"), ds, hidden);
        double[] future = timesTransposed(weight("U"), later, hidden);
        double[] dh = plus(now, future, null);
        double[] da = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            da[j] = dh[j] * (1 - step.h[j] * step.h[j]);
        }
        addOuter("W", da, step.x);
        addOuter("U", da, step.before);
        addOuter("b", da, new double[] {1});
        addOuter("V", ds, step.h);
        addOuter("c", ds, new double[] {1});
        return new Step(
                step.letter,
                step.next,
                step.x,
                step.before,
                step.h,
                step.scores,
                step.probabilities,
                step.loss,
                ds,
                now,
                future,
                dh,
                da);
    }

    private void addOuter(String name, double[] left, double[] right) {
        double[] sum = gradient(name);
        for (int i = 0; i < left.length; i++) {
            for (int j = 0; j < right.length; j++) {
                sum[i * right.length + j] += left[i] * right[j];
            }
        }
    }

    /** What step {@code t} adds to one entry of a gradient. */
    public double term(String name, int t, int row, int column) {
        Step step = steps.get(t);
        return switch (name) {
            case "W" -> step.da[row] * step.x[column];
            case "U" -> step.da[row] * step.before[column];
            case "b" -> step.da[row];
            case "V" -> step.dScores[row] * step.h[column];
            case "c" -> step.dScores[row];
            default -> throw new IllegalArgumentException("there is no " + name + ", only " + weights.keySet());
        };
    }

    /** A step of gradient descent, as another network. */
    Unrolled descended(double rate) {
        Map<String, double[]> next = new LinkedHashMap<>();
        weights.forEach((name, values) -> {
            double[] moved = values.clone();
            for (int i = 0; i < moved.length; i++) {
                moved[i] -= rate * gradient(name)[i];
            }
            next.put(name, moved);
        });
        return new Unrolled(letters, word, hidden, next);
    }

    /** With one weight changed, as another network: for differences. */
    Unrolled changed(String name, int index, double by) {
        Map<String, double[]> next = new LinkedHashMap<>(weights);
        double[] values = weight(name).clone();
        values[index] += by;
        next.put(name, values);
        return new Unrolled(letters, word, hidden, next);
    }

    // ---- what there is to show

    /** The different letters of the word; their places are what one-hot vectors count. */
    public List<String> letters() {
        return letters;
    }

    /** H. */
    public int hidden() {
        return hidden;
    }

    public List<Step> steps() {
        return steps;
    }

    /** Σ L(t), in nats. */
    public double loss() {
        return steps.stream().mapToDouble(Step::loss).sum();
    }

    public Map<String, double[]> weights() {
        return weights;
    }

    /** dL/d name, row-major. */
    public double[] gradient(String name) {
        return Objects.requireNonNull(gradients.get(name), name);
    }

    // ---- arithmetic

    private static double[] times(double[] matrix, double[] vector) {
        double[] product = new double[matrix.length / vector.length];
        for (int i = 0; i < matrix.length; i++) {
            product[i / vector.length] += matrix[i] * vector[i % vector.length];
        }
        return product;
    }

    private static double[] timesTransposed(double[] matrix, double[] vector, int columns) {
        double[] product = new double[columns];
        for (int i = 0; i < matrix.length; i++) {
            product[i % columns] += matrix[i] * vector[i / columns];
        }
        return product;
    }

    private static double[] plus(double[] a, double[] b, double @Nullable [] c) {
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i] + (c == null ? 0 : c[i]);
        }
        return sum;
    }

    private static double[] softmax(double[] scores) {
        double most = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            most = Math.max(most, score);
        }
        double[] p = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = StrictMath.exp(scores[i] - most);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }
}
