package dev.recur.bench;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.batch.Minibatch;
import dev.recur.batch.Streams;
import dev.recur.cell.Cell;
import dev.recur.kernel.Kernels;
import dev.recur.layer.Pooling;
import dev.recur.layer.Skip;
import dev.recur.model.ClassifierNetwork;
import dev.recur.model.LanguageModel;
import dev.recur.model.LanguageNetwork;
import dev.recur.model.Model;
import dev.recur.model.Regularisers;
import dev.recur.model.SequenceClassifier;
import dev.recur.optim.GradientNorm;
import dev.recur.optim.Optimizer;
import dev.recur.optim.OptimizerState;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import dev.recur.store.Json;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recur's side of the comparison with PyTorch, the same work as {@code torch_peer.py}: one workload a process, one line of JSON. The
 * script {@code bench/against-pytorch} runs both in turn.
 */
public final class AgainstPyTorch {
    private static final double RATE = 2e-3;
    private static final double CLIP = 5;
    private static final int SAMPLED = 200; // tokens a measured stretch

    private final Map<String, String> options = new LinkedHashMap<>();
    private final Randomness randomness = new Randomness(0);

    private AgainstPyTorch(String[] arguments) {
        options.put("work", arguments[0]);
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i].replaceFirst("^--", ""), arguments[i + 1]);
        }
    }

    public static void main(String[] arguments) throws IOException {
        AgainstPyTorch run = new AgainstPyTorch(arguments);
        try (Workers workers = new Workers(run.whole("threads", 2))) {
            Map<String, Object> line = switch (arguments[0]) {
                case "train" -> run.train(workers);
                case "classify" -> run.classify(workers);
                case "sample" -> run.sample(workers);
                default -> run.about();
            };
            System.out.println(Json.write(line));
        }
    }

    private int whole(String name, int otherwise) {
        return Integer.parseInt(options.getOrDefault(name, String.valueOf(otherwise)));
    }

    private Cell cell() throws IOException {
        String name = options.getOrDefault("cell", "lstm");
        return Cell.names().contains(name) ? Cell.named(name) : Cell.parse(Files.readString(Path.of(name)), name);
    }

    /** Random characters; one of the vocabulary is the unknown one. */
    private Corpus text(int length) throws IOException {
        int vocabulary = whole("vocabulary", 65) - 1;
        Stream stream = randomness.stream("text");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint('\u4E00' + (i < vocabulary ? i : stream.below(vocabulary, 0, i)));
        }
        return Corpus.of(text.toString(), Tokenizer.CHARACTERS, false);
    }

    private LanguageModel model(Vocabulary vocabulary) throws IOException {
        int hidden = whole("hidden", 128);
        LanguageModel.Config config =
                new LanguageModel.Config(cell().text(), hidden, whole("layers", 2), hidden, 0, 0, 0, false);
        return LanguageModel.create(config, vocabulary, randomness);
    }

    // ---- training

    private Map<String, Object> train(Workers workers) throws IOException {
        int rows = whole("batch", 50);
        int steps = whole("steps", 50);
        Corpus corpus = text(Math.max(8 * rows * steps + 1, 4 * whole("vocabulary", 65)));
        Vocabulary vocabulary = corpus.vocabulary(1, Integer.MAX_VALUE);
        Streams batches = Streams.of(corpus.encode(vocabulary), rows, steps);
        LanguageModel model = model(vocabulary);
        LanguageNetwork network = new LanguageNetwork(model, true, randomness, workers);
        Parameters gradient = Parameters.zeros(model.parameters().layout());
        Update update = update(model, workers);
        Minibatch batch = new Minibatch();
        long[] count = new long[1];
        Runnable step = () -> {
            batches.fill(0, count[0] % batches.count(0), batch);
            network.load(count[0]++);
            gradient.clear(workers);
            network.train(batch, gradient.values(), 1f / batch.tokens());
            update.step(gradient);
        };
        Steady speed = measure(step);
        int tokens = rows * steps;
        return line(tokens, speed, flop(model) * tokens / speed.nanos() / Peaks.fma(workers));
    }

    /** Clips and updates. */
    private interface Update {
        void step(Parameters gradient);
    }

    private static Update update(Model model, Workers workers) {
        Layout layout = model.parameters().layout();
        Optimizer adam = new Optimizer.Adam(Optimizer.Adam.BETA1, Optimizer.Adam.BETA2, Optimizer.Adam.EPSILON, 0);
        OptimizerState optimizer = new OptimizerState(adam, layout, Kernels.selected(), workers);
        GradientNorm norm = new GradientNorm(layout, Kernels.selected(), workers);
        return gradient -> {
            double clip = GradientNorm.clipFactor(norm.norm(gradient), CLIP);
            optimizer.update(model.parameters(), gradient, clip, RATE);
        };
    }

    // ---- classification

    /** One minibatch over and over, of lengths that are spread evenly from 1 to twice the steps; their ends are what is judged by. */
    private Map<String, Object> classify(Workers workers) throws IOException {
        int rows = whole("batch", 64);
        int longest = 2 * whole("steps", 50);
        Vocabulary vocabulary = text(4 * whole("vocabulary", 5000)).vocabulary(1, Integer.MAX_VALUE);
        int hidden = whole("hidden", 128);
        SequenceClassifier.Config config = new SequenceClassifier.Config(
                cell().text(),
                hidden,
                whole("layers", 1),
                true,
                Skip.NONE,
                hidden,
                Pooling.Kind.LAST,
                false,
                0,
                0,
                0,
                Regularisers.NONE,
                0);
        SequenceClassifier model = SequenceClassifier.create(config, vocabulary, List.of("one", "other"), randomness);
        ClassifierNetwork network = ClassifierNetwork.training(model, 0, null, randomness, workers);
        Stream chance = randomness.stream("minibatch");
        int[][] texts = new int[rows][];
        int[] labels = new int[rows];
        int tokens = 0;
        for (int r = 0; r < rows; r++) {
            texts[r] = new int[1 + r * (longest - 1) / Math.max(1, rows - 1)];
            for (int t = 0; t < texts[r].length; t++) {
                texts[r][t] = chance.below(vocabulary.size(), r, t);
            }
            labels[r] = chance.below(2, rows, r);
            tokens += texts[r].length;
        }
        Parameters gradient = Parameters.zeros(model.parameters().layout());
        Update update = update(model, workers);
        long[] count = new long[1];
        Steady speed = measure(() -> {
            network.load(count[0]++);
            gradient.clear(workers);
            network.train(texts, labels, rows, gradient.values());
            update.step(gradient);
        });
        return line(tokens, speed, flop(model) * tokens / speed.nanos() / Peaks.fma(workers));
    }

    /** Floating point operations a token that a step really does: 6 a weight, but for what is looked up or done once a text. */
    private static double flop(Model model) {
        boolean texts = model instanceof SequenceClassifier;
        double weights = 0;
        for (var view : model.parameters().layout().views()) {
            boolean lookedUp =
                    view.name().equals("embedding") || view.name().startsWith(texts ? "output." : "layer0.W");
            if (view.shape().rank() == 2 && !lookedUp) {
                weights += view.shape().size();
            }
        }
        return 6 * weights;
    }

    // ---- sampling

    private Map<String, Object> sample(Workers workers) throws IOException {
        Corpus corpus = text(4 * whole("vocabulary", 65));
        Vocabulary vocabulary = corpus.vocabulary(1, Integer.MAX_VALUE);
        LanguageModel model = model(vocabulary);
        LanguageNetwork network = new LanguageNetwork(model, false, randomness, workers);
        network.load(0);
        network.reset(1);
        Stream chance = randomness.stream("sample");
        Kernels kernels = Kernels.selected();
        int[] token = {0};
        long[] count = new long[1];
        Runnable stretch = () -> {
            for (int i = 0; i < SAMPLED; i++) {
                float[] logits = network.step(token, 1);
                kernels.softmax(logits, 0, logits, 0, vocabulary.size(), 1f);
                token[0] = draw(logits, vocabulary.size(), chance.uniform(0, count[0]++));
            }
        };
        Steady speed = measure(stretch);
        double bytes = flop(model) / 6 * Float.BYTES;
        double bandwidth = Peaks.read(workers, (int) (bytes / Float.BYTES));
        return line(SAMPLED, speed, bytes * SAMPLED / speed.nanos() / bandwidth);
    }

    private static int draw(float[] shares, int n, double at) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += shares[i];
            if (at < sum) {
                return i;
            }
        }
        return n - 1;
    }

    // ---- measuring

    private Steady measure(Runnable step) {
        return Steady.measure(step, Double.parseDouble(options.getOrDefault("seconds", "6")));
    }

    private Map<String, Object> line(int tokens, Steady speed, double share) throws IOException {
        Map<String, Object> line = about();
        line.put("median_ms", speed.nanos() / 1e6);
        line.put("warm_seconds", speed.warm() / 1e9);
        line.put("tokens_per_second", Math.round(tokens / speed.nanos() * 1e9));
        line.put("peak_rss_mib", peakResident());
        line.put("peak_fraction", share);
        return line;
    }

    private Map<String, Object> about() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("peer", "recur");
        line.putAll(options);
        line.put("kernels", Kernels.selected().name());
        line.put("jdk", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        return line;
    }

    private static long peakResident() throws IOException {
        for (String status : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (status.startsWith("VmHWM:")) {
                return Long.parseLong(status.replaceAll("\\D", "")) / 1024;
            }
        }
        return -1;
    }
}
