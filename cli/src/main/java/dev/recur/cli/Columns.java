package dev.recur.cli;

/**
 * How many columns a text takes on a terminal: Chinese, Japanese, Korean signs and emoji take two, combining marks and colours
 * none. The ranges are the wide ones of Unicode's East Asian Width (UAX 11), in the blocks that matter.
 */
final class Columns {
    private static final int[][] WIDE = {
        {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xA000, 0xA4CF},
        {0xA960, 0xA97F}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}
    };

    private Columns() {}

    /** Columns of {@code text}; escape sequences of {@link Style} count nothing. */
    static int of(String text) {
        int columns = 0;
        boolean escape = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (escape) {
                escape = point != 'm';
            } else if (point == '\u001b') {
                escape = true;
            } else {
                columns += of(point);
            }
        }
        return columns;
    }

    /** The beginning of {@code text} that fits into {@code limit} columns; ends in "…" where something was cut. */
    static String cut(String text, int limit) {
        if (of(text) <= limit) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int columns = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            columns += of(point);
            if (columns > limit - 1) {
                break;
            }
            kept.appendCodePoint(point);
        }
        return kept.append('…').toString();
    }

    /** {@code text} with blanks after it, or before it when {@code right}, up to {@code width} columns. */
    static String pad(String text, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - of(text)));
        return right ? blanks + text : text + blanks;
    }

    private static int of(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (point >= range[0] && point <= range[1]) {
                return 2;
            }
        }
        return 1;
    }
}
