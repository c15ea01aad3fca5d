/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import org.jspecify.annotations.Nullable;

/**
 * Redis did not do what it was asked to. Holds no payload, key or password. An answer like any
 * other, given thousands of times a second while Redis is away: it has no stack trace.
 */
public final class RedisException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Kind {
    /** No answer came in time, or no connection: it may have been done nevertheless. */
    UNAVAILABLE,
    /** It has no memory left ({@code -OOM}), or its disk has no room: nothing was done. */
    FULL,
    /** It takes no writes for now, such as a replica after a failover: nothing was done. */
    READ_ONLY,
    /** The user lacks a right, or the password is wrong: nothing was done. */
    FORBIDDEN,
    /** Anything else that it answered: nothing was done. */
    FAILED
  }

  /** Why. */
  private final Kind kind;

  /**
   * A failure.
   *
   * @param kind why
   * @param message in a line, without secrets
   * @param cause may hold what must not be logged; null when there is none
   */
  public RedisException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.kind = kind;
  }

  /**
   * Why.
   *
   * @return what may be decided by
   */
  public Kind kind() {
    return kind;
  }
}
