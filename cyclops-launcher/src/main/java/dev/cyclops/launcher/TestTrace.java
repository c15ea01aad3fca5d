/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.cyclops.event.EventId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What all instances that can be asked know of one event, put together. Immutable.
 *
 * @param state the furthest that one of them tells
 * @param outcome what it was answered at the door; empty when nobody knows
 * @param steps of all of them, in their order
 * @param queued how many events of its project wait
 * @param sentryAway whether one of them finds Sentry away
 */
record TestTrace(
    String state, String outcome, List<JsonObject> steps, long queued, boolean sentryAway) {
  /** From the one that says least to the one that says all. */
  private static final List<String> STATES =
      List.of("expected", "gone", "queued", "waiting", "sending", "not_kept", "dead", "sent");

  /**
   * Follows an event from now on.
   *
   * @throws OperatorException when one of them cannot be asked
   */
  static void follow(List<OperatorClient> instances, EventId id) throws OperatorException {
    for (OperatorClient instance : instances) {
      instance.post("/trace/" + id);
    }
  }

  /** Asks. */
  static TestTrace ask(List<OperatorClient> instances, EventId id) throws OperatorException {
    List<JsonObject> pages = new ArrayList<>();
    for (OperatorClient instance : instances) {
      instance
          .find("/trace/" + id)
          .ifPresent(
              page -> {
                if (instances.size() > 1) {
                  page.getAsJsonArray("steps")
                      .forEach(
                          step ->
                              step.getAsJsonObject().addProperty("instance", instance.address()));
                }
                pages.add(page);
              });
    }
    return of(pages);
  }

  static TestTrace of(List<JsonObject> pages) {
    List<JsonObject> steps = new ArrayList<>();
    pages.forEach(
        page -> page.getAsJsonArray("steps").forEach(step -> steps.add(step.getAsJsonObject())));
    steps.sort(Comparator.comparing(step -> text(step, "at")));
    return new TestTrace(
        pages.stream()
            .map(page -> text(page, "state"))
            .max(Comparator.comparingInt(STATES::indexOf))
            .orElse("expected"),
        pages.stream()
            .map(page -> text(page, "outcome"))
            .filter(outcome -> !outcome.isEmpty())
            .findFirst()
            .orElse(""),
        steps,
        pages.stream().mapToLong(page -> page.get("queuedOfProject").getAsLong()).max().orElse(0),
        pages.stream().anyMatch(page -> page.get("sentryAway").getAsBoolean()));
  }

  /** Whether nothing more will happen to it. */
  boolean isOver() {
    return state.equals("sent") || state.equals("dead") || state.equals("not_kept");
  }

  /**
   * Whether nobody who was asked has it.
   *
   * @param shared whether another instance may have taken it out of their queue
   */
  boolean isElsewhere(boolean shared) {
    return state.equals("expected") || (shared && state.equals("gone"));
  }

  boolean isSent() {
    return state.equals("sent");
  }

  /** The detail of the last step of a kind. */
  Optional<String> last(String kind) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (text(steps.get(i), "step").equals(kind)) {
        return Optional.of(text(steps.get(i), "detail"));
      }
    }
    return Optional.empty();
  }

  /** The kind of the last step that has moved it. */
  String lastMove() {
    for (int i = steps.size() - 1; i >= 0; i--) {
      String kind = text(steps.get(i), "step");
      if (List.of("retry", "parked", "given_back", "sending").contains(kind)) {
        return kind;
      }
    }
    return "";
  }

  JsonArray stepsJson() {
    JsonArray array = new JsonArray();
    steps.forEach(array::add);
    return array;
  }

  static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value == null || value == JsonNull.INSTANCE ? "" : value.getAsString();
  }
}
