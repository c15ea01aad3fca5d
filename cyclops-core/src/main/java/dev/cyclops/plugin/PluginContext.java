/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.plugin;

import dev.cyclops.filter.GroupSecret;
import dev.cyclops.storage.QueueOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * What a plugin is told when it is made: its own settings, and what of the server's it has to keep
 * to. Immutable, but for its settings, which note what was asked for. {@link #builder} makes one
 * for a plugin's own tests.
 */
public final class PluginContext {
  /** Before the name of a plugin in the name of its logger. */
  private static final String LOGGERS = "dev.cyclops.plugin.";

  private final String name;
  private final PluginSettings settings;
  private final GroupSecret groupSecret;
  private final long maxBytes;
  private final QueueOrder order;
  private final Duration maxAge;
  private final LongSupplier nanoClock;
  private final InstantSource clock;

  private PluginContext(Builder builder) {
    name = builder.name;
    settings = new PluginSettings(builder.settings);
    groupSecret = builder.groupSecret;
    maxBytes = builder.maxBytes;
    order = builder.order;
    maxAge = builder.maxAge;
    nanoClock = builder.nanoClock;
    clock = builder.clock;
  }

  /**
   * What a plugin is told in its tests.
   *
   * @param name the plugin's
   * @return a builder with no settings, a secret of its own and the system's clocks
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /**
   * What the configuration calls it.
   *
   * @return the name of the provider, or of the class where a class was named
   */
  public String name() {
    return name;
  }

  /**
   * What the configuration says to it, in {@code PLUGIN_SETTINGS}.
   *
   * @return its settings; empty when nothing is said
   */
  public PluginSettings settings() {
    return settings;
  }

  /**
   * Where it logs to. What it logs as a warning or an error is shown by a server in any case.
   *
   * @return a logger of its own
   */
  public System.Logger logger() {
    return System.getLogger(LOGGERS + name);
  }

  /**
   * For a {@link dev.cyclops.filter.Fingerprinter}: what to make group keys with, so that nobody
   * outside can aim at one, and all instances of a farm agree.
   *
   * @return the farm's secret
   */
  public GroupSecret groupSecret() {
    return groupSecret;
  }

  /**
   * For a {@link dev.cyclops.storage.Storage}: how much it may hold.
   *
   * @return the bound of {@code STORAGE_MAX_BYTES}, in bytes
   */
  public long maxBytes() {
    return maxBytes;
  }

  /**
   * For a {@link dev.cyclops.storage.Storage}: which event of a project goes first.
   *
   * @return what {@code PROCESS_NEWER_MESSAGES_FIRST} says
   */
  public QueueOrder order() {
    return order;
  }

  /**
   * For a {@link dev.cyclops.storage.Storage}: how long after its arrival an event expires.
   *
   * @return what {@code MAX_EVENT_AGE} says
   */
  public Duration maxAge() {
    return maxAge;
  }

  /**
   * The time that durations are measured with.
   *
   * @return as {@link System#nanoTime()}
   */
  public LongSupplier nanoClock() {
    return nanoClock;
  }

  /**
   * The time of day.
   *
   * @return the system's, but in tests
   */
  public InstantSource clock() {
    return clock;
  }

  /** Shows no setting. */
  @Override
  public String toString() {
    return "PluginContext[" + name + "]";
  }

  /** Puts a context together. Not thread-safe. */
  public static final class Builder {
    private static final long MAX_BYTES = 64 << 20;

    private final String name;
    private Map<String, ?> settings = Map.of();
    private GroupSecret groupSecret = GroupSecret.random();
    private long maxBytes = MAX_BYTES;
    private QueueOrder order = QueueOrder.NEWEST_FIRST;
    private Duration maxAge = Duration.ofDays(1);
    private LongSupplier nanoClock = System::nanoTime;
    private InstantSource clock = Clock.systemUTC();

    private Builder(String name) {
      this.name = Objects.requireNonNull(name, "name == null");
    }

    /**
     * What stands in {@code PLUGIN_SETTINGS}.
     *
     * @param settings of {@link String}, {@link Long}, {@link Double}, {@link Boolean}, lists of
     *     these and maps from strings to these
     * @return this
     */
    public Builder settings(Map<String, ?> settings) {
      this.settings = Map.copyOf(settings);
      return this;
    }

    /**
     * The farm's secret.
     *
     * @param secret a new one unless set
     * @return this
     */
    public Builder groupSecret(GroupSecret secret) {
      groupSecret = Objects.requireNonNull(secret, "secret == null");
      return this;
    }

    /**
     * What a storage has to keep to.
     *
     * @param maxBytes its bound; 64 MiB unless set
     * @param order which event of a project goes first; the newest unless set
     * @param maxAge after which an event expires; a day unless set
     * @return this
     */
    public Builder queue(long maxBytes, QueueOrder order, Duration maxAge) {
      this.maxBytes = maxBytes;
      this.order = Objects.requireNonNull(order, "order == null");
      this.maxAge = Objects.requireNonNull(maxAge, "maxAge == null");
      return this;
    }

    /**
     * The times.
     *
     * @param nanoClock {@link System#nanoTime()} unless set
     * @param clock the system's unless set
     * @return this
     */
    public Builder clocks(LongSupplier nanoClock, InstantSource clock) {
      this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock == null");
      this.clock = Objects.requireNonNull(clock, "clock == null");
      return this;
    }

    /**
     * The context.
     *
     * @return a new one
     */
    public PluginContext build() {
      return new PluginContext(this);
    }
  }
}
