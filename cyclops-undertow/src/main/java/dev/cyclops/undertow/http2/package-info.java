/**
 * HTTP/2 with the bounds that Undertow leaves open: a guard over the frames of each connection, and
 * a refusal of what HTTP/1, in which everything travels on, could not carry.
 */
@NullMarked
package dev.cyclops.undertow.http2;

import org.jspecify.annotations.NullMarked;
