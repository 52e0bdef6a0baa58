package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.cell.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the front page shows is run as it stands. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(#.*)|(\\S+)");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void everyCommandEndsWell(String page) throws IOException {
        int commands = 0;
        for (String block : blocks(page, "sh")) {
            for (String line :
                    block.lines().filter(text -> text.startsWith("./recur ")).toList()) {
                Run run = Run.of(inFolder(words(line.substring("./recur ".length()))));
                assertThat(run.code()).as("%s: %s%n%s", page, line, run.err()).isEqualTo(Main.DONE);
                commands++;
            }
        }
        assertThat(commands).isPositive();
    }

    /** The page's files lie in a folder of the test, and one pass over the book is enough here. */
    private String[] inFolder(String[] words) throws IOException {
        Files.writeString(folder.resolve("book.txt"), "The fox is quick. The dog is not.\n".repeat(300));
        List<String> mapped = new ArrayList<>();
        for (String word : words) {
            mapped.add(word.startsWith("book.") ? folder.resolve(word).toString() : word);
        }
        if (words[0].equals("train")) {
            mapped.addAll(List.of("--epochs", "1"));
        } else if (words[0].equals("quickstart")) {
            mapped.addAll(
                    List.of("--minutes", "0.01", "-o", folder.resolve("places").toString()));
        }
        return mapped.toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void theEquationsAreTheCellThatShips(String page) throws IOException {
        Cell shown = Cell.parse(blocks(page, "").get(0), page);
        assertThat(shown.canonical()).isEqualTo(Cell.named("lstm").canonical());
    }

    private static List<String> blocks(String page, String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(Path.of("..", page)));
        while (block.find()) {
            if (block.group(1).equals(language)) {
                blocks.add(block.group(2));
            }
        }
        return blocks;
    }

    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find() && word.group(2) == null) {
            words.add(word.group(1) != null ? word.group(1) : word.group(3));
        }
        return words.toArray(String[]::new);
    }
}
