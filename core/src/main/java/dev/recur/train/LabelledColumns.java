package dev.recur.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Which columns of a file hold the label and the text. {@code text,label} goes by place, any other name is a column that is not
 * read; {@code label=stars,text=review} goes by the names in the header or the object.
 */
final class LabelledColumns {
    private static final List<String> ROLES = List.of("label", "text");

    private final String written;
    private final List<String> places = new ArrayList<>(); // names by place; none if it goes by names
    private final String[] names = {"label", "text"}; // by role

    /** @param written empty for what suits the file: label and text by place, or by these names */
    LabelledColumns(String written) {
        this.written = written;
        boolean named = written.contains("=");
        for (String part : written.isEmpty() ? new String[0] : written.split(",", -1)) {
            if (named) {
                name(part);
            } else {
                places.add(part.strip());
            }
        }
        for (String role : ROLES) {
            long count = places.stream().filter(role::equals).count();
            if (!places.isEmpty() && count != 1) {
                throw wrong("names the column " + role + " " + count + " times");
            }
        }
    }

    private void name(String part) {
        int equals = part.indexOf('=');
        int role = equals < 0 ? -1 : ROLES.indexOf(part.substring(0, equals).strip());
        if (role < 0) {
            throw wrong("holds \"" + part + "\"");
        }
        names[role] = part.substring(equals + 1).strip();
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("columns are " + written + ", which " + what
                + "; give them by place, as in text,label, or by name, as in label=stars,text=review");
    }

    /** True if nobody said anything. */
    boolean open() {
        return written.isEmpty();
    }

    boolean byPlace() {
        return !places.isEmpty();
    }

    /** How many columns there are, by place. */
    int count() {
        return open() ? ROLES.size() : places.size();
    }

    /** Where the column of a role is, by place. */
    int place(String role) {
        return open() ? ROLES.indexOf(role) : places.indexOf(role);
    }

    /** What the column of a role is called, by name. */
    String name(int role) {
        return names[role];
    }

    /** As in "label TAB text". */
    String shown(String between) {
        return String.join(between, open() ? ROLES : places);
    }
}
