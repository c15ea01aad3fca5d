/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.benchmarks.EventJson;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.filter.Cache;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SentrySender;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.undertow.send.UndertowSentrySender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** A barrier with a full queue in front of a station of its own. Used by one thread. */
final class Drain implements AutoCloseable {
  private static final int EVENT_BYTES = 2 << 10;
  private static final int PROJECTS = 16;
  private static final List<Event> EVENTS =
      LongStream.rangeClosed(1, PROJECTS).mapToObj(Drain::event).toList();

  final Combination combination;
  final Candidate candidate;
  final Samples samples = new Samples();
  final UseTrace trace = new UseTrace();
  private final ServerProcess server;
  private final int port;
  private final Cyclops cyclops;
  private long startNanos;

  /**
   * Fills the queue.
   *
   * @param lasting for how long, at Sentry's full speed
   */
  Drain(ServerProcess server, Combination one, Candidate candidate, long seed, Duration lasting) {
    this.server = server;
    combination = one;
    this.candidate = candidate;
    int workers = candidate.equals(Candidate.UNLOADED) ? 256 : one.workers();
    port = server.open(workers, one.serviceMillis(), seed);
    SentrySender sender =
        UndertowSentrySender.create(
            new SentryUrl(false, "127.0.0.1", port, ""),
            SentrySender.CONNECT_TIMEOUT,
            SentrySender.TIMEOUT);
    Storage storage = Storage.inMemory(1L << 40, QueueOrder.NEWEST_FIRST);
    double events = 1.3 * one.perSecond() * lasting.toSeconds() + 1_000;
    for (int i = 0; i < events; i++) {
      storage.put(EVENTS.get(i % PROJECTS));
    }
    RateController controller = candidate.controllers().apply(one);
    cyclops =
        Cyclops.builder()
            .sender(sender)
            .keys(KeySource.of())
            .cache(Cache.disabled())
            .storage(storage)
            .rateController(controller)
            .metrics(samples)
            .build();
  }

  private static Event event(long project) {
    return Event.store(project, "key", EventJson.ofBytes(EVENT_BYTES, project))
        .accepted(project, "key", EventId.random(), DataCategory.ERROR, text -> text);
  }

  void start() {
    look();
    cyclops.start();
    startNanos = System.nanoTime();
  }

  long startNanos() {
    return startNanos;
  }

  void look() {
    trace.add(server.use(port));
  }

  /** One of the server's commands for its station. */
  void tell(String command, Object... argument) {
    server.tell(command, port, argument);
  }

  int inFlight() {
    return cyclops.stats().inFlight();
  }

  /** Lets all drains run, and looks at them often. */
  static void pass(List<Drain> drains, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    int shortest = drains.stream().mapToInt(d -> d.combination.serviceMillis()).min().orElse(0);
    long pause = Duration.ofMillis(Math.max(20, Math.min(100, shortest / 4))).toNanos();
    for (long now = System.nanoTime(); now - end < 0; now = System.nanoTime()) {
      LockSupport.parkNanos(Math.min(pause, end - now));
      drains.forEach(Drain::look);
    }
  }

  /** Leaves what is in flight alone, since there may be no answer. */
  @Override
  public void close() {
    tell("close");
    cyclops.close(Duration.ZERO);
  }
}
