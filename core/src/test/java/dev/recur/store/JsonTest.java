package dev.recur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {
    @TempDir
    Path folder;

    @Test
    void writesOneLineInTheOrderOfTheMap() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("z", 1);
        object.put("a", List.of("ü\n\"", true, -3L));
        object.put("none", null);
        object.put("inner", Map.of("x", 0.1f));
        object.put("loss", Double.NaN);
        assertThat(Json.write(object))
                .isEqualTo(
                        "{\"z\":1,\"a\":[\"ü\\n\\\"\",true,-3],\"none\":null,\"inner\":{\"x\":0.1},\"loss\":\"NaN\"}");
    }

    /** Double.toString does not: 2^-44 ends in 808015 on JDK 17 and in 80802 on later ones. */
    @Test
    void numbersLookTheSameOnEveryJdk() {
        assertThat(Json.write(Map.of("x", 2e-3))).isEqualTo("{\"x\":0.002}");
        assertThat(Json.write(Map.of("x", 0x1p-44))).isEqualTo("{\"x\":5.684341886080802E-14}");
        assertThat(Json.write(Map.of("x", 2.0E23))).isEqualTo("{\"x\":2.0E23}");
        assertThat(Json.write(Map.of("x", 1.1E-5f))).isEqualTo("{\"x\":1.1E-5}");
    }

    @Test
    void whatIsWrittenIsRead() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "床前明月光 \u0000");
        object.put("whole", Long.MIN_VALUE);
        object.put("broken", 0.1);
        object.put("list", Arrays.asList(1L, null, List.of(), Map.of("k", false)));
        assertThat(Json.read(Json.write(object))).isEqualTo(object);
    }

    @Test
    void refusesWhatIsNoObject() {
        assertThatThrownBy(() -> Json.read("[1]")).hasMessageContaining("begins with START_ARRAY");
        assertThatThrownBy(() -> Json.read("{\"a\":1,\"a\":2}")).hasMessageContaining("Duplicate field 'a'");
        assertThatThrownBy(() -> Json.read("{\"a\":")).hasMessageContaining("not valid JSON");
        assertThatThrownBy(() -> Json.read("{} {}")).hasMessageContaining("follows");
        assertThatThrownBy(() -> Json.read("")).hasMessageContaining("null");
        String deep = "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
        assertThatThrownBy(() -> Json.read(deep)).hasMessageContaining("not valid JSON");
        assertThatThrownBy(() -> Json.write(Map.of("a", new Object()))).hasMessageContaining("java.lang.Object");
    }

    @Test
    void aLogGoesOnBehindALineThatWasCutOff() throws IOException {
        Path file = folder.resolve("log.jsonl");
        try (JsonLines log = JsonLines.create(file)) {
            log.write(Map.of("step", 1));
        }
        Files.writeString(file, "{\"step\":1}\n{\"st");
        try (JsonLines log = JsonLines.append(file)) {
            log.write(Map.of("step", 2));
        }
        try (JsonLines log = JsonLines.append(file)) {
            log.write(Map.of("step", 3));
        }
        assertThat(file).hasContent("{\"step\":1}\n{\"st\n{\"step\":2}\n{\"step\":3}\n");
        try (JsonLines log = JsonLines.create(file)) {
            log.write(Map.of("step", 4));
        }
        assertThat(file).hasContent("{\"step\":4}\n");
    }
}
