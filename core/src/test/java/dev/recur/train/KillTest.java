package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that trains is killed, as by kill -9 or a power cut, and goes on: nothing of it is to be seen in the model. */
@Timeout(300)
class KillTest {
    @TempDir
    Path folder;

    private Path text = Path.of("");

    /** Runs the child until it says {@code last}, and kills it there; an empty one lets it come to its end. Returns what it said. */
    private String child(Path model, int threads, String last) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-XX:TieredStopAtLevel=1", // starts faster; the bits are the same
                "-cp",
                System.getProperty("java.class.path"),
                TrainingChild.class.getName(),
                model.toString(),
                text.toString(),
                String.valueOf(threads));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (line.equals(last)) {
                    process.destroyForcibly();
                    break;
                }
            }
        } finally {
            process.destroyForcibly();
        }
        int code = process.waitFor();
        assertThat(code == 0).as("exit code %d after %s", code, said).isEqualTo(last.isEmpty());
        return said.toString();
    }

    @Test
    void aKilledRunEndsAsOneThatWasNot() throws Exception {
        text = Files.writeString(folder.resolve("text.txt"), RunText.TEXT);
        Path whole = folder.resolve("whole");
        try (Trainer trainer = Trainer.create(
                TrainingChild.training().threads(1).checkpointSeconds(1000).build(),
                RunText.options().weightDrop(0.2).build(),
                new TrainingFiles(List.of(text), null),
                whole,
                () -> 0)) {
            trainer.run(event -> {}, () -> false);
        }
        Path killed = folder.resolve("killed");

        String first = child(killed, 1, "checkpoint 7");
        assertThat(killed).doesNotExist();
        String second = child(killed, 2, "step 31"); // its checkpoint may or may not be there, or half of it
        String third = child(killed, 1, "checkpoint 60");
        assertThat(Trainer.checkpointOf(killed)).exists();
        String last = child(killed, 2, "");

        assertThat(first).startsWith("step 1\n");
        assertThat(second).containsPattern("\\Astep ([89]|[1-9]\\d)\n"); // it is not told how far the dead one came
        assertThat(third).doesNotContain("step 29\n");
        assertThat(last).doesNotContain("step 60\n").doesNotContain("checkpoint 60\n");
        assertThat(RunText.sha256(killed)).isEqualTo(RunText.sha256(whole));
        assertThat(Trainer.checkpointOf(killed)).doesNotExist();
    }
}
