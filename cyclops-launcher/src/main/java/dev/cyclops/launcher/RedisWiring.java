/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.filter.Cache;
import dev.cyclops.launcher.alert.AlertTurns;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.FloodSettings;
import dev.cyclops.launcher.config.QueueSettings;
import dev.cyclops.launcher.config.RedisSettings;
import dev.cyclops.launcher.config.RedisUse;
import dev.cyclops.launcher.config.SentrySettings;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.redis.RedisStats;
import dev.cyclops.redis.RedisUrl;
import dev.cyclops.redis.farm.FarmBoard;
import dev.cyclops.redis.farm.FarmEpisodes;
import dev.cyclops.redis.farm.RedisFarm;
import dev.cyclops.redis.flood.RedisCache;
import dev.cyclops.redis.queue.RedisStorage;
import dev.cyclops.send.Farm;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.undertow.operator.dashboard.FarmReports;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a configuration shares in Redis, over one link. Thread-safe once it is built. */
final class RedisWiring implements AutoCloseable {
  static final long DEFAULT_BYTES = 1L << 30;

  private static final Logger LOG = LoggerFactory.getLogger(RedisWiring.class);

  /**
   * What the stats page tells of it.
   *
   * @param link how Redis answers
   * @param instances how many instances share the pace toward Sentry, this one included
   */
  record Stats(RedisStats link, int instances) {}

  private final RedisLink link;
  private final RedisFarm farm;
  private final AtomicInteger maxInFlight;

  private RedisWiring(RedisLink link, RedisFarm farm, AtomicInteger maxInFlight) {
    this.link = link;
    this.farm = farm;
    this.maxInFlight = maxInFlight;
  }

  /**
   * Waits until Redis is there.
   *
   * @return empty when nothing is kept in Redis
   * @throws IllegalStateException when it cannot be used, or is not there in time; with a line for
   *     the operator
   */
  static Optional<RedisWiring> open(Config config) {
    if (!RedisUse.of(config).any()) {
      return Optional.empty();
    }
    RedisLink link = link(config, config.get(RedisSettings.REDIS_TIMEOUT));
    try {
      link.awaitUp(config.get(RedisSettings.REDIS_START_TIMEOUT), LOG::warn);
      AtomicInteger maxInFlight = new AtomicInteger(config.get(SentrySettings.MAX_IN_FLIGHT));
      RedisFarm farm = RedisFarm.create(link, maxInFlight::get);
      return Optional.of(new RedisWiring(link, farm, maxInFlight));
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  /**
   * A link of its own; does not wait.
   *
   * @throws IllegalStateException as {@link #place}
   */
  static RedisLink link(Config config, Duration timeout) {
    return RedisLink.open(options(config, timeout));
  }

  /**
   * A link to a Redis that stands in no configuration; does not wait.
   *
   * @param url one host
   */
  static RedisLink link(RedisUrl url, Duration timeout) {
    return RedisLink.open(RedisOptions.builder().timeout(timeout).url(url).build());
  }

  /**
   * Which Redis it would be, in some words.
   *
   * @throws IllegalStateException when it cannot be used as it is described
   */
  static String place(Config config) {
    return options(config, config.get(RedisSettings.REDIS_TIMEOUT)).toString();
  }

  private static RedisOptions options(Config config, Duration timeout) {
    Optional<RedisUrl> url = config.get(RedisSettings.REDIS_URL);
    Optional<String> master = config.get(RedisSettings.REDIS_SENTINEL_MASTER);
    RedisOptions.Builder options =
        RedisOptions.builder()
            .timeout(timeout)
            .sentinel(master.orElse(null))
            .cluster(config.get(RedisSettings.REDIS_CLUSTER));
    try {
      options.credentials(
          config.get(RedisSettings.REDIS_USER).orElse(null),
          config.get(RedisSettings.REDIS_PASSWORD).orElse(null));
      options.database(config.get(RedisSettings.REDIS_DB_COUNT));
      if (url.isPresent()) {
        options.url(url.get());
      } else {
        options.address(
            config.get(RedisSettings.REDIS_HOST).orElseThrow(),
            config.get(RedisSettings.REDIS_PORT));
      }
      config.get(RedisSettings.REDIS_CA_FILE).map(Path::of).ifPresent(options::caFile);
      return options.build();
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Where the events wait, with what becomes of them while Redis is away. */
  Storage storage(Config config, QueueOrder order) {
    Storage storage = storage(config, link, order);
    return config.get(QueueSettings.STRICT)
        ? Storage.strict(storage)
        : Storage.withFallback(
            storage,
            Runtime.getRuntime().maxMemory() / 4,
            order,
            config.get(QueueSettings.MAX_EVENT_AGE),
            Clock.systemUTC());
  }

  /** Redis and nothing else. */
  static Storage storage(Config config, RedisLink link, QueueOrder order) {
    return RedisStorage.builder(link)
        .maxBytes(config.get(QueueSettings.STORAGE_MAX_BYTES).orElse(DEFAULT_BYTES))
        .order(order)
        .maxAge(config.get(QueueSettings.MAX_EVENT_AGE))
        .build();
  }

  Cache cache(Config config) {
    return RedisCache.create(link, config.get(FloodSettings.CACHE_MAX_ENTRIES));
  }

  /**
   * How alerts are told once for all instances.
   *
   * @param quiet how long something must be over before that is told
   */
  AlertTurns turns(Supplier<Duration> quiet) {
    return new RedisTurns(new FarmEpisodes(link, farm.id()), farm::leads, quiet);
  }

  Farm farm() {
    return farm;
  }

  /** Has this instance tell the farm of another bound on what all of them have in flight. */
  void maxInFlight(int max) {
    maxInFlight.set(max);
  }

  FarmReports reports() {
    return new RedisReports(farm, new FarmBoard(link, FarmReports.MAX_REPORTS));
  }

  Stats stats() {
    return new Stats(link.stats(), farm.instances());
  }

  /** After all that use it. */
  @Override
  public void close() {
    link.close();
  }

  /** How many share it, for the line at the start. */
  String describe() {
    int instances = farm.instances();
    return instances == 1 ? "farm of 1 instance" : "farm of " + instances + " instances";
  }
}
