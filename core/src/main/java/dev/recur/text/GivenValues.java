package dev.recur.text;

import java.util.List;

/**
 * What one text of a corpus is given.
 *
 * @param values one for each column
 * @param place where it stands, for messages
 */
public record GivenValues(List<String> values, String place) {
    public GivenValues {
        values = List.copyOf(values);
    }
}
