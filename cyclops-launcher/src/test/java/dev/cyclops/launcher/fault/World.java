/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.LauncherProcess;
import dev.cyclops.testkit.FakeSentryProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A fake Sentry and the packaged launcher before it, each in a process of its own. */
final class World implements AutoCloseable {
  final FakeSentryProcess sentry;
  final LauncherProcess launcher;
  final int port;
  private final Door door;

  /**
   * Starts the launcher; the fake Sentry is there.
   *
   * @param settings further lines of the configuration
   * @param jvmOptions further options of the launcher's JVM
   */
  World(Path folder, FakeSentryProcess sentry, String settings, String... jvmOptions)
      throws IOException {
    this.sentry = sentry;
    List<String> options = new ArrayList<>(List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError"));
    options.addAll(List.of(jvmOptions));
    door = Door.open(folder, sentry.url(), settings, options);
    launcher = door.process();
    port = door.port();
  }

  /** With a Sentry of eight workers. */
  static World busy(Path folder, String serviceTimes, String settings) throws IOException {
    FakeSentryProcess sentry = FakeSentryProcess.start(folder, "workers 8", serviceTimes);
    return new World(folder, sentry, settings);
  }

  /** What Cyclops says of itself, from its operator's page. */
  Books books() {
    return door.books();
  }

  void awaitDrained() {
    long deadline = System.nanoTime() + SECONDS.toNanos(180);
    long waiting;
    while ((waiting = books().held()) > 0) {
      List<String> log = launcher.err();
      assertThat(System.nanoTime() - deadline)
          .as(
              "%d wait; it said: %s",
              waiting, log.subList(Math.max(0, log.size() - 20), log.size()))
          .isNegative();
      LockSupport.parkNanos(MILLISECONDS.toNanos(100));
    }
  }

  SentryView view() {
    return new SentryView(sentry.journal());
  }

  @Override
  public void close() {
    launcher.close();
    sentry.close();
  }
}
