package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PlaceNamesTest {
    @Test
    void holdsNamesInManyLanguagesAndNoEnglishOnesElsewhere() {
        PlaceNames names = PlaceNames.ofThisJdk();

        assertThat(names.languages())
                .contains("zh", "fr", "ar", "ru", "en", "gd", "zu")
                .hasSizeGreaterThan(150);
        assertThat(names.holds("fr", "Allemagne")).isTrue();
        assertThat(names.holds("zh", "德国")).isTrue();
        assertThat(names.holds("en", "Germany")).isTrue();
        assertThat(names.holds("fr", "Chile")).isFalse();
        assertThat(names.holds("fr", "Canada")).as("the same in English").isFalse();
        assertThat(names.holds("zz", "Canada")).isFalse();
        List<String> lines = names.lines();
        assertThat(lines).contains("de Deutschland").doesNotHaveDuplicates().hasSizeGreaterThan(50_000);
        assertThat(lines).allMatch(line -> line.matches("[a-z]{2,3} \\S(.*\\S)?"));
    }

    @Test
    void doesNotDependOnTheUsersLanguage() {
        Locale before = Locale.getDefault();
        List<String> lines = PlaceNames.ofThisJdk().lines();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(PlaceNames.ofThisJdk().lines()).isEqualTo(lines);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void manyNamesAreSharedAndAnyLanguagesCanBeTaken() {
        PlaceNames all = PlaceNames.ofThisJdk();
        assertThat(all.shared()).isBetween(0.2, 0.5);
        assertThat(all.labelled(List.of("fr", "zh")))
                .contains("French\tAllemagne", "Chinese\t德国")
                .noneMatch(line -> line.startsWith("German\t"));
        assertThat(all.labelled(all.languages())).hasSameSizeAs(all.lines()).doesNotHaveDuplicates();
    }
}
