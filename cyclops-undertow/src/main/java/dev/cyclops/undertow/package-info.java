/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/**
 * Sentry's HTTP face on Undertow: what a client may ask, and what it is answered.
 *
 * <p>The way of a request through the packages and, within this one, its classes:
 *
 * <pre>
 *  client
 *    |
 *  listen     the socket; which protocol a connection speaks
 *    |- tls     certificates
 *    |- wire    the guard of HTTP/1, below Undertow
 *    |- http2   the guard of HTTP/2
 *    |
 *  CyclopsHandler                            refusals, limits, addresses (forwarded)
 *    |
 *  RouteMatcher, OtherRoutes -------------- pass -> Sentry: paths that are no route, if wanted
 *    |- CountPages      what the barrier holds, which it may have to ask a server
 *    |
 *  Ingest, IngestCall                        one request to an ingest route
 *    |- EventFactory    the headers that travel on
 *    |- BodyReader      the body, within ReadingBudget
 *    |
 *  Barrier -> dev.cyclops.Cyclops#accept     on the I/O thread, or on WorkerPool where it may wait
 *    |
 *  Answers, Successes                        the receipt becomes the answer
 * </pre>
 *
 * <p>What was accepted leaves by {@code send}, which is a sender of the core's and knows nothing of
 * this way; {@code pass} and it reach Sentry over {@code connect}. {@link
 * dev.cyclops.undertow.CyclopsServer} puts all of it together. Beside it stands {@code operator},
 * with a listener and pages of its own.
 */
@NullMarked
package dev.cyclops.undertow;

import org.jspecify.annotations.NullMarked;
