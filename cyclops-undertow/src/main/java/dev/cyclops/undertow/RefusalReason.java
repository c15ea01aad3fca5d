/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.undertow.wire.Refusal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a request is refused before its event is looked at, in as many classes as are counted. */
public enum RefusalReason {
  /** What came is no HTTP, or could be read in two ways. */
  MALFORMED_HEAD,
  /** The head took too long to come. */
  SLOW_HEAD,
  /** The URI is too long. */
  LONG_URI,
  /** Too many headers, or too long ones. */
  LONG_HEADERS,
  /** The body is not framed as it says. */
  MALFORMED_BODY,
  /** The body took too long to come. */
  SLOW_BODY,
  /** The body is too large. */
  LARGE_BODY,
  /** No memory, or no thread, for one more request that is being read. */
  BUSY;

  /** Why the guard does not take a head. */
  static RefusalReason ofHead(Refusal refusal) {
    return switch (refusal.status()) {
      case 408 -> SLOW_HEAD;
      case 414 -> LONG_URI;
      case 429 -> BUSY;
      case 431 -> LONG_HEADERS;
      default -> MALFORMED_HEAD;
    };
  }

  static RefusalReason ofBody(BodyReader.Refusal refusal, @Nullable Refusal guard) {
    return switch (refusal) {
      case TOO_LARGE -> LARGE_BODY;
      case NO_BUDGET -> BUSY;
      case TOO_SLOW -> SLOW_BODY;
      case FUTILE, WRONG_LENGTH -> MALFORMED_BODY;
      case MALFORMED -> guard != null && guard.status() == 429 ? BUSY : MALFORMED_BODY;
    };
  }

  /**
   * The name of this reason in metrics.
   *
   * @return for example {@code slow_body}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
