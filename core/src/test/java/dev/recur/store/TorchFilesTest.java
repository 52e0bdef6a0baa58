package dev.recur.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.array.Shape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden files from PyTorch, which another program wrote; see src/test/python/torch_fixtures.py. */
class TorchFilesTest {
    @ParameterizedTest
    @ValueSource(strings = {"lstm", "gru", "elman", "lstm-ragged", "gru-ragged", "elman-ragged"})
    void isReadAndWhole(String name) throws IOException, URISyntaxException {
        Path file = Path.of(TorchFilesTest.class
                .getResource("/dev/recur/torch/" + name + ".safetensors")
                .toURI());
        try (TensorFile golden = TensorFile.open(file)) {
            assertThat(golden.metadata())
                    .containsEntry("producer", "pytorch 2.13.0")
                    .containsEntry("sizes", "4,3,5,6");
            assertThat(golden.shape("x")).isEqualTo(Shape.of(4, 3, 5));
            for (String array : List.of("y", "dy")) {
                assertThat(golden.shape(array)).isEqualTo(Shape.of(4, 3, 6));
            }
            for (String parameter : golden.names()) {
                if (golden.holds("d" + parameter)) {
                    assertThat(golden.shape("d" + parameter)).isEqualTo(golden.shape(parameter));
                }
                for (float number : golden.read(parameter)) {
                    assertThat(number).isFinite();
                }
            }
        }
    }
}
