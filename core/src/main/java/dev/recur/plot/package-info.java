/**
 * Pictures: a drawing is a list of marks, written as SVG (equal drawings give equal bytes) or as PNG. Lengths are in points, y grows
 * downwards. What the pictures mean is decided by those who draw them; nothing here knows of networks.
 */
@NullMarked
package dev.recur.plot;

import org.jspecify.annotations.NullMarked;
