/**
 * Shapes, and named views into one flat array: the one place that checks and prints shapes.
 *
 * <p>The letters of shapes are law everywhere: {@code T} steps, {@code N} rows of a minibatch, {@code D} input, {@code H} hidden,
 * {@code V} vocabulary. Arrays are time-major and row-major; a matrix of weights is [out, in].
 */
@NullMarked
package dev.recur.array;

import org.jspecify.annotations.NullMarked;
