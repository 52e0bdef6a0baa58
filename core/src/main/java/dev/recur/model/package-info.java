/** Task models: a network's weights with the vocabulary and the provenance they need to be used, and what runs them. */
@NullMarked
package dev.recur.model;

import org.jspecify.annotations.NullMarked;
