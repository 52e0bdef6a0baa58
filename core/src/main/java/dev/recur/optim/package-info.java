/**
 * From a gradient to new weights: clipping, optimisers, schedules of the learning rate. All are loops over flat arrays of one layout;
 * weights may be dealt to any number of workers without changing a bit.
 */
@NullMarked
package dev.recur.optim;

import org.jspecify.annotations.NullMarked;
