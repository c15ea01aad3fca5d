/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.DatabaseKind;
import dev.cyclops.launcher.config.DatabaseSettings;
import dev.cyclops.launcher.config.EffectiveValue;
import dev.cyclops.launcher.config.QueueSettings;
import dev.cyclops.launcher.config.RequestSettings;
import dev.cyclops.launcher.config.ServerSettings;
import dev.cyclops.launcher.config.Setting;
import dev.cyclops.undertow.HttpOptions;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Prints every setting as it holds, who has said so, and what {@code None} comes to on this machine
 * and in this JVM.
 */
final class EffectiveSettings {
  private static final Map<Setting<?>, Function<Config, String>> DERIVED = derived();

  private final Config config;
  private final List<EffectiveValue> values;

  EffectiveSettings(Config config, List<EffectiveValue> values) {
    this.config = config;
    this.values = values;
  }

  private static Map<Setting<?>, Function<Config, String>> derived() {
    Map<Setting<?>, Function<Config, String>> derived = new LinkedHashMap<>();
    derived.put(QueueSettings.STORAGE_MAX_BYTES, config -> QueueWiring.maxBytes(config) + " bytes");
    derived.put(
        RequestSettings.MAX_READING_BYTES,
        config -> HttpWiring.options(config).maxReadingBytes() + " bytes");
    derived.put(
        ServerSettings.IO_THREADS,
        config -> Runtime.getRuntime().availableProcessors() + " threads");
    derived.put(
        ServerSettings.WORKER_THREADS,
        config -> HttpOptions.defaults().workerThreads() + " threads");
    derived.put(
        DatabaseSettings.DB_PORT,
        config ->
            switch (config.get(DatabaseSettings.DB_BACKEND)) {
              case MYSQL -> "3306";
              case POSTGRES -> "5432";
              case SQLITE -> "none";
            });
    derived.put(
        DatabaseSettings.DB_USER,
        config ->
            config.get(DatabaseSettings.DB_BACKEND) == DatabaseKind.MYSQL ? "root" : "postgres");
    return derived;
  }

  private String derived(EffectiveValue value) {
    Function<Config, String> found = DERIVED.get(value.setting());
    return found == null || !value.value().equals("None") ? "" : found.apply(config);
  }

  void print(PrintWriter out) {
    for (EffectiveValue value : values) {
      String assignment = value.setting() + " = " + value.value();
      String derived = derived(value);
      String comes = derived.isEmpty() ? "" : ": " + derived;
      out.printf("%-56s  # %s%s%n", assignment, value.origin(), comes);
    }
  }

  void printJson(PrintWriter out) {
    JsonObject all = new JsonObject();
    for (EffectiveValue value : values) {
      JsonObject one = new JsonObject();
      one.addProperty("value", value.value());
      one.addProperty("origin", value.origin());
      String derived = derived(value);
      if (!derived.isEmpty()) {
        one.addProperty("derived", derived);
      }
      all.add(value.setting().name(), one);
    }
    out.println(new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(all));
  }
}
