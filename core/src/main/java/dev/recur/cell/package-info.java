/**
 * The equation language of cells, its derivation and its plan.
 *
 * <p>Shape letters: {@code T} steps, {@code N} rows, {@code D} input length, {@code H} hidden length; time-major, row-major. A
 * gradient is {@code d} and the name of what it belongs to.
 */
@NullMarked
package dev.recur.cell;

import org.jspecify.annotations.NullMarked;
