package dev.recur.cell;

/**
 * The compiler's passes, each of which may be off: no choice changes a bit, which is how they are tested.
 *
 * @param bulk products outside cycles run over many steps at once; off: one step at a time
 * @param slots values share the planes of those that have died
 * @param cut what is cheap is computed again in backward; off: everything that backward reads is kept
 * @param fuse superinstructions
 * @param segments bulk products run over stretches of steps that stay in cache; off: over the whole sequence
 */
record Passes(boolean bulk, boolean slots, boolean cut, boolean fuse, boolean segments) {
    static final Passes ALL = new Passes(true, true, true, true, true);
    static final Passes NONE = new Passes(false, false, false, false, false);
}
