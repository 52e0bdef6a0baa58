/** Fixed worker threads that share one task at a time, and the barrier inside it. */
@NullMarked
package dev.recur.parallel;

import org.jspecify.annotations.NullMarked;
