/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * What a running Cyclops says of its events, as its operator's page has it.
 *
 * @param unaccounted accepted events that are in no other counter
 * @param held events that are still to reach Sentry
 * @param dropped accepted events given up for a counted reason
 * @param unreachable sends that found nobody listening
 * @param notDurable accepted events that were kept where a crash would have lost them
 * @param sentryAway whether Sentry is taken to be away
 */
public record Books(
    long unaccounted,
    long held,
    long dropped,
    long unreachable,
    long notDurable,
    boolean sentryAway) {
  /** Of somebody who has seen nothing yet. */
  public static final Books EMPTY = new Books(0, 0, 0, 0, 0, false);

  static Books parse(String json) {
    JsonObject stats = JsonParser.parseString(json).getAsJsonObject();
    JsonObject storage = stats.getAsJsonObject("storage");
    return new Books(
        sum(stats, "unaccounted"),
        sum(storage, "ready", "delayed", "leased", "parked"),
        sum(stats, "ignored", "sampled", "shed") + sum(storage, "shed", "expired", "deadTotal"),
        sum(stats.getAsJsonObject("sends"), "unreachable"),
        storage.has("notDurable") ? sum(storage, "notDurable") : 0,
        stats.get("sentryAway").getAsBoolean());
  }

  /** What has come since; what is held is as it is. */
  public Books minus(Books before) {
    return new Books(
        unaccounted,
        held,
        dropped - before.dropped,
        unreachable - before.unreachable,
        notDurable - before.notDurable,
        sentryAway);
  }

  /** Both together. */
  public Books plus(Books other) {
    return new Books(
        unaccounted + other.unaccounted,
        held + other.held,
        dropped + other.dropped,
        unreachable + other.unreachable,
        notDurable + other.notDurable,
        sentryAway || other.sentryAway);
  }

  private static long sum(JsonObject object, String... names) {
    long sum = 0;
    for (String name : names) {
      sum += object.get(name).getAsLong();
    }
    return sum;
  }
}
