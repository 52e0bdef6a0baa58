package dev.recur.cell;

/**
 * The compiler's passes, each of which may be off: no choice changes a bit, which is how they are tested.
 *
 * @param bulk products outside cycles run over many steps at once; off: one step at a time
 * @param slots values share the planes of those that have died
 * @param cut what is cheap is computed again in backward; off: everything that backward reads is kept
 * @param fuse superinstructions
 * @param segments bulk products run over stretches of steps that stay in cache; off: over the whole sequence
 * @param sumRows rows after which backward adds up the gradients of weights, while what they are made of is still near
 */
record Passes(boolean bulk, boolean slots, boolean cut, boolean fuse, boolean segments, int sumRows) {
    static final Passes ALL = new Passes(true, true, true, true, true, 2048);
    static final Passes NONE = new Passes(false, false, false, false, false, Integer.MAX_VALUE);
}
