package dev.recur.cli;

import java.io.IOException;

/** A part of {@code recur quickstart}. */
interface Act {
    /** One line. */
    String title();

    /** Plays it and tells what happens. */
    void play(Terminal terminal) throws IOException;
}
