package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page for users: its cells are cells, its messages are those on file. */
class LanguagePageTest {
    private static List<String> blocks(String kind) throws IOException {
        String page = Files.readString(Path.of("../docs/cell-language.md"));
        Matcher block = Pattern.compile("(?ms)^```" + kind + "\n(.*?)^```$").matcher(page);
        List<String> blocks = new ArrayList<>();
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    @Test
    void cellsOfThePageAreRight() throws IOException {
        assertThat(blocks("cell")).hasSizeGreaterThan(3).allSatisfy(text -> {
            Differences.Report report = Differences.check(Cell.parse(text, "page.cell"), 1);
            assertThat(report.passed()).as(report.toString()).isTrue();
        });
    }

    @Test
    void messagesOfThePageAreOnFile() throws IOException, URISyntaxException {
        List<String> messages = new ArrayList<>();
        for (Path file : MessagesTest.messages()) {
            messages.add(Files.readString(file).split("(?m)^----\n", 2)[1]);
        }
        assertThat(blocks("message")).hasSizeGreaterThan(4).isSubsetOf(messages);
    }

    @Test
    void thePageOfDerivationsHoldsWhatIsDerived() throws IOException {
        String page = Files.readString(Path.of("../docs/derivations.md"));

        for (String name : List.of("elman", "lstm", "gru")) {
            for (String part : Derivation.latex(Cell.named(name)).split("(?<=end\\{align\\*\\}\n)")) {
                assertThat(page).contains("```math\n" + part + "```\n");
            }
        }
        assertThat(page).contains("```text\n" + String.join("\n", Derivation.backward(Cell.named("rhn2"))) + "\n```\n");
    }

    @Test
    void thePageNamesEveryFunctionAndStart() throws IOException {
        String page = Files.readString(Path.of("../docs/cell-language.md"));
        for (Op op : Op.values()) {
            if (op.function()) {
                assertThat(page).contains(op.sign());
            }
        }
    }
}
