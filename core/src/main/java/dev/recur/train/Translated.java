package dev.recur.train;

import dev.recur.batch.LengthOrder;
import dev.recur.model.Translator;
import dev.recur.model.TranslatorNetwork;
import java.util.List;

/**
 * Pairs as a translator reads them.
 *
 * @param sources see {@link Translator#read}
 * @param targets see {@link Translator#written}
 */
public record Translated(int[][] sources, int[][] targets) {
    private static final int ROWS = 64;

    public static Translated of(List<Parallel> pairs, Translator model) {
        return new Translated(
                pairs.stream().map(pair -> model.read(pair.source())).toArray(int[][]::new),
                pairs.stream().map(pair -> model.written(pair.target())).toArray(int[][]::new));
    }

    public int count() {
        return sources.length;
    }

    /** Of both sides: what a pair costs. */
    int length(int pair) {
        return sources[pair].length + targets[pair].length;
    }

    /** Tokens to write, ends among them. */
    public long tokens() {
        long sum = 0;
        for (int[] target : targets) {
            sum += target.length;
        }
        return sum;
    }

    /** Takes one group of an order out. */
    static int fill(LengthOrder order, int group, int[][] from, int[][] to) {
        int n = order.size(group);
        for (int r = 0; r < n; r++) {
            to[r] = from[order.member(group, r)];
        }
        return n;
    }

    /** The sum of -log p of all tokens to write. */
    public double nats(TranslatorNetwork network) {
        LengthOrder order = LengthOrder.sorted(count(), this::length, ROWS);
        order.load(0);
        int[][] read = new int[ROWS][];
        int[][] write = new int[ROWS][];
        double nats = 0;
        for (int g = 0; g < order.groups(); g++) {
            fill(order, g, sources, read);
            nats += network.evaluate(read, write, fill(order, g, targets, write));
        }
        return nats;
    }
}
