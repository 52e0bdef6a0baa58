package dev.recur.model;

import dev.recur.store.Json;
import dev.recur.text.Given;
import dev.recur.text.GivenLabel;
import dev.recur.text.GivenNumbers;
import dev.recur.text.Givens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a model is given, as its file says it. */
final class GivensText {
    private static final String LIST = "givens";

    private GivensText() {}

    static String write(Givens givens) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Given given : givens.all()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", given.name());
            if (given instanceof GivenLabel label) {
                one.put("labels", label.labels());
                one.put("counts", label.counts());
            } else if (given instanceof GivenNumbers numbers) {
                one.put("means", numbers.means());
                one.put("deviations", numbers.deviations());
            }
            list.add(one);
        }
        return Json.write(Map.of(LIST, list));
    }

    /** @throws IllegalArgumentException if it is not what {@link #write} writes */
    static Givens read(String text) {
        List<Given> all = new ArrayList<>();
        if (Json.read(text).get(LIST) instanceof List<?> list) {
            for (Object found : list) {
                if (!(found instanceof Map<?, ?> one) || !(one.get("name") instanceof String name)) {
                    throw wrong("an entry without a name");
                }
                all.add(
                        one.containsKey("labels")
                                ? new GivenLabel(
                                        name,
                                        list(one.get("labels"), String::valueOf),
                                        list(
                                                one.get("counts"),
                                                count -> number(count).longValue()))
                                : new GivenNumbers(
                                        name,
                                        list(
                                                one.get("means"),
                                                mean -> number(mean).doubleValue()),
                                        list(
                                                one.get("deviations"),
                                                deviation -> number(deviation).doubleValue())));
            }
        }
        if (all.isEmpty()) {
            throw wrong("no entry");
        }
        return Givens.of(all);
    }

    private static <T> List<T> list(@Nullable Object found, Function<Object, T> read) {
        List<T> list = new ArrayList<>();
        if (found instanceof List<?> values) {
            for (Object value : values) {
                list.add(read.apply(value));
            }
        }
        return list;
    }

    private static Number number(Object found) {
        if (found instanceof Number number) {
            return number;
        }
        throw wrong(found + " instead of a number");
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("what the model is given holds " + what);
    }
}
