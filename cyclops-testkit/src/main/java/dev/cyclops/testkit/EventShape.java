/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.testkit.JsonText.object;

import dev.cyclops.event.EventId;
import dev.cyclops.testkit.EventFixtures.Shape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One event of {@link EventFixtures} while it is put together. */
final class EventShape {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  private final Shape shape;
  private final String id;
  private final String timestamp;
  private final String errorType;
  private final String message;
  private final FrameShape frames;

  /** What differs from event to event. */
  private final SplittableRandom incidental;

  EventShape(long seed, Shape shape, EventId id, String errorType, String message) {
    this.shape = shape;
    this.id = id.toString();
    this.errorType = errorType;
    this.message = message;
    timestamp = timestamp(id);
    incidental = new SplittableRandom(id.high() ^ id.low());
    frames = new FrameShape(shape, seed * 31 + errorType.hashCode(), incidental);
  }

  /** A time that follows from the id. */
  static String timestamp(EventId id) {
    return FIRST.plusMillis(Math.floorMod(id.low(), 86_400_000L)).toString();
  }

  /** The event, with as many frames and breadcrumbs as the size asks for. */
  Map<String, @Nullable Object> fill(int approxBytes) {
    Map<String, @Nullable Object> event = frame();
    // The number of frames must follow from the size alone, or repeats would not be repeats.
    List<Object> stack = frames.stack(approxBytes / 2);
    addException(event, stack);
    addSurroundings(event);
    List<Object> breadcrumbs = new ArrayList<>();
    event.put(
        "breadcrumbs", shape == Shape.PHP_INTERFACES ? breadcrumbs : object("values", breadcrumbs));
    int room = approxBytes - JsonText.write(event).length();
    while (room > 0) {
      Map<String, @Nullable Object> breadcrumb = breadcrumb();
      room -= JsonText.write(breadcrumb).length() + 1;
      breadcrumbs.add(breadcrumb);
    }
    return event;
  }

  private Map<String, @Nullable Object> frame() {
    return object(
        "event_id",
        id,
        "timestamp",
        timestamp,
        "platform",
        platform(),
        "level",
        "error",
        "release",
        "shop@1.4.2",
        "environment",
        "production",
        "server_name",
        "web-" + incidental.nextInt(10));
  }

  private String platform() {
    return switch (shape) {
      case PYTHON -> "python";
      case JAVASCRIPT -> "javascript";
      case JAVA -> "java";
      case NODE_OLD -> "node";
      case PHP_INTERFACES -> "php";
    };
  }

  private void addException(Map<String, @Nullable Object> event, List<Object> stack) {
    Map<String, @Nullable Object> exception =
        object("type", errorType, "value", message, "stacktrace", object("frames", stack));
    switch (shape) {
      case PYTHON, JAVASCRIPT -> {
        exception.put("mechanism", object("type", "generic", "handled", false));
        event.put("exception", object("values", List.of(exception)));
      }
      case JAVA -> {
        exception.put("module", "com.example.shop");
        Map<String, @Nullable Object> cause =
            object(
                "type",
                "IllegalStateException",
                "value",
                "no price for item " + incidental.nextInt(1000),
                "module",
                "java.lang",
                "stacktrace",
                object("frames", stack.subList(0, 1)));
        event.put("exception", object("values", List.of(cause, exception)));
      }
      case NODE_OLD -> {
        event.put("culprit", culprit(stack));
        event.put("exception", List.of(exception));
      }
      case PHP_INTERFACES -> {
        event.put("message", message);
        event.put("culprit", culprit(stack));
        event.put("sentry.interfaces.Message", object("message", message, "params", List.of()));
        event.put("sentry.interfaces.Exception", List.of(exception));
      }
    }
  }

  /** Where it went wrong, as old clients tell it apart from the frames. */
  private static String culprit(List<Object> stack) {
    Map<?, ?> last = (Map<?, ?>) stack.get(stack.size() - 1);
    return last.get("function") + " at " + last.get("filename") + ":" + last.get("lineno");
  }

  private void addSurroundings(Map<String, @Nullable Object> event) {
    String url = "https://shop.example/basket/" + incidental.nextInt(100_000);
    Map<String, @Nullable Object> request =
        object("url", url, "method", "GET", "headers", object("User-Agent", "Mozilla/5.0 (X11)"));
    event.put(shape == Shape.PHP_INTERFACES ? "sentry.interfaces.Http" : "request", request);
    event.put("user", object("id", String.valueOf(incidental.nextInt(100_000))));
    event.put("tags", object("tier", incidental.nextBoolean() ? "gold" : "silver"));
    if (shape == Shape.PYTHON || shape == Shape.JAVA) {
      event.put(
          "modules", object("requests", "2.32.3", "urllib3", "2.2.2", "sqlalchemy", "2.0.31"));
      event.put("transaction", "/basket/{id}");
    }
    if (shape != Shape.NODE_OLD && shape != Shape.PHP_INTERFACES) {
      event.put("contexts", object("trace", object("trace_id", hex(32), "span_id", hex(16))));
    }
    event.put("sdk", object("name", "sentry." + platform(), "version", "2.19.0"));
  }

  private Map<String, @Nullable Object> breadcrumb() {
    return object(
        "timestamp",
        timestamp,
        "type",
        "default",
        "category",
        incidental.nextBoolean() ? "query" : "http",
        "level",
        "info",
        "message",
        "SELECT price FROM items WHERE id = " + incidental.nextInt(100_000),
        "data",
        object("duration_ms", incidental.nextInt(500), "connection", hex(8)));
  }

  private String hex(int digits) {
    StringBuilder text = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      text.append(Character.forDigit(incidental.nextInt(16), 16));
    }
    return text.toString();
  }
}
