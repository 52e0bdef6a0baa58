package dev.recur.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A column of the data that a text is given, as it is asked for.
 *
 * @param numbers whether it holds numbers; else labels
 */
public record GivenColumn(String name, boolean numbers) {
    private static final String NUMBERS = ":numbers";

    /**
     * Columns with commas between them, as in {@code form,year:numbers}; none if there is nothing.
     *
     * @throws IllegalArgumentException if a name is missing or stands twice
     */
    public static List<GivenColumn> of(String written) {
        List<GivenColumn> columns = new ArrayList<>();
        for (String part : written.isBlank() ? new String[0] : written.split(",", -1)) {
            boolean numbers = part.strip().endsWith(NUMBERS);
            String name = numbers ? part.strip().substring(0, part.strip().length() - NUMBERS.length()) : part.strip();
            boolean twice = columns.stream().anyMatch(column -> column.name().equals(name));
            if (name.isEmpty() || name.equals("text") || name.contains("=") || twice) {
                throw new IllegalArgumentException("given is " + written + ", which "
                        + (twice ? "names " + name + " twice" : "holds \"" + part + "\"")
                        + "; name the columns that stand before the text, as in label or form,year:numbers");
            }
            columns.add(new GivenColumn(name, numbers));
        }
        return List.copyOf(columns);
    }
}
