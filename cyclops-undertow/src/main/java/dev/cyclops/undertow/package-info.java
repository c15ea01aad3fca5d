/**
 * Sentry's HTTP face on Undertow, and a sender on Undertow's own client.
 *
 * <p>The way of a request: {@link dev.cyclops.undertow.CyclopsHandler} finds its route, a reader
 * collects the body on the I/O thread, the event goes to {@link dev.cyclops.Cyclops#accept}, and
 * the receipt becomes the answer. Where the barrier never waits, all of that happens in one turn of
 * the I/O thread; where it may, a bounded pool of workers stands between.
 */
@NullMarked
package dev.cyclops.undertow;

import org.jspecify.annotations.NullMarked;
