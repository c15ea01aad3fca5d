/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Route;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.StorageStats;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A small run over a spool whose calls fail: puts, sends, settles, closes, opens again. Writes down
 * what it was promised, and what should not have been. For one thread.
 */
final class FaultyRun {
  private static final long HOUR = TimeUnit.HOURS.toMillis(1);

  /** Long enough for any disk that does not hang. */
  private static final long MAX_SECONDS = 180;

  private final Path folder;
  final Set<EventId> acknowledged = new HashSet<>();
  final Set<EventId> refused = new HashSet<>();

  /** Refused, and the storage opened anew before anything else could be committed. */
  private final Set<EventId> uncertain = new HashSet<>();

  final Set<EventId> done = new HashSet<>();
  final List<String> wrong = new ArrayList<>();
  private final Map<EventId, Delivery> inHand = new HashMap<>();
  private @Nullable SpoolStorage storage;
  private long puts;

  /** Why it could not be opened when that was last tried. */
  String notOpened = "";

  /** Of those, that it began with. */
  FaultyRun(Path folder, Set<EventId> there) {
    this.folder = folder;
    acknowledged.addAll(there);
  }

  /** All of it; whether the spool could be opened, both times. */
  boolean run() {
    if (!open(2)) {
      return false;
    }
    put(100);
    put(100);
    put(2000);
    settle(lease(2), Settlement.done(), Settlement.retryAt(System.currentTimeMillis() + HOUR));
    put(30_000);
    settle(lease(1), Settlement.park("lane", System.currentTimeMillis() + HOUR));
    put(100);
    settle(lease(1), Settlement.deadLetter("no"));
    close();
    if (!open(2)) {
      return false;
    }
    put(500);
    settle(lease(2), Settlement.done(), Settlement.giveBack());
    lease(1);
    return true;
  }

  boolean open(int tries) {
    for (int i = 0; i < tries; i++) {
      try {
        puts = 0;
        inHand.clear();
        uncertain.addAll(refused);
        storage = Patience.spool(folder).build();
        return true;
      } catch (SpoolException e) {
        check(e);
        notOpened = String.valueOf(e.getMessage());
      }
    }
    return false;
  }

  private void check(SpoolException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("\n") || !message.contains(folder.toString())) {
      wrong.add("no line for an operator: " + message);
    }
  }

  static Event event(int bytes) {
    return Event.builder(Route.STORE)
        .project(7)
        .path("/api/7/store/")
        .body(new byte[bytes])
        .arrivedAt(Instant.now())
        .build()
        .accepted(7, "public", EventId.random(), DataCategory.ERROR, UnaryOperator.identity());
  }

  boolean put(int bytes) {
    Event event = event(bytes);
    try {
      storage.put(event).toCompletableFuture().get(MAX_SECONDS, TimeUnit.SECONDS);
      acknowledged.add(event.id());
      puts++;
      return true;
    } catch (ExecutionException e) {
      refused.add(event.id());
      if (e.getCause() instanceof SpoolException failure) {
        check(failure);
      } else {
        wrong.add("a put failed with " + e.getCause());
      }
    } catch (TimeoutException | InterruptedException e) {
      wrong.add("a put hangs");
    }
    return false;
  }

  private List<Delivery> lease(int max) {
    try {
      List<Delivery> deliveries = storage.next(max, Paused.NOTHING);
      for (Delivery each : deliveries) {
        EventId id = each.event().id();
        if (inHand.put(id, each) != null || done.contains(id)) {
          wrong.add("handed out twice: " + id);
        }
        if (!acknowledged.contains(id) && !uncertain.contains(id)) {
          wrong.add("handed out although refused: " + id);
        }
      }
      return deliveries;
    } catch (SpoolException e) {
      check(e);
      return List.of();
    }
  }

  private void settle(List<Delivery> deliveries, Settlement... settlements) {
    for (int i = 0; i < deliveries.size(); i++) {
      Delivery delivery = deliveries.get(i);
      EventId id = delivery.event().id();
      storage.settle(delivery, settlements[i]);
      inHand.remove(id);
      if (settlements[i] instanceof Settlement.Done) {
        done.add(id);
      }
    }
  }

  /** After a failure that is over: it goes on as if nothing had been. */
  void expectRecovery() {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
    while (!(put(50) && storage.isAvailable())) {
      if (System.nanoTime() > until) {
        wrong.add("it does not recover");
        return;
      }
      Thread.onSpinWait();
    }
    StorageStats stats = storage.stats();
    if (stats.recovered() + puts
        != stats.done() + stats.held() + stats.shed() + stats.expired() + stats.deadTotal()) {
      wrong.add("the books do not balance after " + puts + " puts: " + stats);
    }
    long missing = acknowledged.size() - done.size() - stats.held() - stats.dead();
    if (missing != 0) {
      wrong.add(missing + " events are missing: " + stats);
    }
  }

  void close() {
    if (storage != null) {
      storage.close();
      storage = null;
    }
  }
}
