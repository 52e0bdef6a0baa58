package dev.recur.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the kernels.
 *
 * @param forced {@code RECUR_KERNELS}, null or empty for the best
 * @param module whether {@code jdk.incubator.vector} can be read
 * @param architecture {@code os.arch}
 * @param machine {@code java.vm.info}
 * @param preferredBits asked only where the module is there
 */
record Probe(@Nullable String forced, boolean module, String architecture, String machine, IntSupplier preferredBits) {
    static final String VARIABLE = "RECUR_KERNELS";
    private static final int WIDEST = 512;
    private static final String FLAG = "--add-modules jdk.incubator.vector";

    Selection choose() {
        String wish = forced == null ? "" : forced.strip();
        return switch (wish) {
            case "" -> best();
            case "scalar" ->
                scalar(VARIABLE + "=scalar asks for them; without it this JVM would choose: " + best().name());
            case "128", "256", "512" -> forced(Integer.parseInt(wish));
            default ->
                throw new IllegalStateException(
                        VARIABLE + ": expected scalar, 128, 256 or 512, found \"" + wish + "\"; unset it for the best");
        };
    }

    private Selection best() {
        if (!module) {
            return scalar(
                    "the module jdk.incubator.vector is not loaded; start java with " + FLAG + " for the fast ones");
        }
        if (architecture.equals("arm")) {
            return scalar("vectors of 32-bit ARM flush subnormal numbers, so their bits would differ");
        }
        if (machine.contains("interpreted") || machine.contains("emulated-client")) {
            return scalar("this JVM runs without its optimising compiler (" + machine
                    + "), which vectors need; start java without -Xint and -XX:TieredStopAtLevel");
        }
        int preferred = preferredBits.getAsInt();
        if (preferred < 128) {
            return scalar("the JVM finds no vectors of 128 bits or more on this machine (" + architecture + ")");
        }
        int bits = Math.min(preferred, WIDEST);
        return new Selection(
                "vector " + bits,
                bits,
                true,
                List.of("the widest that the JVM prefers on this machine is " + preferred + " bits"));
    }

    private Selection forced(int bits) {
        if (!module) {
            throw new IllegalStateException(VARIABLE + "=" + bits
                    + " needs the module jdk.incubator.vector; start java with " + FLAG + ", or unset " + VARIABLE);
        }
        int preferred = preferredBits.getAsInt();
        if (bits > preferred) {
            throw new IllegalStateException(VARIABLE + "=" + bits + ": this machine does at most " + preferred
                    + " bits; set it to a smaller width or unset it");
        }
        List<String> reasons = new ArrayList<>();
        reasons.add(VARIABLE + "=" + bits + " asks for them");
        if (bits < Math.min(preferred, WIDEST)) {
            reasons.add("without it this JVM would choose: " + best().name());
        }
        return new Selection("vector " + bits, bits, bits == Math.min(preferred, WIDEST), reasons);
    }

    private static Selection scalar(String reason) {
        return new Selection("scalar", 0, false, List.of(reason));
    }
}
