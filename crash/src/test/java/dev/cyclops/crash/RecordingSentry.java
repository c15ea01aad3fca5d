/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.cyclops.testkit.Answer;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A Sentry that outlives Cyclops and records what it has accepted. Told by one thread. */
public final class RecordingSentry implements AutoCloseable {
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;

  private final Records records;
  private final FakeSentry sentry = FakeSentry.start();
  private volatile Weather weather = Weather.WELL;

  /** Listens, and is well. */
  public RecordingSentry(Records records) {
    this.records = records;
    sentry.answerWith(this::answer);
  }

  /** Where it is, in all weathers. */
  public String url() {
    return sentry.url();
  }

  /** How it is from now on. */
  public void weather(Weather next) {
    if (next == Weather.AWAY && weather != Weather.AWAY) {
      sentry.refuseConnections();
    } else if (next != Weather.AWAY && weather == Weather.AWAY) {
      sentry.acceptConnections();
    }
    weather = next;
    // It would remember the bodies of all that came.
    sentry.clear();
  }

  private Answer answer(Received request) {
    if (!String.valueOf(request.header("X-Sentry-Auth")).contains(records.key())) {
      return Answer.of(FORBIDDEN);
    }
    Weather now = weather;
    Random random = ThreadLocalRandom.current();
    long began = System.nanoTime();
    long service = MILLISECONDS.toNanos(now.serviceMillis(random));
    for (long left; (left = began + service - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
    }
    Answer answer = now.answer(random);
    @Nullable String id = request.eventId();
    // Right before its answer, so that what is served at a kill counts for nothing.
    if (answer.status() == OK && id != null) {
      records.delivered(id, Hash.of(request.decodedBody()), Micros.of(request.arrivedNanos()));
    }
    return answer;
  }

  @Override
  public void close() {
    sentry.close();
  }
}
