/** What brings content encodings that the JDK lacks: {@link dev.cyclops.codec.ContentCodec}. */
@NullMarked
package dev.cyclops.codec;

import org.jspecify.annotations.NullMarked;
