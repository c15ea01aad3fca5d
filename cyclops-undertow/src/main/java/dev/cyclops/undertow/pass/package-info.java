/**
 * Paths that go straight to Sentry, beside the barrier: streamed in both directions, neither queued
 * nor counted as events. Our own relay and not Undertow's {@code ProxyHandler}, which knows one
 * deadline for a whole request, passes upgrades and trailers on, and answers everything with 503.
 *
 * <p>Each request has a connection to Sentry of its own: there are few, and nothing of one can ever
 * get into another.
 */
@NullMarked
package dev.cyclops.undertow.pass;

import org.jspecify.annotations.NullMarked;
