package dev.recur.cli;

import dev.recur.inspect.Fading;
import dev.recur.inspect.Gradients;
import dev.recur.inspect.Lyapunov;
import dev.recur.inspect.Saturation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found about gradients, for machines. Norms are decimal logarithms; that of 0 is the string "-Infinity". */
final class GradientsJson {
    private GradientsJson() {}

    static Map<String, Object> of(Gradients found) {
        Map<String, Object> all = new LinkedHashMap<>(of(found.fading()));
        Lyapunov lyapunov = found.lyapunov();
        if (lyapunov != null) {
            all.put(
                    "lyapunov",
                    Map.of("exponent", lyapunov.exponent(), "error", lyapunov.error(), "steps", lyapunov.steps()));
        }
        List<Object> radii = new ArrayList<>();
        for (Gradients.Radii one : found.radii()) {
            radii.add(map("layer", one.layer(), "steps", one.steps(), "radii", one.radii()));
        }
        if (!radii.isEmpty()) {
            all.put("spectralRadii", radii);
        }
        all.put("saturation", of(found.saturation()));
        return all;
    }

    private static List<Object> of(List<Saturation> found) {
        List<Object> saturation = new ArrayList<>();
        for (Saturation one : found) {
            saturation.add(map(
                    "layer",
                    one.layer(),
                    "name",
                    one.name(),
                    "function",
                    one.function(),
                    "low",
                    one.low(),
                    "high",
                    one.high(),
                    "mean",
                    one.mean()));
        }
        return saturation;
    }

    private static Map<String, Object> of(Fading fading) {
        List<Object> courses = new ArrayList<>();
        for (Fading.Course course : fading.courses()) {
            courses.add(map(
                    "layer",
                    course.layer(),
                    "state",
                    course.state(),
                    "rate",
                    course.rate(course.lags() / 4),
                    "log10",
                    Arrays.stream(course.means()).boxed().toList()));
        }
        return map("ends", fading.ends(), "courses", courses);
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
