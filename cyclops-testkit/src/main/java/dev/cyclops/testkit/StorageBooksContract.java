/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.storage.QueueOrder.NEWEST_FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That nothing is lost and nothing doubled, whatever happens in whatever order. */
abstract class StorageBooksContract extends StorageLeaseContract {
  private static final int PUTTERS = 4;
  private static final int PUTS = 1000;
  private static final List<DataCategory> KINDS =
      List.of(
          DataCategory.ERROR,
          DataCategory.TRANSACTION,
          DataCategory.SESSION,
          DataCategory.ATTACHMENT);

  @ParameterizedTest
  @EnumSource
  void books_balanceAtEveryStep(QueueOrder order) {
    for (int seed = 1; seed <= 3; seed++) {
      StorageModel model = new StorageModel(storage(TIGHT, order), order, clock, MAX_AGE, seed);
      for (int i = 0; i < 2000; i++) {
        model.step();
      }
      model.drain();
    }
  }

  @Test
  void books_balanceWhenManyPutAndOneSends() {
    Storage storage = storage(AMPLE, NEWEST_FIRST);
    Set<EventId> sent = ConcurrentHashMap.newKeySet();
    Set<EventId> put = ConcurrentHashMap.newKeySet();
    AtomicInteger doubled = new AtomicInteger();
    runPuttersAndSender(
        storage,
        thread -> put.add(putStored(storage, events.event(thread, DataCategory.ERROR, 200))),
        delivery -> {
          if (!sent.add(ContractEvents.id(delivery))) {
            doubled.incrementAndGet();
          }
        });
    assertThat(doubled.get()).isZero();
    assertThat(sent).isEqualTo(put).hasSize(PUTTERS * PUTS);
    assertBooksBalance(storage, PUTTERS * PUTS, PUTTERS * PUTS);
  }

  @Test
  void books_balanceWhenManyPutMoreThanThereIsRoomFor() {
    Storage storage = tight();
    AtomicLong stored = new AtomicLong();
    AtomicLong done = new AtomicLong();
    runPuttersAndSender(
        storage,
        thread -> {
          Event event = events.event(thread, KINDS.get(thread - 1), 2000);
          if (put(storage, event).stored()) {
            stored.incrementAndGet();
          }
        },
        delivery -> done.incrementAndGet());
    assertBooksBalance(storage, stored.get(), done.get());
    assertThat(storage.totalSize()).isZero();
  }

  private interface Put {
    void run(int thread);
  }

  private interface Sent {
    void run(Delivery delivery);
  }

  /** Many threads put while one sends, now and then giving back, until all is sent. */
  private static void runPuttersAndSender(Storage storage, Put put, Sent sent) {
    AtomicInteger putting = new AtomicInteger(PUTTERS);
    Together.run(
        PUTTERS + 1,
        thread -> {
          if (thread > 0) {
            try {
              for (int i = 0; i < PUTS; i++) {
                put.run(thread);
              }
            } finally {
              putting.decrementAndGet();
            }
          } else {
            while (putting.get() > 0 || storage.totalSize() > 0) {
              send(storage, sent);
            }
          }
        });
  }

  private static void send(Storage storage, Sent sent) {
    List<Delivery> deliveries = storage.next(10, Paused.NOTHING);
    for (int i = 0; i < deliveries.size(); i++) {
      if (i == 9) {
        storage.settle(deliveries.get(i), Settlement.giveBack());
      } else {
        sent.run(deliveries.get(i));
        storage.markAsDone(deliveries.get(i));
      }
    }
  }

  @Test
  void close_mayComeWithEventsLeft() {
    Storage storage = ample();
    putErrors(storage, 1, 5);
    assertThat(storage.next(2, Paused.NOTHING)).hasSize(2);
    assertThat(storage.totalSize()).isEqualTo(5);
  }
}
