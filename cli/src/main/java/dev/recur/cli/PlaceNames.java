package dev.recur.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the world's countries and languages are called in about two hundred languages and some thirty scripts, as the JDK's own locale data
 * have it (the Unicode CLDR). The same for each run on a JDK, in whatever language it runs; other releases of the JDK know a few names more
 * or less.
 */
final class PlaceNames {
    /** A language with fewer names of its own is not one that the locale data know. */
    private static final int ENOUGH = 100;

    private final SortedMap<String, SortedSet<String>> names;

    private PlaceNames(SortedMap<String, SortedSet<String>> names) {
        this.names = names;
    }

    /**
     * All names in every language that this JDK has them in, but for those that are only the English ones again.
     *
     * @throws IllegalStateException if this Java has no locale data
     */
    static PlaceNames ofThisJdk() {
        return in(available());
    }

    /** Languages as such: their locales without country and script. */
    private static Set<String> available() {
        Set<String> available = new TreeSet<>();
        for (Locale locale : Locale.getAvailableLocales()) {
            if (!locale.getLanguage().isEmpty()) {
                available.add(Locale.forLanguageTag(locale.getLanguage()).toLanguageTag());
            }
        }
        return available;
    }

    private static PlaceNames in(Collection<String> tags) {
        SortedMap<String, SortedSet<String>> names = new TreeMap<>();
        for (String tag : tags) {
            SortedSet<String> own = names(Locale.forLanguageTag(tag));
            if (own.size() >= ENOUGH) {
                names.put(tag, own);
            }
        }
        if (names.size() <= 1) {
            throw new IllegalStateException("this Java carries no names in other languages than English: it lacks the"
                    + " module jdk.localedata; take a whole JDK, or train on a text of your own with recur train");
        }
        return new PlaceNames(names);
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

    /** Tags of the languages, as in {@code fr}. */
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

    /** One name a line, behind what its language is called in English: {@code French TAB Allemagne}. */
    List<String> labelled(Collection<String> tags) {
        List<String> lines = new ArrayList<>();
        for (String tag : tags) {
            names.getOrDefault(tag, new TreeSet<>()).forEach(name -> lines.add(Tongue.name(tag) + "\t" + name));
        }
        return lines;
    }

    /** The share of the names that another language has, too. */
    double shared() {
        Map<String, Integer> languages = new HashMap<>();
        names.values().forEach(own -> own.forEach(name -> languages.merge(name, 1, Integer::sum)));
        long all = 0;
        long shared = 0;
        for (SortedSet<String> own : names.values()) {
            all += own.size();
            shared += own.stream()
                    .filter(name -> languages.getOrDefault(name, 0) > 1)
                    .count();
        }
        return shared / (double) all;
    }
}
