/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsStats;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * The page {@code /stats}: every component of {@link CyclopsStats} under its own name, records
 * within it as objects, so that a counter which is added there is shown here.
 */
final class StatsPage {
  private static final JsonSerializer<OptionalDouble> OR_NULL =
      (value, type, context) ->
          value.isPresent() ? new JsonPrimitive(value.getAsDouble()) : JsonNull.INSTANCE;

  private static final Gson GSON =
      new GsonBuilder()
          .registerTypeAdapter(OptionalDouble.class, OR_NULL)
          .serializeNulls()
          .serializeSpecialFloatingPointValues()
          .create();

  private StatsPage() {}

  /** A record or a map as JSON. */
  static JsonElement json(Object part) {
    return GSON.toJsonTree(part);
  }

  static JsonObject of(Cyclops cyclops, long refusedHere, Map<String, Supplier<?>> parts) {
    CyclopsStats stats = cyclops.stats();
    JsonElement counters = GSON.toJsonTree(stats);
    JsonObject json = counters.getAsJsonObject();
    json.addProperty("accepted", stats.accepted());
    json.addProperty("failedSends", stats.failedSends());
    json.addProperty("unaccounted", stats.unaccounted());
    json.addProperty("sentryAway", cyclops.isSentryAway());
    json.addProperty("operatorRefused", refusedHere);
    parts.forEach((name, part) -> json.add(name, GSON.toJsonTree(part.get())));
    return json;
  }
}
