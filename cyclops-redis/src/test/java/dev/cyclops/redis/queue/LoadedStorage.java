/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import static dev.cyclops.redis.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.redis.RedisException;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.servers.RedisCluster;
import dev.cyclops.servers.RedisSentinelGroup;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A storage on a Redis that a test is going to harm, while events go in and out. */
final class LoadedStorage implements AutoCloseable {
  /** Short, so that what a fault has left in nobody's hand is soon handed out again. */
  static final Duration LEASE = Duration.ofSeconds(10);

  private static final long AMPLE_BYTES = 1L << 30;
  private static final int PER_SECOND = 1_000;

  private final RedisLink link;
  private final Storage storage;
  private final StorageLoad load;

  private LoadedStorage(RedisOptions options) {
    link = RedisLink.open(options);
    storage = RedisStorage.builder(link).maxBytes(AMPLE_BYTES).lease(LEASE).build();
    load = StorageLoad.start(storage, PER_SECOND);
  }

  static LoadedStorage on(RedisOptions options) {
    LoadedStorage loaded = new LoadedStorage(options);
    loaded.awaitAcknowledged(500);
    return loaded;
  }

  static LoadedStorage on(RedisServer server) {
    return on(patient().address(RedisServer.HOST, server.port()).build());
  }

  static LoadedStorage on(RedisSentinelGroup group) {
    RedisOptions.Builder options = patient().sentinel(RedisSentinelGroup.NAME);
    group.sentinels().forEach(node -> options.address(RedisServer.HOST, node.port()));
    return on(options.build());
  }

  static LoadedStorage on(RedisCluster cluster) {
    RedisOptions.Builder options = patient().cluster(true);
    cluster.nodes().forEach(node -> options.address(RedisServer.HOST, node.port()));
    return on(options.build());
  }

  /** So that a machine in a hurry is not taken for a Redis that is away. */
  private static RedisOptions.Builder patient() {
    return RedisOptions.builder().timeout(Duration.ofSeconds(10));
  }

  Storage storage() {
    return storage;
  }

  StorageLoad load() {
    return load;
  }

  LoadJournal journal() {
    return load.journal();
  }

  /** Waits until that many more have been acknowledged. */
  void awaitAcknowledged(int more) {
    int before = journal().acknowledged();
    await().alias("acknowledged puts").until(() -> journal().acknowledged() >= before + more);
  }

  /** Waits until that many more have been sent. */
  void awaitSent(int more) {
    int before = journal().sent();
    await().alias("sent events").until(() -> journal().sent() >= before + more);
  }

  /** Waits until that many more puts have been refused, or have failed, for a reason. */
  void awaitRefusals(String reason, int more) {
    awaitRefusals(Set.of(reason), more);
  }

  /** As {@link #awaitRefusals(String, int)}, for any of some reasons. */
  void awaitRefusals(Set<String> reasons, int more) {
    int before = refusals(reasons);
    await()
        .alias("refusals: " + reasons)
        .untilAsserted(
            () ->
                assertThat(refusals(reasons))
                    .as("%s", journal())
                    .isGreaterThanOrEqualTo(before + more));
  }

  private int refusals(Set<String> reasons) {
    Map<String, Integer> refusals = journal().refusals();
    return reasons.stream().mapToInt(reason -> refusals.getOrDefault(reason, 0)).sum();
  }

  /** Ends the load, has everything sent that there is, and prints what it came to. */
  LoadJournal drain(String scenario) {
    load.stopPutting();
    load.goOnSending();
    await()
        .alias("an empty storage")
        .ignoreExceptionsInstanceOf(RedisException.class)
        .until(() -> storage.stats().held() == 0);
    System.out.println("fault " + scenario + ": " + journal());
    return journal();
  }

  @Override
  public void close() {
    load.close();
    storage.close();
    link.close();
  }
}
