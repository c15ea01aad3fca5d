/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import static dev.cyclops.redis.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.redis.RedisException;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The books of the fault tests would show a fault. */
class StorageLoadTest {
  @Test
  void journal_balancesOnASoundStorage() {
    try (Storage storage = Storage.inMemory(1 << 26, QueueOrder.OLDEST_FIRST);
        StorageLoad load = StorageLoad.start(storage, 5_000)) {
      await().until(() -> load.journal().sent() > 1_000);
      load.stopPutting();
      await().until(() -> storage.totalSize() == 0);
      assertThat(load.journal().missing()).isZero();
      assertThat(load.journal().doubled()).isZero();
      assertThat(load.journal().unasked()).isZero();
      assertThat(load.journal().refusals()).isEmpty();
    }
  }

  @Test
  void journal_showsWhatWasLostDoubledAndNotAcknowledged() {
    try (Storage sound = Storage.inMemory(1 << 26, QueueOrder.OLDEST_FIRST);
        StorageLoad load = StorageLoad.start(faulty(sound), 5_000)) {
      await().until(() -> load.journal().sent() > 1_000);
      load.stopPutting();
      await().until(() -> sound.totalSize() == 0);
      assertThat(load.journal().missing()).isEqualTo(1);
      assertThat(load.journal().doubled()).isEqualTo(1);
      assertThat(load.journal().unasked()).isEqualTo(1);
      assertThat(load.journal().refusals()).containsEntry("UNAVAILABLE", 1).hasSize(1);
    }
  }

  /** Loses the tenth event, doubles the twentieth, and has no answer for the thirtieth. */
  private static Storage faulty(Storage sound) {
    AtomicInteger puts = new AtomicInteger();
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("put")) {
                return method.invoke(sound, arguments);
              }
              Event event = (Event) arguments[0];
              int number = puts.incrementAndGet();
              if (number != 10) {
                sound.put(event);
              }
              if (number == 20) {
                sound.put(event);
              }
              return number == 30
                  ? CompletableFuture.failedFuture(
                      new RedisException(RedisException.Kind.UNAVAILABLE, "late", null))
                  : CompletableFuture.completedFuture(PutResult.accepted());
            });
  }
}
