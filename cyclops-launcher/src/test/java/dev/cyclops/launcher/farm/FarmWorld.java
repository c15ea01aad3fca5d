/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.fault.Books;
import dev.cyclops.launcher.fault.SentryView;
import dev.cyclops.testkit.FakeSentryProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A fake Sentry, the instances of a farm before it, and a balancer before them. */
final class FarmWorld implements AutoCloseable {
  static final int INSTANCES = 3;

  final FakeSentryProcess sentry;
  final Balancer balancer;
  final List<Instance> instances = new ArrayList<>();

  /**
   * Starts all of them.
   *
   * @param settings further lines of each one's configuration
   * @param sentryDoes commands for the fake Sentry
   */
  FarmWorld(Path folder, String settings, String... sentryDoes) throws IOException {
    sentry = FakeSentryProcess.start(folder, sentryDoes);
    balancer = new Balancer(INSTANCES);
    try {
      for (int i = 0; i < INSTANCES; i++) {
        Path own = folder.resolve("instance" + (i + 1));
        instances.add(new Instance(i + 1, own, sentry.url(), settings, balancer.backend(i)));
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  SentryView view() {
    return new SentryView(sentry.journal());
  }

  /** What all living instances have counted; held ones as often as there are instances. */
  Books books() {
    Books sum = Books.EMPTY;
    for (Instance instance : instances) {
      sum = sum.plus(instance.books());
    }
    return sum;
  }

  /**
   * Waits until no event waits any more.
   *
   * @return when that was seen
   */
  long awaitDrained(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Books books;
    while ((books = books()).held() > 0) {
      assertThat(System.nanoTime() - deadline)
          .as("%s; the first one said: %s", books, instances.get(0).log())
          .isNegative();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
    }
    return System.nanoTime();
  }

  @Override
  public void close() {
    balancer.close();
    instances.forEach(Instance::close);
    sentry.close();
  }
}
