/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import dev.cyclops.redis.RedisUrl;
import java.time.Duration;
import java.util.Optional;

/** The Redis of a farm. */
public final class RedisSettings {
  static final Topic TOPIC = new Topic(Section.REDIS);

  public static final Setting<Optional<String>> REDIS_HOST =
      TOPIC.add(
          "REDIS_HOST",
          AddressTypes.host().orNone(),
          "'127.0.0.1'",
          "The host of Redis. Where one of the REDIS_ keys says which Redis, queue, flood counters"
              + " and pace are shared there, unless STORAGE or CACHE_IMPLEMENTATION_CLASS say"
              + " otherwise. None: nothing is kept in Redis.");

  public static final Setting<Integer> REDIS_PORT =
      TOPIC.add("REDIS_PORT", AddressTypes.port(), "7780", "Its port.");

  public static final Setting<Integer> REDIS_DB_COUNT =
      TOPIC.add(
          "REDIS_DB_COUNT",
          NumberTypes.whole(0, Integer.MAX_VALUE),
          "0",
          "The number of its database; not for a cluster.");

  public static final Setting<Optional<String>> REDIS_USER =
      TOPIC.add(
          "REDIS_USER",
          TextTypes.nonEmptyText().orNone(),
          "None",
          "Who logs in. None: Redis' default user.");

  public static final Setting<Optional<String>> REDIS_PASSWORD =
      TOPIC.add("REDIS_PASSWORD", TextTypes.text().asSecret().orNone(), "None", "The password.");

  public static final Setting<Optional<RedisUrl>> REDIS_URL =
      TOPIC.add(
          "REDIS_URL",
          AddressTypes.redisUrl().orNone(),
          "None",
          "The address of Redis instead of REDIS_HOST and REDIS_PORT; user, password and database"
              + " may stand in it as well. 'rediss://' speaks TLS. Several hosts are those of a"
              + " cluster or of Sentinel; without a port it is 6379, for Sentinel 26379.");

  public static final Setting<Optional<String>> REDIS_SENTINEL_MASTER =
      TOPIC.add(
          "REDIS_SENTINEL_MASTER",
          TextTypes.nonEmptyText().orNone(),
          "None",
          "The name under which Sentinel watches Redis; the host or hosts are then those of"
              + " Sentinel.");

  public static final Setting<Boolean> REDIS_CLUSTER =
      TOPIC.add(
          "REDIS_CLUSTER",
          ValueType.bool(),
          "False",
          "True: it is a Redis Cluster, of which any node may be named.");

  public static final Setting<Optional<String>> REDIS_CA_FILE =
      TOPIC.add(
          "REDIS_CA_FILE",
          TextTypes.text().orNone(),
          "None",
          "With 'rediss://' a PEM file with the certificates of those who may have issued Redis'."
              + " None: those that the JVM trusts.");

  public static final Setting<Duration> REDIS_TIMEOUT =
      TOPIC.add(
          "REDIS_TIMEOUT",
          DurationTypes.milliseconds(Duration.ofMinutes(1)),
          "250",
          "How long an event may wait for Redis in all, in milliseconds. A Redis that takes longer"
              + " than two fifths of it for one command is done without.");

  public static final Setting<Duration> REDIS_START_TIMEOUT =
      TOPIC.add(
          "REDIS_START_TIMEOUT",
          DurationTypes.seconds(Duration.ofHours(1)),
          "30",
          "How long a start waits for a Redis that is away, in seconds. Then it has failed.");

  private RedisSettings() {}
}
