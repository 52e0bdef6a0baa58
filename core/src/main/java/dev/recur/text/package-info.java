/**
 * From files to numbers and back: readers, tokenizers, vocabularies. Text is taken as it is, without normalisation, and read once,
 * as a stream; a corpus may be larger than the heap.
 */
@NullMarked
package dev.recur.text;

import org.jspecify.annotations.NullMarked;
