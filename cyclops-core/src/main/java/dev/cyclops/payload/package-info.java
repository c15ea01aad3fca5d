/**
 * What a body says: content encodings, envelope framing, JSON. A reader of bytes that the barrier
 * and the filter share; not exported, since its shape follows their needs.
 */
@NullMarked
package dev.cyclops.payload;

import org.jspecify.annotations.NullMarked;
