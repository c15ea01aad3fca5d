/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

/**
 * Is told of each request on the public port, for a metrics system. Called on I/O threads, so it
 * must be quick and thread-safe, must not block and throw nothing. While there is none, no time is
 * taken of requests.
 */
@FunctionalInterface
public interface RequestListener {
  /**
   * A request has ended: it was answered, or its client has gone.
   *
   * @param kind what it was for
   * @param status of the answer
   * @param nanos from its head to the end of the answer, so with the time that its client took to
   *     send the body
   */
  void onEnd(RequestKind kind, int status, long nanos);
}
