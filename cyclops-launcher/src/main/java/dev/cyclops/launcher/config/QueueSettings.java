/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import dev.cyclops.spool.Durability;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Where the events wait for Sentry, how many, and how long. */
public final class QueueSettings {
  static final Topic TOPIC = new Topic(Section.QUEUE);

  public static final Setting<Choice<StorageKind>> STORAGE =
      TOPIC.add(
          "STORAGE",
          PluginTypes.ownOrPlugin(
              "'cyclops.storage.InMemoryStorage', 'cyclops.storage.SpoolStorage' or"
                  + " 'cyclops.storage.RedisStorage'",
              Map.of(
                  "cyclops.storage.InMemoryStorage", StorageKind.MEMORY,
                  "cyclops.storage.base.InMemoryStorage", StorageKind.MEMORY,
                  "cyclops.storage.memory", StorageKind.MEMORY,
                  "cyclops.storage.RedisStorage", StorageKind.REDIS,
                  "cyclops.storage.redis", StorageKind.REDIS,
                  "cyclops.storage.SpoolStorage", StorageKind.SPOOL,
                  "cyclops.storage.spool", StorageKind.SPOOL)),
          "'cyclops.storage.InMemoryStorage'",
          "Where the events wait for Sentry. In memory they are lost when Cyclops ends, unless there"
              + " is a SPOOL_PATH; in the spool they wait on this machine's disk. With a REDIS_ key that says which"
              + " Redis, they wait there unless this says otherwise.");

  public static final Setting<Optional<Long>> STORAGE_MAX_BYTES =
      TOPIC.add(
          "STORAGE_MAX_BYTES",
          NumberTypes.bytes(64 << 10, Long.MAX_VALUE).orNone(),
          "None",
          "How much may wait, in Redis that of all instances together. None: a quarter of the"
              + " heap, in Redis 1 GiB. For what is on the disk there is SPOOL_MAX_BYTES.");

  public static final Setting<Optional<String>> SPOOL_PATH =
      TOPIC.add(
          "SPOOL_PATH",
          TextTypes.nonEmptyText().orNone(),
          "None",
          "The folder of the spool, for 'cyclops.storage.SpoolStorage'. With 'InMemoryStorage' the"
              + " oldest events go there when memory is 60 % full, and all when Cyclops is stopped; a"
              + " kill -9 takes those in memory. Made where it is not there; each Cyclops needs its"
              + " own, on a disk of the machine. What does not begin with a"
              + " slash begins in the folder that Cyclops is started in.");

  public static final Setting<Long> SPOOL_MAX_BYTES =
      TOPIC.add(
          "SPOOL_MAX_BYTES",
          NumberTypes.bytes(64 << 10, Long.MAX_VALUE),
          "10 * 1024 * 1024 * 1024",
          "How much may wait in the spool. 5 % of the volume stays free whatever this says.");

  public static final Setting<Durability> SPOOL_DURABILITY =
      TOPIC.add(
          "SPOOL_DURABILITY",
          TextTypes.oneOf(
              "'fsync' or 'process'",
              Map.of("fsync", Durability.FSYNC, "process", Durability.PROCESS)),
          "'fsync'",
          "When an event in the spool is acknowledged. 'fsync': when the disk has it, so that a power"
              + " cut takes nothing. 'process': when the operating system has it, so that kill -9"
              + " takes nothing, and a power cut what came in the last tenth of a second.");

  public static final Setting<Boolean> STRICT =
      TOPIC.add(
          "STRICT",
          ValueType.bool(),
          "False",
          "What becomes of an event while Redis or the spool does not take it. False: it waits in"
              + " memory until that works again, and is lost if Cyclops ends before. True: it is"
              + " refused.");

  public static final Setting<Duration> MAX_EVENT_AGE =
      TOPIC.add(
          "MAX_EVENT_AGE",
          DurationTypes.seconds(Duration.ofDays(29)),
          "86400",
          "How long an event may wait before it is given up, in seconds.");

  public static final Setting<Boolean> PROCESS_NEWER_MESSAGES_FIRST =
      TOPIC.add(
          "PROCESS_NEWER_MESSAGES_FIRST",
          ValueType.bool(),
          "True",
          "True: the newest event of a project goes to Sentry first. False: the oldest.");

  private QueueSettings() {}
}
