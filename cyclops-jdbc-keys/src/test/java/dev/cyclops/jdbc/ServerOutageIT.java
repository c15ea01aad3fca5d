/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static dev.cyclops.jdbc.Patience.await;
import static dev.cyclops.jdbc.ServerFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.Cyclops;
import dev.cyclops.Receipt;
import dev.cyclops.auth.KeyRing;
import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SentrySender;
import dev.cyclops.servers.DatabaseServer;
import dev.cyclops.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Cyclops above a server in trouble: who may report is never forgotten. Time is moved by hand. */
@ParameterizedClass
@MethodSource("dev.cyclops.jdbc.Backend#selected")
@Timeout(300)
class ServerOutageIT {
  private static final Duration PERIOD = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final String OTHER = "aaaabbbbccccddddaaaabbbbccccdddd";

  @Parameter private Backend backend;
  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private final List<AutoCloseable> open = new ArrayList<>();
  private KeyRingLines lines;
  private ServerFixture fixture;
  private DatabaseServer server;

  @BeforeEach
  void prepare() {
    fixture = new ServerFixture(backend);
    server = fixture.server;
    lines = new KeyRingLines();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    lines.close();
    fixture.close();
    await().until(() -> server.userConnections() == 0);
  }

  private KeyRing ring(JdbcKeySourceBuilder source, Duration startTimeout) {
    KeyRing ring =
        new KeyRing(source.build(), PERIOD, startTimeout, folder.resolve("keys"), clock, clock);
    open.add(ring);
    return ring;
  }

  private KeyRing started() {
    return started(backend.source());
  }

  private KeyRing started(JdbcKeySourceBuilder source) {
    KeyRing ring = ring(source, Duration.ofMinutes(2));
    ring.start();
    assertThat(knows(ring, KEY)).isTrue();
    return ring;
  }

  /** As a process before this one would. */
  private void leaveSnapshot() {
    KeyRing before = started();
    await().until(() -> Files.exists(folder.resolve("keys")));
    before.close();
  }

  private static boolean knows(KeyRing ring, String key) {
    return ring.keys().authorize(0, key, null) != null;
  }

  /**
   * Has the keys loaded once more, and waits until that has gone well or not. It is counted a
   * moment before it has its effect.
   */
  private void load(KeyRing ring) {
    long before = attempts(ring);
    clock.advance(Duration.ofSeconds(15));
    ring.refreshSoon();
    await().until(() -> attempts(ring) > before);
  }

  /** Where the source may be in too much of a hurry for a busy machine. */
  private void loadUntil(KeyRing ring, Callable<Boolean> condition) {
    await()
        .until(
            () -> {
              load(ring);
              return condition.call();
            });
  }

  private static long attempts(KeyRing ring) {
    return ring.stats().loads() + ring.stats().failures();
  }

  private long linesWith(String text) {
    return lines.all().stream().filter(line -> line.contains(text)).count();
  }

  /** A load is told of just after it has been counted. */
  private void assertToldOnce(String text) {
    await().until(() -> linesWith(text) > 0);
    assertThat(linesWith(text)).isEqualTo(1);
  }

  @Test
  void frozenServer_leavesTheKeysAndIsToldOnce() {
    KeyRing ring = started(backend.hastySource());
    server.freeze();
    try {
      load(ring);
      load(ring);
      await().until(() -> ring.stats().failing());
      assertThat(ring.stats().failures()).isEqualTo(2);
      assertThat(ring.stats().ageSeconds().getAsDouble()).isGreaterThanOrEqualTo(30);
      assertThat(knows(ring, KEY)).isTrue();
      assertToldOnce("cannot be loaded");
      assertThat(linesWith("loaded again")).isZero();
    } finally {
      server.thaw();
    }
    loadUntil(ring, () -> !ring.stats().failing());
    assertToldOnce("loaded again");
    assertThat(knows(ring, KEY)).isTrue();
  }

