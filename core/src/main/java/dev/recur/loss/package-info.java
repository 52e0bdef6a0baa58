/** What training makes small: each loss gives its value and its derivative in one place. */
@NullMarked
package dev.recur.loss;

import org.jspecify.annotations.NullMarked;
