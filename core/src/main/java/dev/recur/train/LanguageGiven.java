package dev.recur.train;

import dev.recur.store.OffAtZero;
import dev.recur.text.GivenColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * What each text of a language model's data is given before it begins. A model without any of it has the file that it had before there was
 * such a choice.
 *
 * @param given columns with commas between them, as in {@code form,year:numbers}; empty for none, and the data are then texts alone
 * @param columns of the files, as far as they are not the given ones and then the text, or called so, see {@link LabelledFiles#read}
 */
@OffAtZero
public record LanguageGiven(String given, String columns) {
    public static final LanguageGiven NOTHING = new LanguageGiven("", "");

    public LanguageGiven {
        List<GivenColumn> parsed = GivenColumn.of(given);
        if (parsed.isEmpty() && !columns.isEmpty()) {
            throw new IllegalArgumentException("columns are " + columns
                    + ", but a language model reads texts alone unless --given names what stands before them");
        }
        if (!parsed.isEmpty()) {
            new ColumnRoles(roles(parsed), columns); // is the check
        }
    }

    boolean asked() {
        return !given.isBlank();
    }

    List<GivenColumn> columnsGiven() {
        return GivenColumn.of(given);
    }

    List<String> names() {
        return columnsGiven().stream().map(GivenColumn::name).toList();
    }

    private static List<String> roles(List<GivenColumn> given) {
        List<String> roles =
                new ArrayList<>(given.stream().map(GivenColumn::name).toList());
        roles.add(GivenFiles.TEXT);
        return roles;
    }
}
