/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a request that a real SDK has sent. Immutable. */
public final class RecordedEvent {
  private static final List<String> NAMES =
      List.of(
          "sentry-8.62.0-exception.envelope",
          "sentry-8.62.0-message.envelope",
          "sentry-8.62.0-transaction.envelope",
          "sentry-8.62.0-session.envelope",
          "sentry-1.7.30-exception.json",
          "sentry-1.7.30-message.json",
          "raven-8.0.3-exception.json",
          "raven-8.0.3-message.json");

  private final String name;
  private final byte[] body;

  private RecordedEvent(String name, byte[] body) {
    this.name = name;
    this.body = body;
  }

  /**
   * All that there are.
   *
   * @return of SDKs from 2017 to today
   */
  public static List<RecordedEvent> all() {
    return NAMES.stream().map(RecordedEvent::named).toList();
  }

  /**
   * One of them.
   *
   * @param name its name, as {@link #name()}
   * @return the event
   * @throws IllegalArgumentException when there is none of that name
   */
  public static RecordedEvent named(String name) {
    try (InputStream in = RecordedEvent.class.getResourceAsStream("recorded/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no recorded event " + name);
      }
      return new RecordedEvent(name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * SDK, version and kind.
   *
   * @return for example {@code sentry-8.62.0-exception.envelope}
   */
  public String name() {
    return name;
  }

  /**
   * Which route it was sent to.
   *
   * @return true for an envelope, false for a JSON body of the store route
   */
  public boolean isEnvelope() {
    return name.endsWith(".envelope");
  }

  /**
   * The body, decoded.
   *
   * @return a copy
   */
  public byte[] body() {
    return body.clone();
  }

  /**
   * The id that the SDK gave to the event.
   *
   * @return 32 hexadecimal digits; null for a session
   */
  public @Nullable String eventId() {
    return Decoding.eventId(new String(body, UTF_8));
  }

  @Override
  public String toString() {
    return name;
  }
}
