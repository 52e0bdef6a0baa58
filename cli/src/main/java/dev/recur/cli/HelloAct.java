package dev.recur.cli;

import dev.recur.random.Randomness;
import java.util.Locale;

/** A network of three units learns to spell, and can be seen through. */
record HelloAct(long seed) implements Act {
    private static final int STEPS = 200;
    private static final String SCORES = "scores:";

    @Override
    public String title() {
        return "hello: a network with a memory of " + HelloNetwork.HIDDEN + " numbers learns to spell";
    }

    @Override
    public void play(Terminal terminal) {
        try (HelloNetwork network = new HelloNetwork(new Randomness(seed))) {
            terminal.say(
                    "It reads h, e, l, l and shall say what comes next: e, l, l, o. The two l look alike; only the hidden");
            terminal.say("state h(t) tells them apart. Its cell, where φ is tanh:");
            network.cell()
                    .text()
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> terminal.say("    " + line));
            terminal.say("");
            terminal.say("before training:");
            table(terminal, network);
            double first = network.train();
            double last = first;
            for (int step = 1; step < STEPS; step++) {
                last = network.train();
            }
            terminal.say("");
            terminal.say(String.format(
                    Locale.ROOT, "after %d steps of training, loss %.3f -> %.3f nats a letter:", STEPS, first, last));
            table(terminal, network);
        }
    }

    private static void table(Terminal terminal, HelloNetwork network) {
        StringBuilder scores = new StringBuilder(SCORES);
        HelloNetwork.LETTERS.chars().forEach(letter -> scores.append(String.format("%6c", letter)));
        Table table = new Table("t", "reads", "one-hot", "hidden state h(t)", scores.toString(), "says", "next");
        int t = 1;
        for (HelloNetwork.Step step : network.steps()) {
            boolean right = step.says() == step.next();
            table.row(
                    t++,
                    step.reads(),
                    numbers("%.0f", " ", step.oneHot()),
                    numbers("%5.2f", " ", step.hidden()),
                    " ".repeat(SCORES.length()) + numbers("%6.2f", "", step.scores()),
                    terminal.paint(right ? Style.GREEN : Style.RED, step.says() + (right ? "" : " (wrong)")),
                    step.next());
        }
        table.print(terminal);
    }

    private static String numbers(String format, String gap, float[] values) {
        StringBuilder text = new StringBuilder();
        for (float value : values) {
            text.append(text.isEmpty() ? "" : gap).append(String.format(Locale.ROOT, format, value));
        }
        return text.toString();
    }
}
