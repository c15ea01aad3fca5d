/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cyclops.Cyclops;
import dev.cyclops.event.EventId;
import dev.cyclops.trace.Trace;
import dev.cyclops.trace.TraceStep;
import dev.cyclops.trace.TraceStep.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The page {@code /trace/{id}}: what becomes of an event that is followed. Its {@code state} is one
 * of {@code expected}, {@code queued}, {@code sending}, {@code waiting}, {@code sent}, {@code
 * dead}, {@code not_kept} (the outcome at the door says why) and {@code gone}: it was kept, this
 * instance has not sent it, and its project has nothing in the queue any more.
 */
final class TracePage {
  private TracePage() {}

  /** The page of an event that is followed from now on. */
  static JsonObject follow(Cyclops cyclops, EventId id) {
    return of(cyclops, cyclops.follow(id));
  }

  /** The page of an event; empty when it is not followed. */
  static Optional<JsonObject> find(Cyclops cyclops, EventId id) {
    return cyclops.trace(id).map(trace -> of(cyclops, trace));
  }

  private static JsonObject of(Cyclops cyclops, Trace before) {
    long queued = before.project() > 0 ? cyclops.queued(before.project()) : 0;
    // Once more: what was sent since must not look as if it were gone.
    Trace trace = cyclops.trace(before.event()).orElse(before);
    boolean same = trace.steps().equals(before.steps());
    JsonObject json = new JsonObject();
    json.addProperty("event", trace.event().toString());
    json.addProperty("until", Instant.ofEpochMilli(trace.untilMillis()).toString());
    json.addProperty("state", state(trace, same && queued == 0));
    json.addProperty("outcome", trace.last(Kind.ANSWERED).map(TraceStep::detail).orElse(null));
    JsonArray steps = new JsonArray();
    trace.steps().forEach(step -> steps.add(described(step)));
    json.add("steps", steps);
    json.addProperty("omitted", trace.omitted());
    json.addProperty("queuedOfProject", queued);
    json.addProperty("sentryAway", cyclops.isSentryAway());
    return json;
  }

  private static String state(Trace trace, boolean nothingQueued) {
    Optional<TraceStep> move = trace.lastMove();
    if (move.isPresent()) {
      return switch (move.get().kind()) {
        case DONE -> "sent";
        case DEAD -> "dead";
        case SENDING -> "sending";
        case RETRY, PARKED -> nothingQueued ? "gone" : "waiting";
        default -> nothingQueued ? "gone" : "queued";
      };
    }
    String outcome = trace.last(Kind.ANSWERED).map(TraceStep::detail).orElse("");
    return switch (outcome) {
      case "" -> "expected";
      case "processed" -> nothingQueued ? "gone" : "queued";
      default -> "not_kept";
    };
  }

  private static JsonObject described(TraceStep step) {
    JsonObject json = new JsonObject();
    json.addProperty("at", Instant.ofEpochMilli(step.atMillis()).toString());
    json.addProperty("step", step.kind().name().toLowerCase(Locale.ROOT));
    json.addProperty("detail", step.detail());
    return json;
  }
}
