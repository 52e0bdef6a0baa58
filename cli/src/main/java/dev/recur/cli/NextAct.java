package dev.recur.cli;

import java.nio.file.Path;

/** What to try next. */
record NextAct(PlacesFiles files) implements Act {
    @Override
    public String title() {
        return "next";
    }

    @Override
    public void play(Terminal terminal) {
        Path model = files.model();
        terminal.say("The model is in " + model + ". Try:");
        Table table = new Table("", "", "");
        table.row(
                "   ",
                "recur generate " + model + " --prompt 'es ' --count 5",
                "more names, in any language by its tag");
        table.row("   ", "recur evaluate " + model + " " + files.heldOut(), "how well it predicts a text");
        table.row("   ", "recur train your.txt -o your.safetensors", "learn from a text of your own");
        table.print(terminal);
    }
}
