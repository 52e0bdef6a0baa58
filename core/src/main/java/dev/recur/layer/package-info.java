/**
 * Layers: each a forward and a backward that mirror each other, over packed rows.
 *
 * <p>Shapes: T steps, N rows, D input, H hidden, V vocabulary. A packed array is [rows alive at step 1, rows alive at step 2, ...] x length,
 * row-major; {@link dev.recur.cell.Rows} says which rows are alive. A layer's weights lie in a flat array of its model, and gradients are
 * added to a second array of the same layout. A layer owns what it returns, until its next call.
 */
@NullMarked
package dev.recur.layer;

import org.jspecify.annotations.NullMarked;
