/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Payload;

/** Groups JSON with one fixed secret. */
final class Grouping {
  static final GroupSecret SECRET = new GroupSecret(17, 42);
  static final Fingerprinter FINGERPRINTER = Fingerprinter.sentry(SECRET);

  private Grouping() {}

  static GroupKey group(Object event) {
    return group(JsonWriter.write(event));
  }

  static GroupKey group(String json) {
    return fingerprint(json.getBytes(UTF_8)).group();
  }

  static Fingerprint fingerprint(byte[] json) {
    return FINGERPRINTER.fingerprint(payload(json, DataCategory.ERROR));
  }

  static GroupKey transactionGroup(Object event) {
    byte[] json = JsonWriter.write(event).getBytes(UTF_8);
    return FINGERPRINTER.fingerprint(payload(json, DataCategory.TRANSACTION)).group();
  }

  static Payload payload(byte[] json, DataCategory category) {
    return new Payload(Payload.Format.JSON, category, json, 0, json.length);
  }
}
