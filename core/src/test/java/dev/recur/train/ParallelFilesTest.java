package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParallelFilesTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aTabOrTwoFilesGiveTheSamePairs() throws IOException {
        Path both = file("both.tsv", "ein Haus\ta house\r\nzwei\ttwo");
        Path source = file("text.de", "ein Haus\nzwei\n");
        Path target = file("text.en", "a house\ntwo\n");
        List<Parallel> tabs = ParallelFiles.read(List.of(both), List.of()).pairs();
        List<Parallel> aligned =
                ParallelFiles.read(List.of(source), List.of(target)).pairs();
        assertThat(tabs)
                .containsExactly(new Parallel("ein Haus", "a house", both, 1), new Parallel("zwei", "two", both, 2));
        assertThat(aligned)
                .containsExactly(
                        new Parallel("ein Haus", "a house", source, 1), new Parallel("zwei", "two", source, 2));
    }

    @Test
    void whatDoesNotFitIsNamedWithFileAndLine() throws IOException {
        Path three = file("three.tsv", "a\tb\nc\td\te\n");
        Path one = file("one.tsv", "a\tb\n\n");
        Path noTarget = file("none.tsv", "a\t \n");
        Path noSource = file("nothing.tsv", "\tb\n");
        Path empty = file("empty.tsv", "");
        fails(three, three + ", line 2: expected source TAB target, found 3 columns");
        fails(
                one,
                one + ", line 2: expected source TAB target, found 1 column; if the targets stand in another file, name"
                        + " it with --target");
        fails(noTarget, noTarget + ", line 1: the target is empty; take the line out, or give it a text");
        fails(noSource, noSource + ", line 1: the source is empty; take the line out, or give it a text");
        fails(empty, empty + ": is empty; there is nothing to read");
    }

    private static void fails(Path file, String message) {
        assertThatThrownBy(() -> ParallelFiles.read(List.of(file), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    @Test
    void alignedFilesHaveEquallyManyLines() throws IOException {
        Path source = file("text.de", "ein\nzwei\n");
        Path target = file("text.en", "one\n");
        Path gap = file("gap.en", "one\n\n");
        assertThatThrownBy(() -> ParallelFiles.read(List.of(source), List.of(target)))
                .hasMessage(target + ": expected 2 lines, one for each of " + source + ", found 1");
        assertThatThrownBy(() -> ParallelFiles.read(List.of(source), List.of(gap)))
                .hasMessage(gap + ", line 2: the target is empty; take the line out, or give it a text");
        assertThatThrownBy(() -> ParallelFiles.read(List.of(source, source), List.of(target)))
                .hasMessage("there are 2 files of sources and 1 of targets; give one for each, in the same order");
    }

    @Test
    void filesOfTargetsGoTogether() {
        Path path = Path.of("text");
        assertThatThrownBy(() -> new TrainingFiles(List.of(path), List.of(path), path, null))
                .hasMessage(
                        "there is a target file for training, but none for validation; name it with --valid-target");
        assertThatThrownBy(() -> new TrainingFiles(List.of(path), List.of(), path, path))
                .hasMessage("there is a target file for validation, but none for training; name it with --target");
    }
}
