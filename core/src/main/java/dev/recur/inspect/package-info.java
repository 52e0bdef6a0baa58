/**
 * Looks inside: gradients on their way through time, Jacobians of a step and what they do over a text, gates, units and what they follow.
 * Everything here reads; nothing changes a model or a run. The engine computes, double sums up.
 */
@NullMarked
package dev.recur.inspect;

import org.jspecify.annotations.NullMarked;
