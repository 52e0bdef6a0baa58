package dev.recur.train;

import dev.recur.store.Json;
import dev.recur.text.Tokenizer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options as JSON, read from the record's own components, so that none can be forgotten. */
final class TrainingText {
    /** What does not change a bit of the model, and the cell, which the model has at another place. */
    private static final Set<String> NO_PROVENANCE = Set.of("threads", "checkpointSeconds", "cell");

    private TrainingText() {}

    static String write(Training options) {
        return Json.write(map(options));
    }

    static String provenance(Training options) {
        Map<String, Object> map = map(options);
        map.keySet().removeAll(NO_PROVENANCE);
        return Json.write(map);
    }

    static Training withThreads(Training options, int threads) {
        Map<String, Object> map = map(options);
        map.put("threads", threads);
        return read(Json.write(map));
    }

    private static Map<String, Object> map(Training options) {
        Map<String, Object> map = new LinkedHashMap<>();
        try {
            for (RecordComponent component : Training.class.getRecordComponents()) {
                map.put(component.getName(), component.getAccessor().invoke(options));
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("the accessors of a public record", e);
        }
        return map;
    }

    static Training read(String text) {
        Map<String, @Nullable Object> map = Json.read(text);
        RecordComponent[] components = Training.class.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(components[i], map.get(components[i].getName()));
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return Training.class.getConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    e.getCause() == null ? "options" : e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("the constructor of a public record", e);
        }
    }

    private static Object value(RecordComponent component, @Nullable Object found) {
        Class<?> type = component.getType();
        if (type == int.class && found instanceof Long number) {
            return Math.toIntExact(number);
        } else if (type == long.class && found instanceof Long || type == boolean.class && found instanceof Boolean) {
            return found;
        } else if (type == double.class && found instanceof Number number) {
            return number.doubleValue();
        } else if (type == String.class && found instanceof String) {
            return found;
        } else if (type == Tokenizer.class && found instanceof String name) {
            return Tokenizer.of(name);
        }
        throw new IllegalArgumentException("the option " + component.getName() + " is " + found);
    }
}
