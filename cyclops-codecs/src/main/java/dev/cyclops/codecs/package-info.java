/**
 * The content encodings {@code br} and {@code zstd} in pure Java. Nothing refers to this: {@link
 * java.util.ServiceLoader} finds it.
 */
@NullMarked
package dev.cyclops.codecs;

import org.jspecify.annotations.NullMarked;
