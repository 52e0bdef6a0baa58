package dev.recur.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the world's countries and languages are called in the world's languages, as the JDK's own locale data have it (the Unicode CLDR);
 * of the languages those with a code of two letters, which leaves out many scripts that few can read.
 * The same for each run on a JDK, in whatever language it runs; other releases of the JDK know a few names more or less.
 */
final class PlaceNames {
    /** A language with fewer names of its own is left out: nothing could be learned of it. */
    private static final int ENOUGH = 250;
    /** Of its names, the share that a language may have in common with another one. */
    private static final double ALIKE = 0.9;

    private final SortedMap<String, SortedSet<String>> names;

    private PlaceNames(SortedMap<String, SortedSet<String>> names) {
        this.names = names;
    }

    /** All names of all languages, but for those that are only the English ones again. */
    static PlaceNames ofThisJdk() {
        SortedMap<String, Locale> languages = new TreeMap<>();
        for (Locale locale : Locale.getAvailableLocales()) {
            boolean plain = locale.getCountry().isEmpty()
                    && locale.getVariant().isEmpty()
                    && !locale.hasExtensions()
                    && locale.getLanguage().length() == 2;
            if (plain) {
                languages.put(locale.toLanguageTag(), locale);
            }
        }
        SortedMap<String, SortedSet<String>> names = new TreeMap<>();
        languages.forEach((tag, locale) -> {
            SortedSet<String> own = names(locale);
            if (own.size() >= ENOUGH && names.values().stream().noneMatch(other -> alike(own, other))) {
                names.put(tag, own);
            }
        });
        return new PlaceNames(names);
    }

    /** Some languages have two tags, as with their usual script and without; the first one is enough. */
    private static boolean alike(Set<String> own, Set<String> other) {
        long shared = own.stream().filter(other::contains).count();
        return shared > ALIKE * own.size();
    }

    private static SortedSet<String> names(Locale in) {
        SortedSet<String> names = new TreeSet<>();
        for (String code : Locale.getISOCountries()) {
            Locale country = new Locale.Builder().setRegion(code).build();
            add(names, in, code, country.getDisplayCountry(in), country.getDisplayCountry(Locale.ENGLISH));
        }
        for (String code : Locale.getISOLanguages()) {
            Locale language = Locale.forLanguageTag(code);
            add(names, in, code, language.getDisplayLanguage(in), language.getDisplayLanguage(Locale.ENGLISH));
        }
        return names;
    }

    /** Where a language has no name, the locale data fall back to the English one or to the code. */
    private static void add(SortedSet<String> names, Locale in, String code, String name, String english) {
        boolean own = in.getLanguage().equals(Locale.ENGLISH.getLanguage()) || !name.equals(english);
        if (own && !name.isBlank() && !name.equalsIgnoreCase(code)) {
            names.add(name.strip());
        }
    }

    /** Tags of the languages, as in {@code zh-Hant}. */
    List<String> languages() {
        return List.copyOf(names.keySet());
    }

    /** Whether a language, by its tag, has this name. */
    boolean holds(String language, String name) {
        return names.getOrDefault(language, new TreeSet<>()).contains(name);
    }

    /** One name a line, behind the tag of its language: {@code fr Allemagne}. Sorted by tag and name. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, SortedSet<String>> language : names.entrySet()) {
            language.getValue().forEach(name -> lines.add(language.getKey() + " " + name));
        }
        return lines;
    }
}
