package com.example.keys;

import dev.cyclops.auth.KeySource;
import dev.cyclops.plugin.PluginContext;
import dev.cyclops.plugin.PluginProvider;
import java.nio.file.Path;

/** What a configuration says {@code KEY_SOURCE = 'json-keys'} for. */
// tag::provider[]
public final class JsonKeys implements PluginProvider<KeySource> {
  @Override
  public int api() {
    return API;
  }

  @Override
  public String name() {
    return "json-keys";
  }

  @Override
  public Class<KeySource> type() {
    return KeySource.class;
  }

  @Override
  public KeySource create(PluginContext context) {
    Path file = Path.of(context.settings().requiredText("file"));
    context.logger().log(System.Logger.Level.INFO, "keys come from " + file);
    return new JsonKeySource(file);
  }
}
// end::provider[]
