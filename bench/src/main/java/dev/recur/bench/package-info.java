/** Measurements: what this machine can do, what Recur does with it, and other systems beside it. */
@NullMarked
package dev.recur.bench;

import org.jspecify.annotations.NullMarked;
