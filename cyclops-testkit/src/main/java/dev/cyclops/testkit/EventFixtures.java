/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.testkit.JsonText.object;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.EventId;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Realistic events as the SDKs of several languages write them, the same for the same seed. Within
 * one of these, two events of the same shape, error type and size have the same frames, so that
 * they are repeats of each other; their ids, times, local variables and breadcrumbs differ as in a
 * real flood. Immutable and thread-safe.
 */
public final class EventFixtures {
  /** About the size of a small event. */
  public static final int SMALL_BYTES = 2_000;

  /** About the size of an ordinary event. */
  public static final int MEDIUM_BYTES = 12_000;

  /** About the size of an event with a deep stack and many breadcrumbs. */
  public static final int LARGE_BYTES = 60_000;

  private final long seed;

  private EventFixtures(long seed) {
    this.seed = seed;
  }

  /**
   * Events of one imagined application.
   *
   * @param seed which one
   * @return its events
   */
  public static EventFixtures seeded(long seed) {
    return new EventFixtures(seed);
  }

  /** In which SDK's way an event is written. */
  public enum Shape {
    /** {@code exception.values} with context lines and local variables. */
    PYTHON,
    /** {@code exception.values} with minified frames, and a request without a body. */
    JAVASCRIPT,
    /** {@code exception.values}, an exception and its cause. */
    JAVA,
    /** The old form: {@code exception} is a bare list. */
    NODE_OLD,
    /** The oldest form: {@code sentry.interfaces.*}, which groups by message and culprit. */
    PHP_INTERFACES
  }

  /**
   * An event in the shape of the Python SDK.
   *
   * @param id its id
   * @param errorType for example {@code ValueError}: the frames follow from it
   * @param message the exception's value
   * @param approxBytes how large it shall be, at least {@link #SMALL_BYTES}, give or take a tenth
   * @return UTF-8 JSON for the store route
   */
  public byte[] storeJson(EventId id, String errorType, String message, int approxBytes) {
    return storeJson(Shape.PYTHON, id, errorType, message, approxBytes);
  }

  /**
   * An event.
   *
   * @param shape in which SDK's way it is written
   * @param id its id
   * @param errorType for example {@code ValueError}: the frames follow from it
   * @param message the exception's value
   * @param approxBytes how large it shall be, at least {@link #SMALL_BYTES}, give or take a tenth
   * @return UTF-8 JSON for the store route
   */
  public byte[] storeJson(
      Shape shape, EventId id, String errorType, String message, int approxBytes) {
    if (approxBytes < SMALL_BYTES) {
      throw new IllegalArgumentException("approxBytes < " + SMALL_BYTES + ": " + approxBytes);
    }
    return JsonText.write(new EventShape(seed, shape, id, errorType, message).fill(approxBytes))
        .getBytes(UTF_8);
  }

  /**
   * A message without an exception.
   *
   * @param id its id
   * @param message the message
   * @return UTF-8 JSON for the store route, below {@link #SMALL_BYTES} for a short message
   */
  public byte[] messageJson(EventId id, String message) {
    return JsonText.write(
            object(
                "event_id", id.toString(),
                "timestamp", EventShape.timestamp(id),
                "platform", "python",
                "level", "warning",
                "logger", "shop.stock",
                "logentry", object("message", message, "params", List.of()),
                "release", "shop@1.4.2",
                "environment", "production",
                "server_name", "web-1",
                "sdk", object("name", "sentry.python", "version", "2.19.0")))
        .getBytes(UTF_8);
  }

  /**
   * An envelope around an event.
   *
   * @param id the event's id
   * @param eventJson the event as JSON
   * @return header, one item with its length, and a last line feed
   */
  public byte[] envelope(EventId id, byte[] eventJson) {
    String header =
        JsonText.write(
            object(
                "event_id", id.toString(),
                "sent_at", EventShape.timestamp(id),
                "sdk", object("name", "sentry.python", "version", "2.19.0")));
    String item =
        JsonText.write(
            object(
                "type", "event",
                "content_type", "application/json",
                "length", eventJson.length));
    ByteArrayOutputStream envelope = new ByteArrayOutputStream();
    envelope.writeBytes((header + "\n" + item + "\n").getBytes(UTF_8));
    envelope.writeBytes(eventJson);
    envelope.write('\n');
    return envelope.toByteArray();
  }
}
