package dev.recur.cli;

import dev.recur.model.LanguageModel;
import dev.recur.text.Given;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What a text is given before it begins, as options. */
final class GivenOption {
    @Option(
            names = "--given",
            paramLabel = "[NAME=]VALUE",
            description =
                    "Of a model that was trained with --given: what the texts are given, such as a label; once for each"
                            + " column (to generate, the default is labels by their frequency, shown before each text).")
    private List<String> given = new ArrayList<>();

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    /** By their names. */
    Map<String, String> values(LanguageModel model) {
        List<String> names = model.givens().names();
        Map<String, String> values = new LinkedHashMap<>();
        for (String each : given) {
            int equals = each.indexOf('=');
            boolean named = equals > 0 && names.contains(each.substring(0, equals));
            if (!named && names.size() != 1) {
                throw wrong(
                        each,
                        names.isEmpty()
                                ? "this model is given nothing; one is that was trained with --given"
                                : "of which? name it, as in --given " + names.get(0) + "=" + each
                                        + "; this model is given " + String.join(" and ", names));
            }
            String name = named ? each.substring(0, equals) : names.get(0);
            if (values.put(name, named ? each.substring(equals + 1) : each) != null) {
                throw wrong(each, "the " + name + " is given twice; use --count for several texts");
            }
        }
        return values;
    }

    /** In the model's order, all of them: nothing is drawn where one text is looked into. */
    List<String> all(LanguageModel model) {
        Map<String, String> known = values(model);
        List<String> all = new ArrayList<>();
        for (Given each : model.givens().all()) {
            String value = known.get(each.name());
            if (value == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--given: the texts of this model are given "
                                + String.join(" and ", model.givens().names()) + " before they begin; say which "
                                + each.name() + ", as in --given " + each.name() + "=" + each.example());
            }
            all.add(value);
        }
        return all;
    }

    private ParameterException wrong(String given, String what) {
        return new ParameterException(spec.commandLine(), "--given " + given + ": " + what);
    }
}
