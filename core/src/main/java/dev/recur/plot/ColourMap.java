package dev.recur.plot;

/** Colours for numbers from 0 to 1, in steps that look equally large. */
public enum ColourMap {
    /** From dark blue to yellow, as matplotlib's viridis (van der Walt and Smith 2015; public domain): lightness rises evenly. */
    RISING(
            0x440154, 0x482475, 0x414487, 0x355F8D, 0x2A788E, 0x21918C, 0x22A884, 0x44BF70, 0x7AD151, 0xBDDF26,
            0xFDE725),
    /** Blue below a half, red above, white between: for numbers with a sign. */
    SIGNED(0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B);

    private final int[] anchors;

    ColourMap(int... anchors) {
        this.anchors = anchors;
    }

    /** 0xRRGGBB; values outside 0 to 1 are taken as the nearer end. */
    public int at(double share) {
        double place = Math.min(1, Math.max(0, share)) * (anchors.length - 1);
        int from = Math.min((int) place, anchors.length - 2);
        double part = place - from;
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double below = anchors[from] >> shift & 0xFF;
            double above = anchors[from + 1] >> shift & 0xFF;
            colour |= (int) Math.rint(below + part * (above - below)) << shift;
        }
        return colour;
    }
}
