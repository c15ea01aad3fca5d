/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.Fingerprint;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.GroupSecret;

/** Groups JSON with one fixed secret. */
public final class Grouping {
  public static final GroupSecret SECRET = new GroupSecret(17, 42);
  public static final Fingerprinter FINGERPRINTER = Fingerprinter.sentry(SECRET);

  private Grouping() {}

  public static GroupKey group(Object event) {
    return group(JsonWriter.write(event));
  }

  public static GroupKey group(String json) {
    return fingerprint(json.getBytes(UTF_8)).group();
  }

  public static Fingerprint fingerprint(byte[] json) {
    return FINGERPRINTER.fingerprint(payload(json, DataCategory.ERROR));
  }

  public static GroupKey transactionGroup(Object event) {
    byte[] json = JsonWriter.write(event).getBytes(UTF_8);
    return FINGERPRINTER.fingerprint(payload(json, DataCategory.TRANSACTION)).group();
  }

  public static Payload payload(byte[] json, DataCategory category) {
    return new Payload(Payload.Format.JSON, category, json, 0, json.length);
  }
}
