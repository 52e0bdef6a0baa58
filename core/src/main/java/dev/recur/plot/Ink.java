package dev.recur.plot;

import java.util.List;

/**
 * A colour, 0xRRGGBB, for light and for dark surroundings. SVG follows the reader's; PNG is always light.
 */
record Ink(int light, int dark) {
    public static final Ink GROUND = new Ink(0xFFFFFF, 0x14181F);
    public static final Ink TEXT = new Ink(0x1F2328, 0xE6EDF3);
    public static final Ink MUTED = new Ink(0x59636E, 0x9AA4AF);
    public static final Ink GRID = new Ink(0xE3E6EA, 0x2B323B);

    /** Told apart by readers with any colour vision (after Okabe and Ito 2008), and by their lightness in print. */
    private static final List<Ink> SERIES = List.of(
            new Ink(0x0072B2, 0x4AA8E0),
            new Ink(0xD55E00, 0xF0813A),
            new Ink(0x009E73, 0x2CC79B),
            new Ink(0xB0568A, 0xDE8FBC),
            new Ink(0x9A7500, 0xE6B422),
            new Ink(0x56606B, 0xA9B4BF));

    public Ink {
        if ((light | dark) >>> 24 != 0) {
            throw new IllegalArgumentException("Ink: a colour is 0xRRGGBB, found " + Integer.toHexString(light | dark));
        }
    }

    /** The same on any ground. */
    public static Ink of(int rgb) {
        return new Ink(rgb, rgb);
    }

    /** For line {@code index} of a plot; they begin anew after six. */
    public static Ink series(int index) {
        return SERIES.get(index % SERIES.size());
    }
}
