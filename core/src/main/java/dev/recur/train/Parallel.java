package dev.recur.train;

import java.nio.file.Path;

/** A source and a target, and where the source stands: the line counts from 1. */
public record Parallel(String source, String target, Path file, int line) {}
