/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;

/**
 * What the end of a send means: the table of what each answer of Sentry's does, in one place. What
 * follows from a verdict for its event is in {@link Consequences}, for all others in {@link
 * Breaker}.
 */
enum Verdict {
  /** 2xx: Sentry has the event. */
  SUCCEEDED(Sentry.ALIVE),
  /** 400, 413 and whatever else among 4xx: this event will never be taken. */
  REJECTED(Sentry.ALIVE),
  /** 401, 403, 404: this key, this project or this route is not known there. */
  REFUSED(Sentry.ALIVE),
  /** 429. */
  LIMITED(Sentry.ALIVE),
  /** 408, 425: the event arrived too slowly, or too early. */
  NOT_NOW(Sentry.FAILS),
  /** 500: maybe the event is the cause, unless several projects see it. */
  ERROR(Sentry.MAY_FAIL),
  /** 502, 503, 504 and other 5xx: Sentry, or what stands in front of it, cannot serve anybody. */
  UNAVAILABLE(Sentry.FAILS),
  /** No connection. */
  UNREACHABLE(Sentry.FAILS),
  /** The connection ended without an answer. */
  RESET(Sentry.FAILS),
  /** No answer in time. */
  TIMED_OUT(Sentry.FAILS),
  /** The server could not prove to be Sentry. */
  UNTRUSTED(Sentry.IS_ANOTHER),
  /** 3xx: it is not Sentry that stands at this address. */
  REDIRECTED(Sentry.IS_ANOTHER),
  /** The sender threw the event back, which says nothing of Sentry. */
  THROWN_BACK(Sentry.UNKNOWN);

  private enum Sentry {
    ALIVE,
    FAILS,
    MAY_FAIL,
    IS_ANOTHER,
    UNKNOWN
  }

  private final Sentry sentry;

  Verdict(Sentry sentry) {
    this.sentry = sentry;
  }

  static Verdict of(SendResult result) {
    Failure failure = result.failure();
    if (failure != null) {
      return switch (failure) {
        case CONNECT -> UNREACHABLE;
        case RESET -> RESET;
        case TIMEOUT -> TIMED_OUT;
        case TLS -> UNTRUSTED;
      };
    }
    int status = result.status();
    return switch (status) {
      case 401, 403, 404 -> REFUSED;
      case 408, 425 -> NOT_NOW;
      case 429 -> LIMITED;
      case 500 -> ERROR;
      default -> {
        if (status >= 500) {
          yield UNAVAILABLE;
        }
        if (status >= 400) {
          yield REJECTED;
        }
        yield result.isSuccess() ? SUCCEEDED : REDIRECTED;
      }
    };
  }

  /** Whether Sentry works: it has judged the event. */
  boolean provesSentryAlive() {
    return sentry == Sentry.ALIVE;
  }

  /** Whether Sentry fails, where a 500 counts only when it is {@code spread} over projects. */
  boolean isFailure(boolean spread) {
    return sentry == Sentry.FAILS || isMisdirected() || (sentry == Sentry.MAY_FAIL && spread);
  }

  /** Whether nothing may be sent there at all, however often it worked before. */
  boolean isMisdirected() {
    return sentry == Sentry.IS_ANOTHER;
  }

  /** Whether there was no connection that lasted for an answer. */
  boolean isConnectionFailure() {
    return this == UNREACHABLE || this == RESET;
  }

  /** Whether there was no answer at all. */
  boolean isSilence() {
    return isConnectionFailure() || this == TIMED_OUT || this == UNTRUSTED;
  }

  /**
   * Whether Sentry got as far as the event. Then the event itself may be the cause, and must not be
   * every probe.
   */
  boolean mayBeTheEventsDoing() {
    return this == RESET || this == TIMED_OUT || this == NOT_NOW || this == ERROR;
  }

  /** Whether the event has used up one of its attempts. */
  boolean countsAsAttempt() {
    return this == TIMED_OUT || this == NOT_NOW || this == ERROR;
  }
}
