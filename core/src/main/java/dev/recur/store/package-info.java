/**
 * Files: named float arrays with text metadata in the safetensors format, written whole or not at all and read with distrust, and
 * JSON for metadata and logs. Knows nothing of layers.
 */
@NullMarked
package dev.recur.store;

import org.jspecify.annotations.NullMarked;
