/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a server knows beside its barrier. Thread-safe.
 *
 * @param more such as what Redis does, by name
 * @param json how to write it
 * @param sharedQueue whether all instances of its farm hold one queue
 */
record DashboardParts(
    Map<String, Supplier<?>> more, Function<Object, JsonElement> json, boolean sharedQueue) {

  JsonObject tree(Object record) {
    return json.apply(record).getAsJsonObject();
  }

  /** As of now. */
  JsonObject now() {
    JsonObject all = new JsonObject();
    more.forEach((name, part) -> all.add(name, json.apply(part.get())));
    return all;
  }

  /** A report as the others hear it: without lists where nobody wants them or they are too long. */
  byte[] told(Report own, boolean withLists) {
    if (withLists) {
      byte[] told = own.toJson();
      if (told.length <= FarmReports.MAX_REPORT_BYTES) {
        return told;
      }
    }
    return own.withoutLists().toJson();
  }
}
