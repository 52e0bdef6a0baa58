/**
 * Arithmetic on float arrays and offsets. Two implementations, scalar and vector, with the same bits; the only room that
 * touches {@code jdk.incubator.vector}.
 */
@NullMarked
package dev.recur.kernel;

import org.jspecify.annotations.NullMarked;
