/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.CyclopsStats;
import java.util.OptionalDouble;

/** The page {@code /count}: the same names and the same form as the original's. */
final class CountPage {
  private CountPage() {}

  static byte[] body(CyclopsStats stats) {
    String json =
        "{\"count\": "
            + stats.storage().held()
            + ", \"average\": "
            + millis(stats.averageMillis())
            + ", \"percentile\": "
            + millis(stats.percentileMillis())
            + ", \"processed\": "
            + stats.processed()
            + ", \"ignored\": "
            + (stats.ignored() + stats.sampled())
            + "}";
    return json.getBytes(ISO_8859_1);
  }

  private static String millis(OptionalDouble value) {
    return value.isPresent() && Double.isFinite(value.getAsDouble())
        ? Double.toString(value.getAsDouble())
        : "null";
  }
}
