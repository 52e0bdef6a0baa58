package dev.recur.train;

import dev.recur.store.Json;
import dev.recur.store.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Trains contenders on the same data, each with several seeds: seed by seed, so that early results compare all. Keeps no models. What a run
 * reaches follows from its options and its seed alone, so runs that were made before need not be made again.
 */
public final class Comparison {
    /** What makes no difference to a result. */
    private static final List<String> INDIFFERENT = List.of("threads", "checkpoint seconds");

    private final List<Contender> contenders;
    private final int seeds;
    private final TrainingFiles files;
    private final LongSupplier nanos;

    /** Told what happens. */
    public interface Watch {
        /**
         * A run begins.
         *
         * @return told what happens in it
         */
        Consumer<TrainingEvent> begins(Contender contender, long seed);

        /** A run is over. */
        void done(Outcome outcome) throws IOException;
    }

    /**
     * @param contenders with different names
     * @param seeds how many runs of each: with the seed of its options, and those after it
     * @param files what all read
     */
    public Comparison(List<Contender> contenders, int seeds, TrainingFiles files, LongSupplier nanos) {
        Training.check(seeds >= 1, "the number of seeds", seeds, "1 or more");
        Training.check(!contenders.isEmpty(), "the number of contenders", contenders.size(), "1 or more");
        for (int i = 0; i < contenders.size(); i++) {
            for (Contender other : contenders.subList(0, i)) {
                if (other.name().equals(contenders.get(i).name())) {
                    throw new IllegalArgumentException("two contenders are called " + other.name());
                }
            }
        }
        this.contenders = List.copyOf(contenders);
        this.seeds = seeds;
        this.files = files;
        this.nanos = nanos;
    }

    /**
     * Makes the runs that are not known.
     *
     * @param known of earlier runs; those of other options are passed over
     * @return contender by contender, each by rising seeds
     */
    public List<Outcome> run(List<Outcome> known, Watch watch) throws IOException {
        Map<String, Outcome> found = new LinkedHashMap<>();
        known.forEach(outcome -> found.put(outcome.key(), outcome));
        for (int i = 0; i < seeds; i++) {
            for (Contender contender : contenders) {
                Training training = training(contender, i);
                String key = key(contender, training);
                if (!found.containsKey(key)) {
                    Outcome outcome = run(contender, training, key, watch.begins(contender, training.seed()));
                    found.put(key, outcome);
                    watch.done(outcome);
                }
            }
        }
        List<Outcome> all = new ArrayList<>();
        for (Contender contender : contenders) {
            for (int i = 0; i < seeds; i++) {
                Outcome outcome = found.get(key(contender, training(contender, i)));
                if (outcome != null) {
                    all.add(outcome);
                }
            }
        }
        return all;
    }

    private static Training training(Contender contender, int i) {
        return Records.with(
                contender.training(), Map.of("seed", contender.training().seed() + i));
    }

    private Outcome run(Contender contender, Training training, String key, Consumer<TrainingEvent> watch)
            throws IOException {
        Path folder = Files.createTempDirectory("recur-comparison");
        long begun = nanos.getAsLong();
        Tally tally = new Tally();
        try (Trainer trainer = Trainer.create(
                training, contender.options(), files, folder.resolve("model"), nanos, contender.source())) {
            trainer.run(tally.andThen(watch), () -> false);
        } finally {
            delete(folder);
        }
        return new Outcome(
                contender.name(),
                training.seed(),
                key,
                tally.weights,
                tally.updates,
                tally.exploded,
                tally.figures,
                tally.curve,
                (nanos.getAsLong() - begun) / 1e9);
    }

    /** Of the options, the cell's text, the seed, the data and the model to start from. */
    private String key(Contender contender, Training training) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("contender", contender.name());
        all.put("task", contender.options().task());
        all.putAll(Records.written((Record) contender.options()));
        all.putAll(Records.written(training));
        all.keySet().removeAll(INDIFFERENT);
        all.put(
                "files",
                Stream.of(files.training(), files.targets()).map(List::toString).toList());
        all.put("validation", files.validation() + " " + files.validationTarget());
        all.put("source", contender.source() == null ? "" : contender.source().sha256());
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(Json.write(all).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : (Iterable<Path>) entries::iterator) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** What is left of a run. */
    private static final class Tally implements Consumer<TrainingEvent> {
        private final List<Outcome.Point> curve = new ArrayList<>();
        private Map<String, Double> figures = Map.of();
        private long weights;
        private long updates;
        private long exploded;
        private long last;

        @Override
        public void accept(TrainingEvent event) {
            if (event instanceof TrainingEvent.Started started) {
                weights = started.weights();
            } else if (event instanceof TrainingEvent.Stepped step) {
                updates = step.step();
            } else if (event instanceof TrainingEvent.Validated validated) {
                figures = validated.best() ? validated.figures() : figures;
                double figure = validated.figures().values().iterator().next();
                curve.add(new Outcome.Point(validated.step(), figure));
            } else if (event instanceof TrainingEvent.Exploded explosion) {
                last = explosion.step();
            } else if (event instanceof TrainingEvent.Finished finished) {
                exploded = finished.reason() == TrainingEvent.Reason.DIVERGED ? last : 0;
            }
        }
    }
}
