/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.FloodGroup;
import dev.cyclops.watch.StateChange;
import dev.cyclops.watch.StateChange.Kind;
import dev.cyclops.watch.StateChange.Phase;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an instance writes down of something that has begun, for those that have to tell its end
 * should it die. Stateless.
 */
final class EpisodeMemo {
  private static final String DETAIL = "its instance is gone; the numbers are those of its begin";

  private EpisodeMemo() {}

  /** The same for all that see the same. */
  static String name(StateChange change) {
    FloodGroup group = change.group();
    String kind = change.kind().name();
    return group == null ? kind : kind + ":" + group.project() + ":" + group.id();
  }

  /** A begin, in JSON. */
  static String write(StateChange begin) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", begin.kind().name());
    json.addProperty("at", begin.at().toString());
    json.addProperty("count", begin.count());
    json.addProperty("perSecond", begin.perSecond());
    FloodGroup group = begin.group();
    if (group != null) {
      json.addProperty("project", group.project());
      json.addProperty("group", group.id());
      json.addProperty("title", group.title());
      json.addProperty("level", group.level());
      json.addProperty("category", group.category().name());
      json.addProperty("firstSeen", group.firstSeen().toString());
    }
    return json.toString();
  }

  /**
   * The end of what was written down.
   *
   * @param at when it was over, as far as anybody knows
   * @return empty for what no instance of this version has written
   */
  static Optional<StateChange> end(String text, Instant at) {
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      FloodGroup group = json.has("group") ? group(json, at) : null;
      Duration lasted = Duration.between(Instant.parse(json.get("at").getAsString()), at);
      return Optional.of(
          new StateChange(
              Kind.valueOf(json.get("kind").getAsString()),
              Phase.END,
              at,
              lasted.isNegative() ? Duration.ZERO : lasted,
              group == null ? 0 : group.project(),
              group,
              json.get("count").getAsLong(),
              json.get("perSecond").getAsDouble(),
              DETAIL));
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | NullPointerException
        | UnsupportedOperationException
        | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static FloodGroup group(JsonObject json, Instant at) {
    return new FloodGroup(
        json.get("project").getAsLong(),
        json.get("group").getAsString(),
        json.get("title").getAsString(),
        level(json),
        DataCategory.valueOf(json.get("category").getAsString()),
        json.get("count").getAsLong(),
        json.get("count").getAsLong(),
        0,
        Instant.parse(json.get("firstSeen").getAsString()),
        at);
  }

  private static @Nullable String level(JsonObject json) {
    return json.has("level") && !json.get("level").isJsonNull()
        ? json.get("level").getAsString()
        : null;
  }
}
