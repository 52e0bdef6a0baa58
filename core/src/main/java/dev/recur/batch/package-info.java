/**
 * What goes into a training step: minibatches cut from a running text with carried state, or from documents sorted by length. The
 * order of everything is a function of the seed and the epoch, so a place in it is two numbers.
 */
@NullMarked
package dev.recur.batch;

import org.jspecify.annotations.NullMarked;
