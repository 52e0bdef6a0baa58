package dev.recur.cli;

import java.util.List;
import java.util.Locale;

/** The languages that the quickstart shows, of the many it learns. */
final class Tongue {
    private static final List<String> SHOWN = List.of("zh", "fr", "ar", "ru", "de", "ja", "hi", "el");
    private static final int FEW = 4;

    private Tongue() {}

    /** Tags of those that this JDK has. */
    static List<String> tags(PlaceNames names) {
        return SHOWN.stream().filter(names.languages()::contains).toList();
    }

    /** The first few of them. */
    static List<String> few(PlaceNames names) {
        return tags(names).stream().limit(FEW).toList();
    }

    /** What a language is called in English. */
    static String name(String tag) {
        return Locale.forLanguageTag(tag).getDisplayLanguage(Locale.ENGLISH);
    }
}
