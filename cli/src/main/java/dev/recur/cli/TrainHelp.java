package dev.recur.cli;

import dev.recur.store.Records;
import dev.recur.train.TaskOptions;
import dev.recur.train.Tasks;
import dev.recur.train.Training;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/**
 * The help of {@code recur train}: what the command itself takes, the options of the task that stands beside {@code --help} (or of language
 * models), with the defaults of that task, and those of every run.
 */
final class TrainHelp {
    private static final String TASK = "--task";
    private static final Set<String> OF_TARGETS = Set.of("--target", "--valid-target");

    private TrainHelp() {}

    /** Before the options of the records are added. */
    static void dress(CommandSpec spec) {
        List<OptionSpec> own = new ArrayList<>(spec.options());
        Map<String, IHelpSectionRenderer> sections =
                new HashMap<>(spec.usageMessage().sectionMap());
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> text(help, own));
        spec.usageMessage().sectionMap(sections);
    }

    private static String text(Help help, List<OptionSpec> own) {
        TaskOptions task = task(help.commandSpec());
        List<OptionSpec> first = new ArrayList<>(own);
        first.removeIf(option -> !task.takesTargets() && OF_TARGETS.contains(option.longestName()));
        for (OptionSpec option : help.commandSpec().options()) {
            if (option.inherited() || option.usageHelp() || option.versionHelp()) {
                first.remove(option);
                first.add(option);
            }
        }
        List<String> one = List.of(task.task());
        List<String> others = new ArrayList<>(Tasks.names());
        others.remove(task.task());
        String line = System.lineSeparator();
        return help.optionListExcludingGroups(first)
                + line + "Of the task " + task.task() + "; for the others see: recur train --help --task" + line
                + String.join(" | ", others) + line
                + help.optionListExcludingGroups(TrainOptions.specs(TrainOptions.of(task), one))
                + line + "Of every task:" + line
                + help.optionListExcludingGroups(TrainOptions.specs(Records.names(Training.class), one));
    }

    private static TaskOptions task(CommandSpec spec) {
        String asked = spec.commandLine().getParseResult() == null
                ? null
                : spec.commandLine().getParseResult().matchedOptionValue(TASK, null);
        try {
            return Tasks.named(asked == null ? Tasks.names().get(0) : asked);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
