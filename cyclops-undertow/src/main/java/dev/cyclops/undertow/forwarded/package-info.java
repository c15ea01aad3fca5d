/**
 * Whose address a request comes from: the peer's, unless the peer is a trusted proxy that tells
 * another. Text in, text out: knows nothing of Undertow, nor of the other packages.
 */
@NullMarked
package dev.cyclops.undertow.forwarded;

import org.jspecify.annotations.NullMarked;
