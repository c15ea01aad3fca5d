/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Payload;
import dev.cyclops.fuzz.Check;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What reading a body came to, in a form that can be kept and compared. */
record Outcome(
    @Nullable String refusal,
    byte @Nullable [] payload,
    @Nullable DataCategory category,
    @Nullable EventId eventId,
    @Nullable String dsn,
    boolean odd) {
  private static final int MAX_MESSAGE = 120;

  static Outcome of(PayloadReader reader, Event event) {
    try {
      return of(reader.read(event));
    } catch (UnreadableBodyException e) {
      return of(e);
    }
  }

  static Outcome of(Content content) {
    Payload payload = content.payload();
    byte[] bytes =
        payload == null
            ? null
            : Arrays.copyOfRange(
                payload.array(), payload.offset(), payload.offset() + payload.length());
    return new Outcome(
        null,
        bytes,
        content.category(),
        content.eventId(),
        content.dsnPublicKey() + "@" + content.dsnProject(),
        content.odd());
  }

  static Outcome of(UnreadableBodyException e) {
    String message = String.valueOf(e.getMessage());
    // It goes into the header X-Sentry-Error.
    Check.that(Check.isOneLine(message, MAX_MESSAGE), "a message of one line");
    return new Outcome(e.reason() + ": " + message, null, null, null, null, false);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Outcome outcome
        && Objects.equals(refusal, outcome.refusal)
        && Arrays.equals(payload, outcome.payload)
        && category == outcome.category
        && Objects.equals(eventId, outcome.eventId)
        && Objects.equals(dsn, outcome.dsn)
        && odd == outcome.odd;
  }

  @Override
  public int hashCode() {
    return Objects.hash(refusal, Arrays.hashCode(payload), category, eventId, dsn, odd);
  }

  @Override
  public String toString() {
    String text =
        payload == null
            ? "none"
            : new String(payload, java.nio.charset.StandardCharsets.ISO_8859_1);
    return "%s, payload %s, %s, %s, %s, odd %s"
        .formatted(refusal, text, category, eventId, dsn, odd);
  }
}
