/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server answers at {@code /count}. Immutable.
 *
 * @param count events that wait for Sentry
 * @param average mean response time of Sentry in milliseconds; null before its first answer
 * @param percentile mean of the fastest 90 % of them
 * @param processed events kept
 * @param ignored events dropped on purpose: repeats, a project's percentage, and what is above its
 * @param shared how much of {@code count} waits in a queue that others tell of as well limit
 * @param shared how much of {@code count} waits in a queue that others tell of as well
 */
record ServerCount(
    long count,
    @Nullable Double average,
    @Nullable Double percentile,
    long processed,
    long ignored,
    long shared) {

  /** The same with what the others of its farm tell as well. */
  ServerCount withShared(long shared) {
    return new ServerCount(count, average, percentile, processed, ignored, shared);
  }

  /** Reads an answer; empty when it is none of a Cyclops. */
  static Optional<ServerCount> parse(String json) {
    try {
      // Something that answers JSON of its own has no such members.
      return json.contains("\"processed\"")
          ? Optional.ofNullable(new Gson().fromJson(json, ServerCount.class))
          : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }
}
