package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.cell.Cell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the front page shows is run as it stands. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    private static final Pattern OURS = Pattern.compile(
            "(book|surnames|new-surnames|reviews|held-out|tagged|tagged-test|captions|new-captions|weather|digits|forecast"
                    + "|train-images)[.-]");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(#.*)|(\\S+)");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "README.zh-CN.md",
                "docs/classify.md",
                "docs/given.md",
                "docs/tag.md",
                "docs/translate.md",
                "docs/numbers.md"
            })
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

    /** The page's files lie in a folder of the test, and one pass over the data is enough here. */
    private String[] inFolder(String[] words) throws IOException {
        Files.writeString(folder.resolve("book.txt"), "The fox is quick. The dog is not.\n".repeat(300));
        for (String table : List.of("reviews.tsv", "held-out.tsv")) {
            Files.writeString(folder.resolve(table), "good\ta film to see\nbad\ta film to miss\n".repeat(30));
        }
        for (String table : List.of("surnames.tsv", "new-surnames.tsv")) {
            Files.writeString(folder.resolve(table), "Japanese\tTakamura\nItalian\tRossi\n".repeat(30));
        }
        for (String sentences : List.of("tagged.txt", "tagged-test.txt")) {
            Files.writeString(folder.resolve(sentences), "The D\nold N\nman V\n\nthe D\nboats N\n\n".repeat(20));
        }
        for (String pairs : List.of("captions.tsv", "new-captions.tsv")) {
            Files.writeString(folder.resolve(pairs), "ein Hund\ta dog\nein Hund läuft.\ta dog runs.\n".repeat(20));
        }
        StringBuilder weather = new StringBuilder("time,rain,wind\n");
        for (int hour = 0; hour < 400; hour++) {
            weather.append(hour)
                    .append(":00,")
                    .append(hour % 24)
                    .append(',')
                    .append(hour % 7)
                    .append('\n');
        }
        Files.writeString(folder.resolve("weather.csv"), weather);
        Files.write(
                folder.resolve("train-images-idx3-ubyte"),
                ByteBuffer.allocate(16 + 40)
                        .putInt(0x803)
                        .putInt(10)
                        .putInt(2)
                        .putInt(2)
                        .array());
        Files.write(
                folder.resolve("train-labels-idx1-ubyte"),
                ByteBuffer.allocate(18).putInt(0x801).putInt(10).array());
        List<String> mapped = new ArrayList<>();
        for (String word : words) {
            mapped.add(OURS.matcher(word).lookingAt() ? folder.resolve(word).toString() : word);
        }
        if (words[0].equals("train")) {
            mapped.addAll(List.of("--epochs", "1"));
        } else if (words[0].equals("quickstart")) {
            mapped.addAll(
                    List.of("--minutes", "0.01", "-o", folder.resolve("places").toString()));
        }
        if (words[0].equals("experiment")) {
            mapped.addAll(List.of("--updates", "1", "--hidden", "4"));
        }
        return mapped.toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void theEquationsAreTheCellThatShips(String page) throws IOException {
        Cell shown = Cell.parse(blocks(page, "").get(0), page);
        assertThat(shown.canonical()).isEqualTo(Cell.named("lstm").canonical());
    }

    /** The program of the page, compiled and run in a folder with a few names. */
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void theProgramRuns(String page) throws Exception {
        List<String> programs = blocks(page, "java");
        assertThat(programs).hasSize(1);
        Files.writeString(folder.resolve("names.txt"), "Anna\nHannah\nNana\nHanna\n".repeat(20));
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            program(programs.get(0)).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(console);
        }
        assertThat(folder.resolve("names.safetensors")).exists();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isNotBlank();
    }

    private Method program(String text) throws Exception {
        String inFolder =
                text.replace("Path.of(\"", "Path.of(\"" + folder.toString().replace("\\", "\\\\") + "/");
        Path source = Files.writeString(folder.resolve("Names.java"), inFolder);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        messages,
                        messages,
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        assertThat(code).as(messages.toString(StandardCharsets.UTF_8)).isZero();
        URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        Method main = loader.loadClass("Names").getMethod("main", String[].class);
        main.setAccessible(true);
        return main;
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
