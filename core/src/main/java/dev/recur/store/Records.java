package dev.recur.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records to and from maps that {@link Json} writes, read from a record's own components, so that none can be forgotten. A component
 * is named by its words: {@code inputDropout} is "input dropout". Components are whole numbers, doubles, booleans, strings,
 * lists of strings, constants of an enum, in lower case, or records, whose components stand beside the others.
 */
public final class Records {
    private Records() {}

    /** Names and values, in the order of the components. */
    public static Map<String, Object> map(Record record) {
        return map(record, true);
    }

    /** What belongs into a file: the same without what is {@link OffAtZero off}. */
    public static Map<String, Object> written(Record record) {
        return map(record, false);
    }

    private static Map<String, Object> map(Record record, boolean all) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = value(record, component);
            if (value instanceof Record inner) {
                map.putAll(map(inner, all));
            } else if (all || !offAtZero(component) || !value.equals(zero(component.getType()))) {
                map.put(name(component), value);
            }
        }
        return map;
    }

    /** The names of a record's components, in their order. */
    public static Set<String> names(Class<? extends Record> type) {
        return types(type).keySet();
    }

    /** Names and types of a record's components, in their order. */
    public static Map<String, Class<?>> types(Class<?> type) {
        Map<String, Class<?>> types = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isRecord()) {
                types.putAll(types(component.getType()));
            } else {
                types.put(name(component), component.getType());
            }
        }
        return types;
    }

    private static boolean offAtZero(RecordComponent component) {
        return component.isAnnotationPresent(OffAtZero.class)
                || component.getDeclaringRecord().isAnnotationPresent(OffAtZero.class);
    }

    /** As maps have it. */
    private static Object zero(Class<?> type) {
        if (type == int.class) {
            return 0;
        } else if (type == long.class) {
            return 0L;
        } else if (type == double.class) {
            return 0.0;
        } else if (type == boolean.class) {
            return false;
        }
        return type == List.class ? List.of() : type.isEnum() ? spelled(type.getEnumConstants()[0]) : "";
    }

    /**
     * The record with these values; entries that are none of its components are passed over.
     *
     * @throws IllegalArgumentException if a value is missing or no such value, or the record refuses it
     */
    public static <R extends Record> R read(Class<R> type, Map<String, ?> map) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = read(components[i], map);
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    e.getCause() == null ? name(type) : e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the constructor of the record " + name(type), e);
        }
    }

    private static Object read(RecordComponent component, Map<String, ?> map) {
        if (component.getType().isRecord()) {
            return read(component.getType().asSubclass(Record.class), map);
        }
        Object found = map.get(name(component));
        return value(component, found == null && offAtZero(component) ? zero(component.getType()) : found);
    }

    /**
     * The record with some of its values changed.
     *
     * @throws IllegalArgumentException if there is no such component, or the record refuses a value
     */
    @SuppressWarnings("unchecked") // the class of a record of type R
    public static <R extends Record> R with(R record, Map<String, ?> changes) {
        Map<String, Object> map = map(record);
        changes.forEach((name, value) -> {
            if (map.replace(name, value) == null) {
                throw new IllegalArgumentException("there is no option " + name + "; there are " + map.keySet());
            }
        });
        return read((Class<R>) record.getClass(), map);
    }

    private static String name(Class<?> type) {
        return type.getSimpleName();
    }

    private static String name(RecordComponent component) {
        StringBuilder words = new StringBuilder();
        for (char letter : component.getName().toCharArray()) {
            words.append(Character.isUpperCase(letter) ? " " : "").append(Character.toLowerCase(letter));
        }
        return words.toString();
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            Object value = component.getAccessor().invoke(record);
            return value instanceof Enum<?> ? spelled(value) : value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the accessors of the record " + name(record.getClass()), e);
        }
    }

    private static Object value(RecordComponent component, @Nullable Object found) {
        Class<?> type = component.getType();
        if (type == double.class && found instanceof Number number) {
            return number.doubleValue();
        } else if (type == long.class && found instanceof Number number && whole(number)) {
            return number.longValue();
        } else if (type == int.class && found instanceof Number number && whole(number)) {
            if (number.intValue() == number.longValue()) {
                return number.intValue();
            }
        } else if (type == boolean.class && found instanceof Boolean
                || type == String.class && found instanceof String) {
            return found;
        } else if (type.isEnum() && found != null) {
            return constant(component, type, found instanceof Enum<?> ? spelled(found) : found.toString());
        } else if (type == List.class && found instanceof List<?> list) {
            List<String> strings = new ArrayList<>();
            list.forEach(element -> strings.add(String.valueOf(element)));
            return List.copyOf(strings);
        }
        throw new IllegalArgumentException(name(component) + " is " + found + ", but " + wanted(type) + " is needed");
    }

    private static boolean whole(Number found) {
        return found instanceof Long || found instanceof Integer;
    }

    private static Object constant(RecordComponent component, Class<?> type, String found) {
        List<String> names = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            if (spelled(constant).equals(found)) {
                return constant;
            }
            names.add(spelled(constant));
        }
        throw new IllegalArgumentException(
                name(component) + " is " + found + "; it can be " + String.join(", ", names));
    }

    private static String spelled(Object constant) {
        return constant.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String wanted(Class<?> type) {
        if (type == int.class || type == long.class) {
            return "a whole number";
        }
        return type == double.class
                ? "a number"
                : type == boolean.class
                        ? "true or false"
                        : "a " + type.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
