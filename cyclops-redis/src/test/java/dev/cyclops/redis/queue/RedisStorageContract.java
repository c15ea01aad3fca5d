/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.RedisException;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.Script;
import dev.cyclops.redis.Shards;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.testkit.SharedStorageContract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;

/** The contract of storages on a real Redis of whatever kind. */
abstract class RedisStorageContract extends SharedStorageContract {
  private static final Duration LEASE = Duration.ofMinutes(10);

  private static final Script SHIFT =
      Script.of(
          "shift",
          """
          for _, name in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
            redis.call('ZINCRBY', KEYS[1], ARGV[1], name)
          end
          """);

  /** What a storage was made with. */
  private record Made(RedisStorage storage, RedisStorageBuilder builder, AtomicBoolean fail) {}

  private final List<Made> made = new ArrayList<>();

  /** To whatever the tests run on. */
  abstract RedisLink link();

  /** Removes all that is there. */
  abstract void clear();

  /** Those before are closed, since they share what the new one has to find empty. */
  @Override
  protected final Storage create(
      long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {
    made.forEach(each -> each.storage.close());
    clear();
    return open(
        RedisStorage.builder(link())
            .maxBytes(maxBytes)
            .order(order)
            .maxAge(maxAge)
            .clock(clock)
            .lease(LEASE));
  }

  private RedisStorage open(RedisStorageBuilder builder) {
    AtomicBoolean fail = new AtomicBoolean();
    RedisLink link = link();
    RedisStorage storage =
        builder.build(
            (script, shard, keys, args) ->
                script == QueueScript.PUT && fail.getAndSet(false)
                    ? CompletableFuture.failedFuture(
                        new RedisException(RedisException.Kind.UNAVAILABLE, "lost", null))
                    : link.run(script, shard, keys, args));
    made.add(new Made(storage, builder, fail));
    return storage;
  }

  private Made find(Storage storage) {
    return made.stream().filter(each -> each.storage == storage).findFirst().orElseThrow();
  }

  @Override
  protected final Storage reopen(Storage closed) {
    return open(find(closed).builder);
  }

  @Override
  protected final void failNextPut(Storage storage) {
    find(storage).fail.set(true);
  }

  @Override
  protected final Duration leaseTime() {
    return LEASE;
  }

  /** Their ends come nearer, which is what the passing of time does to them. */
  @Override
  protected final void passLeaseTime(Duration time) {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      List<byte[]> keys = List.of(Shards.key(shard, "leases"));
      QueueChannel.await(
          link().run(SHIFT, shard, keys, List.of(QueueChannel.text(-time.toMillis()))));
    }
    made.get(made.size() - 1).storage.refresh();
  }

  @AfterEach
  void forget() {
    made.forEach(each -> each.storage.close());
    made.clear();
  }
}
