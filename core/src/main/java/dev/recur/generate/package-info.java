/** Text from a model: one step at a time, a sampler, and where to stop. */
@NullMarked
package dev.recur.generate;

import org.jspecify.annotations.NullMarked;