  @Test
  void killedServer_leavesTheKeysUntilItIsBackWithOthers() {
    KeyRing ring = started();
    server.kill();
    try {
      load(ring);
      load(ring);
      load(ring);
      assertThat(ring.stats().failures()).isEqualTo(3);
      assertThat(knows(ring, KEY)).isTrue();
      assertToldOnce("cannot be loaded");
    } finally {
      server.start();
    }
    fixture.table.insert(2, OTHER, null);
    fixture.table.delete(KEY);
    load(ring);
    await().until(() -> knows(ring, OTHER));
    assertThat(knows(ring, KEY)).isFalse();
    assertToldOnce("loaded again");
  }

  @Test
  void revokedRights_leaveTheKeys() {
    KeyRing ring = started();
    fixture.table.revoke();
    load(ring);
    await().until(() -> ring.stats().failing());
    assertThat(knows(ring, KEY)).isTrue();
    assertToldOnce("GRANT SELECT");
    fixture.table.grant();
    load(ring);
    await().until(() -> !ring.stats().failing());
  }

  @Test
  void disabledKey_stopsWorkingWithTheNextLoad() {
    fixture.table.insert(2, OTHER, null);
    KeyRing ring = started();
    assertThat(knows(ring, OTHER)).isTrue();
    fixture.table.setStatus(OTHER, 1);
    load(ring);
    await().until(() -> !knows(ring, OTHER));
    assertThat(knows(ring, KEY)).isTrue();
  }

  @Test
  void emptiedTable_isBelievedOnlyAfterAPeriod() {
    KeyRing ring = started();
    fixture.table.clear();
    load(ring);
    assertThat(knows(ring, KEY)).isTrue();
    load(ring);
    assertThat(knows(ring, KEY)).isTrue();
    clock.advance(PERIOD);
    load(ring);
    await().until(() -> !knows(ring, KEY));
    fixture.table.insert(1, KEY, null);
    load(ring);
    await().until(() -> knows(ring, KEY));
  }

  @Test
  void close_endsALoadFromAFrozenServer() {
    KeyRing ring = ring(backend.source().timeout(Duration.ofHours(1)), Duration.ofMinutes(2));
    ring.start();
    server.freeze();
    try {
      clock.advance(Duration.ofSeconds(15));
      ring.refreshSoon();
      await().until(() -> isAlive("cyclops-keys-jdbc"));
      ring.close();
      await().until(() -> !isAlive("cyclops-keys"));
      assertThat(knows(ring, KEY)).isTrue();
    } finally {
      server.thaw();
    }
  }

