package dev.recur.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which columns of a file hold what is wanted of it, such as a label and a text. {@code text,label} goes by place, any other name is a column
 * that is not read; {@code label=stars,text=review} goes by the names in the header or the object.
 */
final class ColumnRoles {
    private final List<String> roles;
    private final String written;
    private final List<String> places = new ArrayList<>(); // names by place; none if it goes by names
    private final List<String> names; // by role

    /**
     * @param roles what is wanted
     * @param written empty for what suits the file: the roles in their order, or columns of these names
     */
    ColumnRoles(List<String> roles, String written) {
        this.roles = List.copyOf(roles);
        this.names = new ArrayList<>(roles);
        this.written = written;
        boolean named = written.contains("=");
        for (String part : written.isEmpty() ? new String[0] : written.split(",", -1)) {
            if (named) {
                name(part);
            } else {
                places.add(part.strip());
            }
        }
        for (String role : roles) {
            long count = places.stream().filter(role::equals).count();
            if (!places.isEmpty() && count != 1) {
                throw wrong("names the column " + role + " " + count + " times");
            }
        }
    }

    private void name(String part) {
        int equals = part.indexOf('=');
        int role = equals < 0 ? -1 : roles.indexOf(part.substring(0, equals).strip());
        if (role < 0) {
            throw wrong("holds \"" + part + "\"");
        }
        names.set(role, part.substring(equals + 1).strip());
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("columns are " + written + ", which " + what
                + "; give them by place, as in " + byPlaceExample() + ", or by name, as in " + byNameExample());
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
        return open() ? roles.size() : places.size();
    }

    /** What is wanted, in its order. */
    List<String> roles() {
        return roles;
    }

    /** Where the column of each role is, by place. */
    List<Integer> places() {
        return roles.stream()
                .map(role -> open() ? roles.indexOf(role) : places.indexOf(role))
                .toList();
    }

    /** What the column of each role is called, by name. */
    List<String> names() {
        return names;
    }

    /** As in "text,label". */
    String byPlaceExample() {
        List<String> turned = new ArrayList<>(roles);
        Collections.reverse(turned);
        return String.join(",", turned);
    }

    /** As in "label=stars,text=review". */
    String byNameExample() {
        return roles.get(0) + "=stars," + roles.get(roles.size() - 1) + "=review";
    }

    /** As in "label TAB text". */
    String shown(String between) {
        return String.join(between, open() ? roles : places);
    }
}
