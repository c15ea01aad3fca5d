/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * What a running Cyclops says of its events.
 *
 * @param unaccounted accepted events that are in no other counter
 * @param held events that are still to reach Sentry
 * @param dead dead letters
 * @param shed accepted events given up for want of room
 * @param expired accepted events that waited for too long
 * @param notDurable accepted events that were kept where a crash would have lost them
 * @param ignored events that were taken for repeats
 */
public record Stats(
    long unaccounted,
    long held,
    long dead,
    long shed,
    long expired,
    long notDurable,
    long ignored) {
  static Stats parse(String json) {
    JsonObject stats = JsonParser.parseString(json).getAsJsonObject();
    JsonObject storage = stats.getAsJsonObject("storage");
    return new Stats(
        sum(stats, "unaccounted"),
        sum(storage, "ready", "delayed", "leased", "parked"),
        sum(storage, "dead"),
        sum(stats, "shed") + sum(storage, "shed"),
        sum(storage, "expired"),
        sum(storage, "notDurable"),
        sum(stats, "ignored", "sampled", "limited"));
  }

  /** Whether nothing waits, and nothing lies by. */
  boolean isEmpty() {
    return held == 0 && dead == 0;
  }

  private static long sum(JsonObject object, String... names) {
    long sum = 0;
    for (String name : names) {
      sum += object.get(name).getAsLong();
    }
    return sum;
  }
}
