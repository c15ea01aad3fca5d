/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.migrate;

import dev.cyclops.Cyclops;
import dev.cyclops.Receipt;
import dev.cyclops.auth.KeySource;
import dev.cyclops.event.Event;
import dev.cyclops.filter.Cache;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SentrySender;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A barrier that only takes events in, as they would have come to the door: it looks for their id
 * and category and refuses what cannot be read. Keys and floods were looked at when they came. Not
 * thread-safe.
 */
public final class Intake implements AutoCloseable {
  /** Instances shed from 75 % on; what was moved must not push out what has just come. */
  private static final double FULL = 0.6;

  private final Storage storage;
  private final Cyclops cyclops;

  /**
   * Opens it.
   *
   * @param storage where the events go; closed with this
   * @param maxEventBytes as at the door
   */
  public Intake(Storage storage, int maxEventBytes) {
    this.storage = storage;
    cyclops =
        Cyclops.builder()
            .keys(KeySource.openToAll())
            .storage(new PutOnlyStorage(storage))
            .cache(Cache.disabled())
            .floodLimit(1, Duration.ZERO)
            .sender(new NoSender())
            .clientReports(false)
            .maxEventBytes(maxEventBytes)
            .build()
            .start();
  }

  /** Whether so much waits already that more would cost what has come since. */
  boolean isFull() {
    StorageStats stats = storage.stats();
    return stats.bytes() > FULL * stats.maxBytes();
  }

  /**
   * Takes events, in this order.
   *
   * @return what became of each
   */
  List<Receipt> take(List<Event> events) {
    List<CompletableFuture<Receipt>> answers = new ArrayList<>();
    events.forEach(event -> answers.add(cyclops.accept(event).toCompletableFuture()));
    return answers.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public void close() {
    cyclops.close(Duration.ZERO);
  }

  /** Nothing is handed out, so nothing is sent. */
  private static final class NoSender implements SentrySender {
    @Override
    public CompletionStage<SendResult> send(Event event) {
      return CompletableFuture.failedFuture(new IllegalStateException("nothing is sent here"));
    }

    @Override
    public void close() {}
  }
}
