/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.cyclops.CyclopsStats;
import io.undertow.util.HttpString;
import java.util.OptionalDouble;

/** The page {@code /count}: the same names and the same form as the original's. */
final class CountPage {
  /** How much of the count the other instances of a farm tell as well. */
  static final HttpString SHARED = new HttpString("X-CYCLOPS-SHARED-COUNT");

  private CountPage() {}

  static long shared(CyclopsStats stats) {
    return Math.max(0, stats.storage().held() - stats.storage().notDurableHeld());
  }

  static byte[] body(CyclopsStats stats) {
    JsonObject json = new JsonObject();
    json.addProperty("count", stats.storage().held());
    json.add("average", millis(stats.averageMillis()));
    json.add("percentile", millis(stats.percentileMillis()));
    json.addProperty("processed", stats.processed());
    json.addProperty("ignored", stats.ignored() + stats.sampled() + stats.limited());
    return json.toString().getBytes(UTF_8);
  }

  private static JsonElement millis(OptionalDouble value) {
    return value.isPresent() ? new JsonPrimitive(value.getAsDouble()) : JsonNull.INSTANCE;
  }
}
