/**
 * Training: the loop, its options, its events and its checkpoints. A run is a function of its options and its text; threads, kills and
 * resumes leave no trace in the model.
 */
@NullMarked
package dev.recur.train;

import org.jspecify.annotations.NullMarked;
