/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import dev.cyclops.auth.KeySource;
import dev.cyclops.codec.ContentCodec;
import dev.cyclops.filter.Cache;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.launcher.config.AccessSettings;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.FloodSettings;
import dev.cyclops.launcher.config.PluginConsistency;
import dev.cyclops.launcher.config.PluginName;
import dev.cyclops.launcher.config.PluginsSettings;
import dev.cyclops.launcher.config.QueueSettings;
import dev.cyclops.launcher.config.SentrySettings;
import dev.cyclops.launcher.config.Setting;
import dev.cyclops.plugin.PluginContext;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SentrySender;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The plugins of a server: what was found, what the configuration names, and what has been made.
 * What is named must be there; what is merely there and cannot be used is worth a warning.
 * Thread-safe once all are made.
 */
public final class Plugins implements AutoCloseable {
  /** No plugins. */
  public static final Plugins NONE =
      new Plugins(PluginCatalog.EMPTY, Map.of(), new PluginMaker(Map.of(), PluginMaker.PATIENCE));

  /** What each setting that names a plugin is to get. */
  static final Map<Setting<?>, Class<?>> TYPES =
      Map.of(
          SentrySettings.SENTRY_SENDER, SentrySender.class,
          AccessSettings.KEY_SOURCE, KeySource.class,
          FloodSettings.FINGERPRINTER, Fingerprinter.class,
          SentrySettings.RATE_CONTROLLER, RateController.class,
          FloodSettings.CACHE_IMPLEMENTATION_CLASS, Cache.class,
          QueueSettings.STORAGE, Storage.class);

  /** One that was made. */
  private record Made(Setting<?> setting, Offer<?> offer, Object target, PluginFailures failures) {}

  private final PluginCatalog catalog;
  private final Map<Setting<?>, Offer<?>> named;
  private final PluginMaker maker;
  private final LoopWatch watch = new LoopWatch(System::nanoTime);
  private final List<Made> made = new CopyOnWriteArrayList<>();

  private Plugins(PluginCatalog catalog, Map<Setting<?>, Offer<?>> named, PluginMaker maker) {
    this.catalog = catalog;
    this.named = named;
    this.maker = maker;
  }

  /**
   * Finds the plugins of a configuration. Makes none yet.
   *
   * @param config what was read
   * @return to be closed
   * @throws PluginException when the folder is not there, or a plugin that is named
   */
  public static Plugins open(Config config) {
    return open(config, PluginMaker.PATIENCE, PluginMaker.PATIENCE);
  }

  /**
   * As {@link #open(Config)}.
   *
   * @param finding how long each provider and codec may take to say what it is
   * @param making how long each may then take to be made
   */
  static Plugins open(Config config, Duration finding, Duration making) {
    Map<Setting<?>, PluginName> names = PluginConsistency.named(config);
    if (names.isEmpty() && config.get(PluginsSettings.PLUGINS).isEmpty()) {
      return NONE;
    }
    PluginCatalog catalog =
        PluginCatalog.open(config.get(PluginsSettings.PLUGINS), !names.isEmpty(), finding);
    try {
      Map<Setting<?>, Offer<?>> named = new LinkedHashMap<>();
      names.forEach(
          (setting, name) -> named.put(setting, catalog.find(setting.name(), type(setting), name)));
      return new Plugins(
          catalog, named, new PluginMaker(config.get(PluginsSettings.PLUGIN_SETTINGS), making));
    } catch (PluginException e) {
      catalog.close();
      throw e;
    }
  }

  /**
   * What a setting is to get.
   *
   * @param setting one that may name a plugin
   * @return the interface
   */
  public static Class<?> type(Setting<?> setting) {
    return Objects.requireNonNull(TYPES.get(setting), setting.name());
  }

  /**
   * Makes the one that a setting names.
   *
   * @param setting which setting
   * @param type what it is to get
   * @param context what the plugin is told
   * @param <T> the interface
   * @return guarded: whatever it throws is a {@link PluginException}
   * @throws PluginException when it cannot be made, or is not made within half a minute
   */
  public <T> T make(Setting<?> setting, Class<T> type, PluginContext context) {
    Offer<?> found = named.get(setting);
    if (found == null) {
      throw new IllegalStateException("no plugin is named by " + setting);
    }
    Offer<T> offer = found.as(type);
    T target = maker.make(setting, offer, context);
    PluginFailures failures = new PluginFailures(offer.name(), offer.toString(), offer.source());
    made.add(new Made(setting, offer, target, failures));
    Set<String> unused = context.settings().unused();
    if (!unused.isEmpty()) {
      throw new PluginException(
          "PLUGIN_SETTINGS: " + offer + " knows no " + String.join(", ", unused), null);
    }
    watch.start(type);
    return PluginGuard.around(type, target, failures, watch);
  }

  /**
   * The content codecs of all plugins, after those of Cyclops.
   *
   * @return empty when no plugin brings one
   */
  public List<ContentCodec> codecs() {
    return catalog.codecs().all();
  }

  /**
   * Whether the storage that a plugin has made keeps events beyond the end of the process, as far
   * as its class tells.
   *
   * @return true when a storage was made that overrides {@link Storage#heldByProcess()}
   */
  public boolean storageLasts() {
    return made.stream()
        .filter(each -> each.target() instanceof Storage)
        .anyMatch(each -> overridesHeldByProcess(each.target().getClass()));
  }

  private static boolean overridesHeldByProcess(Class<?> type) {
    try {
      return type.getMethod("heldByProcess").getDeclaringClass() != Storage.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError("every storage has it", e);
    }
  }

  /**
   * What is there and cannot be used, and why.
   *
   * @return a line each
   */
  public List<String> warnings() {
    return catalog.problems();
  }

  /**
   * What was found, and what is used.
   *
   * @return a line each
   */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    named.forEach((setting, offer) -> lines.add(offer + " is " + setting));
    lines.addAll(catalog.codecs().describe());
    for (Offer<?> offer : catalog.offers()) {
      if (!named.containsValue(offer)) {
        lines.add(offer + ", a " + offer.type().getSimpleName() + ", is not used");
      }
    }
    return lines;
  }

  /**
   * What came out of those that were made.
   *
   * @return a snapshot
   */
  public PluginStats stats() {
    List<PluginStatus> used = new ArrayList<>();
    for (Made each : made) {
      used.add(
          new PluginStatus(
              each.setting().name(),
              each.offer().name(),
              each.offer().source().label(),
              each.target().getClass().getName(),
              each.failures().count()));
    }
    used.addAll(catalog.codecs().stats());
    return new PluginStats(used, warnings());
  }

  /**
   * Those that were made, and the content codecs, for who measures them.
   *
   * @return the same ones once all are made
   */
  public List<UsedPlugin> used() {
    List<UsedPlugin> used = new ArrayList<>();
    for (Made each : made) {
      Class<?> type = each.offer().type();
      used.add(
          UsedPlugin.of(
              type, each.offer().name(), each.failures(), watch.callNanos(type, each.failures())));
    }
    used.addAll(catalog.codecs().used());
    return used;
  }

  /**
   * Ends those that were made, in place of the barrier, which was not built.
   *
   * @return what went wrong with that, a line each
   */
  public List<String> abandon() {
    List<String> wrong = new ArrayList<>();
    for (Made each : made) {
      maker.end(each.offer(), each.target()).ifPresent(wrong::add);
    }
    close();
    return wrong;
  }

  /** Lets go of the jars. After all that uses them, the barrier among them. */
  @Override
  public void close() {
    watch.close();
    catalog.close();
  }
}
