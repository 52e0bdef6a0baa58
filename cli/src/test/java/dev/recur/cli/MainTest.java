package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

class MainTest {
    @Command(name = "fail")
    private static final class Fail implements Runnable {
        private final Throwable failure;

        Fail(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public void run() {
            throw MainTest.<RuntimeException>sneaky(failure);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E sneaky(Throwable failure) throws E {
        throw (E) failure;
    }

    private static Run failing(Throwable failure, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = Terminal.plain(out, err);
        int code = Main.run(terminal, line -> line.addSubcommand(new CommandLine(new Fail(failure))), arguments);
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void versionNamesTheBuildAndTheJdk() {
        Run run = Run.of("--version");
        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.out())
                .matches("recur [0-9]+\\.[0-9]+\\.[0-9]+\nJDK "
                        + Runtime.version().feature() + "[^\n]*\n");
        assertThat(run.err()).isEmpty();
    }

    /** Each piece is wrapped on its own, and the first one stands in the list of commands. */
    @Test
    void whatACommandDoesIsToldInWholeSentences() {
        Terminal terminal = Terminal.plain(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        Main.run(terminal, line -> sentences(line.getCommandSpec()), "--version");
    }

    private static void sentences(CommandSpec command) {
        assertThat(command.usageMessage().description())
                .as(command.qualifiedName())
                .isNotEmpty()
                .allMatch(text -> text.endsWith("."));
        command.subcommands().values().forEach(below -> sentences(below.getCommandSpec()));
    }

    @Test
    void helpIsOutputAndNoCommandIsWrongUsage() {
        Run help = Run.of("--help");
        assertThat(help.code()).isEqualTo(Main.DONE);
        assertThat(help.out()).startsWith("Usage: recur");
        Run nothing = Run.of();
        assertThat(nothing.code()).isEqualTo(Main.USAGE);
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err()).startsWith("Usage: recur");
    }

    /** The parser takes help texts for formats; where one is none, it says so on standard error and shows it raw. */
    @Test
    void everyHelpTextIsAFormat() {
        Terminal terminal = Terminal.plain(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        Main.run(terminal, line -> formats(line.getCommandSpec()), "--version");
    }

    private static void formats(CommandSpec command) {
        List<String> texts = new ArrayList<>(List.of(command.usageMessage().description()));
        texts.addAll(List.of(command.usageMessage().footer()));
        command.options().forEach(option -> texts.addAll(List.of(option.description())));
        command.positionalParameters().forEach(parameter -> texts.addAll(List.of(parameter.description())));
        for (String text : texts) {
            assertThatCode(() -> String.format(text))
                    .as("%s: %s", command.qualifiedName(), text)
                    .doesNotThrowAnyException();
        }
        command.subcommands().values().forEach(below -> formats(below.getCommandSpec()));
    }

    @Test
    void wrongUsageIsOneLineAndCode2() {
        Run run = Run.of("--colour-of-the-bike-shed");
        assertThat(run.code()).isEqualTo(Main.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("recur: Unknown option: '--colour-of-the-bike-shed'")
                .contains("'recur --help'");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void aFailureIsOneLineAndCode1() {
        Run run = failing(new NoSuchFileException("a.txt"), "fail");
        assertThat(run.code()).isEqualTo(Main.FAILED);
        assertThat(run.err()).isEqualTo("recur: no such file: a.txt\n");
    }

    @Test
    void anErrorOfTheMachineIsOneLineToo() {
        Run run = failing(new OutOfMemoryError("Java heap space"), "fail");
        assertThat(run.code()).isEqualTo(Main.FAILED);
        assertThat(run.err())
                .startsWith("recur: out of memory (Java heap space)")
                .contains("RECUR_JAVA_OPTS");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void whatCannotBePrintedIsAFailureUnlessNobodyReadsAnyMore() {
        assertThat(printingTo("No space left on device"))
                .isEqualTo(new Run(
                        Main.FAILED,
                        "",
                        "recur: standard output could not be written, and is not complete: No space left on device\n"));
        assertThat(printingTo("Broken pipe")).isEqualTo(new Run(Main.DONE, "", ""));
    }

    private static Run printingTo(String trouble) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(trouble);
            }
        };
        int code = Main.run(Terminal.plain(full, err), "cell", "show", "gru");
        return new Run(code, "", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void debugShowsThePlaceBeforeAndAfterTheCommand() {
        for (String[] arguments : new String[][] {{"--debug", "fail"}, {"fail", "--debug"}}) {
            Run run = failing(new IllegalArgumentException("7 is not a size"), arguments);
            assertThat(run.err()).startsWith("recur: 7 is not a size\n").contains("at dev.recur.cli.MainTest");
        }
    }
}
