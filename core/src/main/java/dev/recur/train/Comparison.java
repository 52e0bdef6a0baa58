package dev.recur.train;

import dev.recur.store.Json;
import dev.recur.store.Records;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
     * @param stop asked after each update; the run that is stopped leaves nothing, and no other begins
     * @return contender by contender, each by rising seeds
     */
    public List<Outcome> run(List<Outcome> known, Watch watch, BooleanSupplier stop) throws IOException {
        String data = sha256(files);
        Map<String, Outcome> found = new LinkedHashMap<>();
        known.forEach(outcome -> found.put(outcome.key(), outcome));
        for (int i = 0; i < seeds; i++) {
            for (Contender contender : contenders) {
                Training training = training(contender, i);
                String key = key(contender, training, data);
                if (found.containsKey(key) || stop.getAsBoolean()) {
                    continue;
                }
                Outcome outcome = run(contender, training, key, watch.begins(contender, training.seed()), stop);
                if (outcome != null) {
                    found.put(key, outcome);
                    watch.done(outcome);
                }
            }
        }
        List<Outcome> all = new ArrayList<>();
        for (Contender contender : contenders) {
            for (int i = 0; i < seeds; i++) {
                Outcome outcome = found.get(key(contender, training(contender, i), data));
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

    /** Null if it was stopped. */
    private @Nullable Outcome run(
            Contender contender, Training training, String key, Consumer<TrainingEvent> watch, BooleanSupplier stop)
            throws IOException {
        Path folder = Files.createTempDirectory("recur-comparison");
        long begun = nanos.getAsLong();
        Tally tally = new Tally();
        try (Trainer trainer = Trainer.create(
                training, contender.options(), files, folder.resolve("model"), nanos, contender.source())) {
            if (trainer.run(tally.andThen(watch), stop) == TrainingEvent.Reason.STOPPED) {
                return null;
            }
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
    private static String key(Contender contender, Training training, String data) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("contender", contender.name());
        all.put("task", contender.options().task());
        all.putAll(Records.written((Record) contender.options()));
        all.putAll(Records.written(training));
        all.keySet().removeAll(INDIFFERENT);
        all.put("data", data);
        all.put("source", contender.source() == null ? "" : contender.source().sha256());
        byte[] hash = sha256().digest(Json.write(all).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 16);
    }

    /** Of what the files hold, wherever they are. */
    private static String sha256(TrainingFiles files) throws IOException {
        MessageDigest digest = sha256();
        List<Path> all = new ArrayList<>(files.training());
        all.addAll(files.targets());
        Stream.of(files.validation(), files.validationTarget())
                .filter(Objects::nonNull)
                .forEach(all::add);
        byte[] buffer = new byte[1 << 16];
        for (Path file : all) {
            long size = 0;
            try (InputStream in = Files.newInputStream(file)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                    size += read;
                }
            }
            digest.update(Long.toString(size).getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
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
            } else if (event instanceof TrainingEvent.Rewound back) { // what was validated there comes once more
                curve.removeIf(point -> point.update() >= back.step());
            } else if (event instanceof TrainingEvent.Finished finished) {
                exploded = finished.reason() == TrainingEvent.Reason.DIVERGED ? last : 0;
            }
        }
    }
}
