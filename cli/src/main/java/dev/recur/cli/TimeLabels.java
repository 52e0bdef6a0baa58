package dev.recur.cli;

import dev.recur.text.NumberTable;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What rows after the end of a table are called: the times that follow, where its rows are named by times that go on evenly. */
final class TimeLabels {
    private static final List<String> PATTERNS = List.of(
            "uuuu-MM-dd HH:mm:ss", "uuuu-MM-dd HH:mm", "uuuu-MM-dd'T'HH:mm:ss", "uuuu-MM-dd'T'HH:mm", "uuuu-MM-dd");
    private static final int EVEN = 3; // of the last times

    private TimeLabels() {}

    /** The name of their column: {@code ahead} where they are counted from 1. */
    static String name(NumberTable table) {
        return following(table, 1) == null ? "ahead" : table.labelName();
    }

    static List<String> after(NumberTable table, int count) {
        List<String> times = following(table, count);
        if (times != null) {
            return times;
        }
        List<String> numbers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            numbers.add(String.valueOf(i));
        }
        return numbers;
    }

    private static @Nullable List<String> following(NumberTable table, int count) {
        int known = table.labels().size();
        if (known < EVEN) {
            return null;
        }
        List<String> last = table.labels().subList(known - EVEN, known);
        for (String pattern : PATTERNS) {
            List<String> times = following(last, DateTimeFormatter.ofPattern(pattern, Locale.ROOT), count);
            if (times != null) {
                return times;
            }
        }
        return null;
    }

    private static @Nullable List<String> following(List<String> last, DateTimeFormatter format, int count) {
        List<LocalDateTime> times = new ArrayList<>();
        for (String text : last) {
            LocalDateTime time = time(text.strip(), format);
            if (time == null) {
                return null;
            }
            times.add(time);
        }
        Duration step = Duration.between(times.get(EVEN - 2), times.get(EVEN - 1));
        if (step.isZero() || step.isNegative() || !step.equals(Duration.between(times.get(0), times.get(1)))) {
            return null;
        }
        List<String> following = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            following.add(times.get(EVEN - 1).plus(step.multipliedBy(i)).format(format));
        }
        return following;
    }

    private static @Nullable LocalDateTime time(String text, DateTimeFormatter format) {
        try {
            return format.parse(
                    text,
                    parsed -> parsed.isSupported(ChronoField.HOUR_OF_DAY)
                            ? LocalDateTime.from(parsed)
                            : LocalDate.from(parsed).atStartOfDay());
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
