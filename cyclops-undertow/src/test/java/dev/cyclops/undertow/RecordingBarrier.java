/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.ClientReportStats;
import dev.cyclops.CyclopsStats;
import dev.cyclops.Receipt;
import dev.cyclops.Receipt.Outcome;
import dev.cyclops.auth.KeyStats;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.send.BreakerStats;
import dev.cyclops.send.Pace;
import dev.cyclops.send.SendStats;
import dev.cyclops.storage.StorageStats;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Keeps every event, with the thread it came by, and answers as told. */
final class RecordingBarrier implements Barrier {
  static final EventId ID = EventId.parse("0123456789abcdef0123456789abcdef");

  final List<Event> events = new CopyOnWriteArrayList<>();
  final List<Event> shed = new CopyOnWriteArrayList<>();
  final List<String> threads = new CopyOnWriteArrayList<>();
  private final boolean blocks;
  private volatile boolean sentryAway;
  volatile Runnable onStats = () -> {};
  private volatile Function<Event, CompletionStage<Receipt>> answers =
      event -> CompletableFuture.completedFuture(receipt(Outcome.PROCESSED));

  RecordingBarrier() {
    this(false);
  }

  RecordingBarrier(boolean blocks) {
    this.blocks = blocks;
  }

  static Receipt receipt(Outcome outcome) {
    return new Receipt(outcome, ID, 7, null, "");
  }

  static Receipt refusal(Outcome outcome, String rateLimits, String detail) {
    return new Receipt(outcome, null, 0, rateLimits, detail);
  }

  void answer(Receipt receipt) {
    answers = event -> CompletableFuture.completedFuture(receipt);
  }

  void answerWith(Function<Event, CompletionStage<Receipt>> answers) {
    this.answers = answers;
  }

  @Override
  public CompletionStage<Receipt> accept(Event event) {
    // A lent body is another one's soon.
    events.add(event.withBody(event.body()));
    threads.add(Thread.currentThread().getName());
    return answers.apply(event);
  }

  @Override
  public Receipt shed(Event event) {
    shed.add(event);
    return new Receipt(Outcome.SHED, ID, 0, null, "");
  }

  @Override
  public boolean blocks() {
    return blocks;
  }

  @Override
  public boolean isSentryAway() {
    return sentryAway;
  }

  void sentryAway(boolean sentryAway) {
    this.sentryAway = sentryAway;
  }

  @Override
  public CyclopsStats stats() {
    onStats.run();
    StorageStats storage = new StorageStats(0, 0, 3, 1, 1, 0, 9, 0, 0, 0, 0, 0, 0);
    return new CyclopsStats(
        10,
        0,
        4,
        2,
        0,
        0,
        0,
        0,
        0,
        0,
        SendStats.NONE,
        0,
        OptionalDouble.of(12.5),
        OptionalDouble.empty(),
        0,
        storage,
        ClientReportStats.NONE,
        new KeyStats(1, 1, OptionalDouble.empty(), false, false, 1, 0),
        Pace.UNKNOWN,
        BreakerStats.NEVER_OPEN);
  }

  CyclopsServer serve(HttpOptions options) throws Exception {
    return new CyclopsServer.Builder(this)
        .host("127.0.0.1")
        .port(0)
        .ioThreads(1)
        .options(options)
        .build()
        .start();
  }

  CyclopsServer serve() throws Exception {
    return serve(HttpOptions.defaults());
  }
}
