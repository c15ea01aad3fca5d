/**
 * What stands between the socket and Undertow: a strict reading of HTTP/1 framing, with bounds and
 * timeouts. Undertow is given whole and well-formed requests only, one at a time.
 *
 * <p>Knows nothing of Sentry nor of the rest of the server. {@link
 * dev.cyclops.undertow.wire.GuardedOpenListener} is put around a listener, and {@link
 * dev.cyclops.undertow.wire.WireGuard} tells a handler what was refused.
 */
@NullMarked
package dev.cyclops.undertow.wire;

import org.jspecify.annotations.NullMarked;
