/**
 * Numbers that look random and depend on nothing but their name: a seed, the name of a stream, a step and an index. Whoever asks
 * first, on however many threads, after however many resumes, gets the same number, so there is no state to save.
 */
@NullMarked
package dev.recur.random;

import org.jspecify.annotations.NullMarked;
