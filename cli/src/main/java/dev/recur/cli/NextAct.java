package dev.recur.cli;

import java.nio.file.Path;

/**
 * What to try next.
 *
 * @param files of the language model
 * @param which of the classifier
 * @param given of the model that is given a language
 */
record NextAct(PlacesFiles files, PlacesFiles which, PlacesFiles given) implements Act {
    @Override
    public String title() {
        return "next";
    }

    @Override
    public void play(Terminal terminal) {
        Path model = files.model();
        terminal.say("The models are in " + model + ", " + which.model() + " and " + given.model() + ". Try:");
        Table table = new Table("", "", "");
        table.row(
                "   ",
                "recur generate " + model + " --prompt 'es ' --count 5",
                "more names, in any language by its tag");
        table.row("   ", "recur evaluate " + model + " " + files.heldOut(), "how well it predicts a text");
        table.row("   ", "recur predict " + which.model() + " Schweden", "which language is this word?");
        table.row("   ", "recur generate " + given.model() + " --given Russian --count 5", "a place name in Russian");
        table.row("   ", "recur train your.txt -o your.safetensors", "learn from a text of your own");
        table.print(terminal);
    }
}
