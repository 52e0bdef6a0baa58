/** The command line: every command parses, builds one record, calls one method of the library, prints. */
@NullMarked
package dev.recur.cli;

import org.jspecify.annotations.NullMarked;
