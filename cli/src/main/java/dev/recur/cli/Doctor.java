package dev.recur.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.recur.kernel.Kernels;
import dev.recur.kernel.Pointwise;
import dev.recur.kernel.Selection;
import dev.recur.parallel.Workers;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What this machine gives, and whether it computes as it should. */
@Command(
        name = "doctor",
        description = "Show what Recur runs on, which kernels it takes and why, and check them for two seconds.",
        footer = {"", "Example: RECUR_KERNELS=scalar recur doctor", "Exit code 1: something is wrong with the numbers."
        })
final class Doctor implements Callable<Integer> {
    private final Terminal terminal;

    Doctor(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Selection selection = Kernels.selection();
        int processors = Runtime.getRuntime().availableProcessors();
        Table about = new Table("", "");
        about.row("recur", Version.number());
        about.row("java", Runtime.version() + ", " + System.getProperty("java.home"));
        about.row("machine", machine(processors));
        about.row("heap", gigabytes(Runtime.getRuntime().maxMemory()) + " at most; RECUR_JAVA_OPTS=-Xmx... changes it");
        about.row("kernels", selection.name() + ": " + String.join("; ", selection.reasons()));
        about.row("objects", objects());
        about.row("integers", integers());
        about.print(terminal);
        if (!selection.fast()) {
            terminal.say(terminal.paint(Style.YELLOW, "These are not the fastest kernels of this machine."));
        }
        terminal.say("");
        return check(new SelfCheck(Kernels.selected(), System::nanoTime), processors);
    }

    private int check(SelfCheck check, int processors) {
        List<String> wrong = check.differing();
        terminal.say(
                wrong.isEmpty()
                        ? terminal.paint(Style.GREEN, "right") + "  " + check.compared()
                                + " operations give the bits of the scalar kernels"
                        : terminal.paint(Style.RED, "WRONG") + "  other bits than the scalar kernels: "
                                + String.join(", ", wrong));
        say("products, 1 thread", gigaflops(check, 1), "GFLOP/s");
        if (processors > 1) {
            say("products, " + processors + " threads", gigaflops(check, processors), "GFLOP/s");
        }
        say("tanh", check.nanosEach(Pointwise.TANH, 0.4), "ns an element");
        return wrong.isEmpty() ? Main.DONE : Main.FAILED;
    }

    private void say(String what, double value, String unit) {
        String number = value < 10 ? String.format(Locale.ROOT, "%.2f", value) : String.valueOf(Math.round(value));
        terminal.say(Columns.pad(number, 5, true) + "  " + unit + ", " + what);
    }

    private static double gigaflops(SelfCheck check, int threads) {
        try (Workers workers = new Workers(threads)) {
            return check.gigaflops(workers, threads == 1 ? 1.2 : 0.6);
        }
    }

    private static String machine(int processors) {
        String memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? ", " + gigabytes(system.getTotalMemorySize()) + " memory"
                        : "";
        return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", " + processors + " processors"
                + memory;
    }

    /** Where the JVM puts objects: see {@link Kernels#FIRST}. */
    private static String objects() {
        String bytes = option("ObjectAlignmentInBytes");
        if (bytes.isEmpty()) {
            return "at places that this Java machine does not tell";
        }
        return "at multiples of " + bytes + " bytes"
                + (Integer.parseInt(bytes) % 64 == 0
                        ? ", so that no vector of weights lies across two lines of the cache"
                        : "; -XX:ObjectAlignmentInBytes=64 makes training up to a tenth faster");
    }

    /** Where integers go that find no register: on some processors into vector registers, by instructions that the products' ports run. */
    private static String integers() {
        return "that find no register go "
                + switch (option("UseFPUForSpilling")) {
                    case "true" ->
                        "to the vector registers; -XX:-UseFPUForSpilling makes training up to a tenth faster";
                    case "false" -> "to the stack, and leave the vector registers to the products";
                    default -> "where this Java machine does not tell";
                };
    }

    /** Empty where the JVM has no such option, or does not tell. */
    private static String option(String name) {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return machine == null ? "" : machine.getVMOption(name).getValue();
        } catch (IllegalArgumentException unknown) {
            return "";
        }
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
