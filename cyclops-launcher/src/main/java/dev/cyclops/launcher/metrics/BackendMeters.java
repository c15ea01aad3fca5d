/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.metrics;

import dev.cyclops.redis.RedisStats;
import dev.cyclops.spool.SpoolState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What a server keeps outside its memory. */
public final class BackendMeters {
  private static final String BYTES = "bytes";

  private BackendMeters() {}

  /**
   * The link to Redis.
   *
   * @param redis as of now; quick, thread-safe
   * @param instances how many there are in the farm
   * @return its meters
   */
  public static MeterBinder redis(Supplier<RedisStats> redis, Supplier<Number> instances) {
    return registry -> {
      Gauge.builder("cyclops.redis.shards", () -> redis.get().shardsUp())
          .tag("state", "up")
          .description("Parts of Redis, by whether they answer")
          .register(registry);
      Gauge.builder("cyclops.redis.shards", () -> redis.get().shardsDown())
          .tag("state", "down")
          .description("Parts of Redis, by whether they answer")
          .register(registry);
      Gauge.builder("cyclops.redis.waiting.commands", () -> redis.get().waiting())
          .description("Commands that Redis has not answered yet")
          .register(registry);
      Gauge.builder("cyclops.redis.batch", () -> redis.get().smoothedBatchNanos() / 1e9)
          .baseUnit("seconds")
          .description("How long Redis takes for a batch of commands, over about the last sixteen")
          .register(registry);
      Gauge.builder("cyclops.redis.instances", instances)
          .description("Instances that share this Redis")
          .register(registry);
      counter(
          registry,
          "cyclops.redis.commands",
          "Commands asked of Redis",
          redis,
          RedisStats::commands);
      counter(
          registry,
          "cyclops.redis.failures",
          "Of these, those that were not done, or are not known to be",
          redis,
          RedisStats::failures);
    };
  }

  private static void counter(
      MeterRegistry registry,
      String name,
      String meaning,
      Supplier<RedisStats> redis,
      ToDoubleFunction<RedisStats> number) {
    FunctionCounter.builder(name, redis, now -> number.applyAsDouble(redis.get()))
        .description(meaning)
        .register(registry);
  }

  /**
   * The spool on disk.
   *
   * @param spool as of now; quick, thread-safe
   * @return its meters
   */
  public static MeterBinder spool(Supplier<SpoolState> spool) {
    return registry -> {
      Gauge.builder("cyclops.spool.file.size", () -> spool.get().fileBytes())
          .baseUnit(BYTES)
          .description("The file of the spool and its log, in bytes")
          .register(registry);
      Gauge.builder("cyclops.spool.volume.free", () -> known(spool.get().volumeFreeBytes()))
          .baseUnit(BYTES)
          .description("What is free on its volume, in bytes; NaN where it does not say")
          .register(registry);
      Gauge.builder("cyclops.spool.trouble", () -> spool.get().trouble().isEmpty() ? 0 : 1)
          .description("1 while the spool takes no events, else 0")
          .register(registry);
    };
  }

  private static double known(long bytes) {
    return bytes < 0 ? Double.NaN : bytes;
  }
}
