/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakeSentry} has seen. Its monitor is told of every change. With a journal all of it
 * goes there, and no request is kept here.
 */
final class RequestLog {
  /** Generous, since a machine under load may stall for seconds; nothing waits it out when well. */
  private static final long PATIENCE_NANOS = SECONDS.toNanos(60);

  private final List<Received> received = new ArrayList<>();
  private final List<Received> accepted = new ArrayList<>();
  private final @Nullable SentryJournal journal;
  private int connections;
  private int inService;
  private int maxInService;

  RequestLog() {
    this(null);
  }

  RequestLog(@Nullable SentryJournal journal) {
    this.journal = journal;
  }

  synchronized int connected() {
    connections++;
    if (journal != null) {
      journal.opened(connections);
    }
    return connections;
  }

  void disconnected(int connection) {
    if (journal != null) {
      journal.closed(connection);
    }
  }

  synchronized void received(Received request) {
    if (journal != null) {
      journal.request(request);
      return;
    }
    received.add(request);
    notifyAll();
  }

  synchronized void answered(Received request, Answer answer) {
    if (journal != null) {
      journal.answer(request, answer.status());
    } else if (answer.isSuccess()) {
      accepted.add(request);
      notifyAll();
    }
  }

  synchronized void serviceBegins() {
    inService++;
    maxInService = Math.max(maxInService, inService);
  }

  synchronized void serviceEnds() {
    inService--;
  }

  synchronized void clear() {
    received.clear();
    accepted.clear();
    maxInService = inService;
  }

  synchronized List<Received> received() {
    return List.copyOf(received);
  }

  synchronized List<Received> accepted() {
    return List.copyOf(accepted);
  }

  synchronized int receivedCount() {
    return received.size();
  }

  synchronized int connections() {
    return connections;
  }

  synchronized int maxInService() {
    return maxInService;
  }

  List<Received> awaitReceived(int count) {
    return await(received, count, "received");
  }

  List<Received> awaitAccepted(int count) {
    return await(accepted, count, "accepted");
  }

  private synchronized List<Received> await(List<Received> requests, int count, String what) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    boolean interrupted = false;
    long left = PATIENCE_NANOS;
    while (requests.size() < count && left > 0 && !interrupted) {
      try {
        NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        interrupted = true;
      }
      left = deadline - System.nanoTime();
    }
    if (requests.size() < count) {
      throw new AssertionError(complaint(requests.size(), count, what, interrupted));
    }
    return List.copyOf(requests);
  }

  private String complaint(int size, int count, String what, boolean interrupted) {
    List<Received> last = received.subList(Math.max(0, received.size() - 5), received.size());
    return String.format(
        "%s %d of the %d requests expected (%s); %d received over %d connections, the last: %s",
        what,
        size,
        count,
        interrupted ? "interrupted" : "waited a minute",
        received.size(),
        connections,
        last);
  }
}
