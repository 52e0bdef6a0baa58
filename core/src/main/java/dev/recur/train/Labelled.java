package dev.recur.train;

import java.nio.file.Path;

/** A text with its label, and where it stands: the line counts from 1. */
public record Labelled(String label, String text, Path file, int line) {}
