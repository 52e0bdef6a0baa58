package dev.recur.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
    private static Probe probe(@Nullable String forced, int preferred) {
        return new Probe(forced, true, "amd64", "mixed mode, sharing", () -> preferred);
    }

    private static int unasked() {
        throw new AssertionError("the Vector API was touched");
    }

    @Test
    void takesTheWidest() {
        assertThat(probe(null, 256).choose()).matches(s -> s.bits() == 256 && s.lanes() == 8 && s.fast());
        assertThat(probe("", 512).choose().name()).isEqualTo("vector 512");
        assertThat(probe(null, 2048).choose().bits()).isEqualTo(512);
    }

    @Test
    void withoutTheModuleSaysWhatBringsIt() {
        Selection selection = new Probe(null, false, "amd64", "mixed mode", ProbeTest::unasked).choose();
        assertThat(selection.bits()).isZero();
        assertThat(selection.lanes()).isEqualTo(1);
        assertThat(selection.fast()).isFalse();
        assertThat(selection.toString()).startsWith("scalar: ").contains("--add-modules jdk.incubator.vector");
    }

    @Test
    void runsScalarWhereVectorsAreNoGain() {
        assertThat(new Probe(null, true, "arm", "mixed mode", () -> 128)
                        .choose()
                        .toString())
                .contains("32-bit ARM");
        assertThat(new Probe(null, true, "amd64", "interpreted mode", () -> 512)
                        .choose()
                        .toString())
                .contains("-Xint");
        assertThat(new Probe(null, true, "amd64", "mixed mode, emulated-client", () -> 512)
                        .choose()
                        .bits())
                .isZero();
        assertThat(probe(null, 64).choose().toString()).contains("no vectors of 128 bits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"128", "256", "512", " 256 "})
    void takesTheWidthThatIsAskedFor(String wish) {
        Selection selection = probe(wish, 512).choose();
        assertThat(selection.bits()).isEqualTo(Integer.parseInt(wish.strip()));
        assertThat(selection.reasons()).anyMatch(reason -> reason.contains("RECUR_KERNELS="));
    }

    @Test
    void takesScalarWhenAskedFor() {
        assertThat(probe("scalar", 512).choose().toString())
                .isEqualTo("scalar: RECUR_KERNELS=scalar asks for them; without it this JVM would choose: vector 512");
        assertThat(new Probe("scalar", false, "amd64", "", ProbeTest::unasked)
                        .choose()
                        .bits())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1024", "fast", "-1", "0", "64", "SCALAR"})
    void refusesWhatItDoesNotKnow(String wish) {
        assertThatThrownBy(() -> probe(wish, 512).choose())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected scalar, 128, 256 or 512, found \"" + wish + "\"");
    }

    @Test
    void refusesWhatTheMachineCannotDo() {
        assertThatThrownBy(() -> probe("512", 256).choose())
                .hasMessage(
                        "RECUR_KERNELS=512: this machine does at most 256 bits; set it to a smaller width or unset it");
        assertThatThrownBy(() -> new Probe("256", false, "amd64", "", ProbeTest::unasked).choose())
                .hasMessageContaining("--add-modules jdk.incubator.vector");
    }

    @Test
    void thisProcessHasChosen() {
        assertThat(Kernels.selected().name()).isEqualTo(Kernels.selection().name());
        assertThat(Kernels.selection().reasons()).isNotEmpty();
    }
}
