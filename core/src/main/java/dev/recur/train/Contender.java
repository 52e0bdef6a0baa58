package dev.recur.train;

import dev.recur.model.Model;
import org.jspecify.annotations.Nullable;

/**
 * One of those that a {@link Comparison} compares: a cell with what is to help it.
 *
 * @param source whose weights it starts from, see {@link Trainer#create}; null for none
 */
public record Contender(
        String name,
        Training training,
        TaskOptions options,
        @Nullable Model source) {}