  private static boolean isAlive(String thread) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(one -> one.getName().equals(thread));
  }

  @Test
  void start_failsClearlyWithoutServerAndSnapshot() {
    server.kill();
    try {
      KeyRing ring = ring(backend.source(), SHORT);
      assertThatThrownBy(ring::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("connection refused");
      assertToldOnce("waiting for the project keys, for 1 s more");
    } finally {
      server.start();
    }
  }

  @Test
  void start_failsInTimeWhenTheServerIsFrozen() {
    server.freeze();
    try {
      KeyRing ring = ring(backend.source().timeout(Duration.ofHours(1)), SHORT);
      assertThatThrownBy(ring::start).isInstanceOf(IllegalStateException.class);
    } finally {
      server.thaw();
    }
  }

  @Test
  void start_goesOnWithTheSnapshotUntilTheServerIsBack() {
    leaveSnapshot();
    server.kill();
    KeyRing ring = ring(backend.source(), SHORT);
    try {
      ring.start();
      assertThat(ring.stats().fromSnapshot()).isTrue();
      assertThat(knows(ring, KEY)).isTrue();
    } finally {
      server.start();
    }
    fixture.table.insert(2, OTHER, null);
    load(ring);
    await().until(() -> knows(ring, OTHER));
    assertThat(ring.stats().fromSnapshot()).isFalse();
  }

  @Test
  void start_goesOnWithTheSnapshotWhenTheServerIsFrozen() {
    leaveSnapshot();
    server.freeze();
    try {
      KeyRing ring = ring(backend.source().timeout(Duration.ofHours(1)), SHORT);
      ring.start();
      assertThat(knows(ring, KEY)).isTrue();
    } finally {
      server.thaw();
    }
  }

  @Test
  void start_waitsForTheServer() {
    server.kill();
    CompletableFuture<Void> starting = new CompletableFuture<>();
    try {
      // Here time goes by itself.
      KeyRing ring =
          new KeyRing(
              backend.source().build(),
              PERIOD,
              Duration.ofMinutes(4),
              null,
              System::nanoTime,
              Clock.systemUTC());
      open.add(ring);
      starting = CompletableFuture.runAsync(ring::start);
      await().until(() -> ring.stats().failures() > 0);
    } finally {
      server.start();
    }
    starting.join();
  }

  @Test
  void newProject_worksOnceItHasKnocked() {
    Cyclops cyclops =
        Cyclops.builder()
            .keys(backend.source().build())
            .keyRefresh(Duration.ofDays(1))
            .sender(new AcceptingSender())
            .nanoClock(clock)
            .clock(clock)
            .build()
            .start();
    open.add(cyclops);
    assertThat(report(cyclops, 1, KEY)).isEqualTo(Receipt.Outcome.PROCESSED);
    assertThat(report(cyclops, 2, OTHER)).isEqualTo(Receipt.Outcome.FORBIDDEN);
    await().until(() -> cyclops.stats().keys().loads() == 2);
    fixture.table.insert(2, OTHER, null);
    // At most one load in 10 s is made for those who knock.
    clock.advance(Duration.ofSeconds(10));
    await().until(() -> report(cyclops, 2, OTHER) == Receipt.Outcome.PROCESSED);
    assertThat(cyclops.stats().keys().loads()).isEqualTo(3);
    assertThat(cyclops.stats().keys().keys()).isEqualTo(2);
  }

  @Test
  void door_staysOpenWhileTheServerIsFrozenAndClosesInTime() {
    Cyclops cyclops =
        Cyclops.builder()
            .keys(backend.source().timeout(Duration.ofHours(1)).build())
            .sender(new AcceptingSender())
            .nanoClock(clock)
            .clock(clock)
            .build()
            .start();
    open.add(cyclops);
    server.freeze();
    try {
      clock.advance(Duration.ofSeconds(15));
      assertThat(report(cyclops, 2, OTHER)).isEqualTo(Receipt.Outcome.FORBIDDEN);
      await().until(() -> isAlive("cyclops-keys-jdbc"));
      assertThat(report(cyclops, 1, KEY)).isEqualTo(Receipt.Outcome.PROCESSED);
      assertThat(report(cyclops, 2, OTHER)).isEqualTo(Receipt.Outcome.FORBIDDEN);
      cyclops.close();
      await().until(() -> !isAlive("cyclops-keys"));
    } finally {
      server.thaw();
    }
  }

  /** A Sentry that takes everything. */
  private static final class AcceptingSender implements SentrySender {
    @Override
    public CompletionStage<SendResult> send(Event event) {
      return CompletableFuture.completedFuture(SendResult.answered(200, null, null));
    }

    @Override
    public void close() {}
  }

  private Receipt.Outcome report(Cyclops cyclops, long project, String key) {
    byte[] body = "{\"message\":\"broken\"}".getBytes(StandardCharsets.UTF_8);
    Event event =
        Event.builder(Route.STORE)
            .project(project)
            .path("/api/" + project + "/store/")
            .query("sentry_version=7")
            .headers(
                Headers.builder()
                    .add("X-Sentry-Auth", "Sentry sentry_version=7, sentry_key=" + key)
                    .build())
            .body(body)
            .arrivedAt(clock.instant())
            .build();
    return cyclops.accept(event).toCompletableFuture().join().outcome();
  }
}
