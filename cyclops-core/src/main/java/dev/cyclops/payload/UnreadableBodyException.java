/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

/**
 * A body that is refused: the client gets its message. Has no stack trace, since strangers cause
 * it.
 */
public final class UnreadableBodyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a body is refused. */
  public enum Reason {
    /** It is not what the route takes: 400. */
    MALFORMED,
    /** It is encoded in a way that cannot be read: 415. */
    UNSUPPORTED,
    /** It is larger than allowed once it is decoded: 413. */
    TOO_LARGE,
    /** As many bodies of its encoding are being decoded as may be: 429, for a second. */
    BUSY
  }

  private final Reason reason;

  /**
   * A refusal.
   *
   * @param reason why
   * @param message in words for the client: no part of the body in it
   */
  public UnreadableBodyException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /**
   * Why it is refused.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
