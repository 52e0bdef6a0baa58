package dev.recur.cli;

import dev.recur.cell.Cell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The cells that come with Recur. */
@Command(name = "list", description = "List the cells that come with Recur.")
final class CellList implements Callable<Integer> {
    private final Terminal terminal;

    CellList(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Table table = new Table("name", "paper");
        for (String name : Cell.names()) {
            String title = Cell.named(name).title();
            table.row(name, title.substring(title.indexOf("—") + 1).strip());
        }
        table.print(terminal);
        return Main.DONE;
    }
}
