/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cyclops.Receipt.Outcome;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.KeyStats;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A barrier whose keys come and go. */
@Timeout(180)
class CyclopsKeysTest {
  private static final ProjectKey OLD = new ProjectKey(1, "old", null);
  private static final ProjectKey NEW = new ProjectKey(2, "new", null);
  private static final byte[] JSON = "{\"message\":\"m\"}".getBytes(UTF_8);

  @TempDir private Path folder;
  private final ManualTime time = new ManualTime();
  private final AtomicInteger loads = new AtomicInteger();
  private volatile List<ProjectKey> valid = List.of(OLD);
  private volatile boolean away;
  private Cyclops cyclops = builder().build();

  private CyclopsBuilder builder() {
    ScriptedSender sender = new ScriptedSender();
    sender.alwaysAnswer(ScriptedSender.OK);
    KeySource keys =
        () -> {
          loads.incrementAndGet();
          if (away) {
            throw new IOException("connection refused");
          }
          return valid;
        };
    return Cyclops.builder().sender(sender).keys(keys).nanoClock(time::nanos).clock(time);
  }

  @AfterEach
  void close() {
    cyclops.close(Duration.ZERO);
  }

  private Outcome accept(Event event) {
    return cyclops.accept(event).toCompletableFuture().join().outcome();
  }

  private void becomesKnown(Event event, Predicate<Event> refused) {
    cyclops.start();
    valid = List.of(OLD, NEW);

    assertThat(refused.test(event)).isTrue();

    Spin.until(() -> cyclops.stats().keys().keys() == 2);
    assertThat(refused.test(event)).isFalse();
    assertThat(loads).hasValue(2);
  }

  @Test
  void accept_ofANewKeyHasItLoaded() {
    becomesKnown(Event.store(2, "new", JSON), event -> accept(event) == Outcome.FORBIDDEN);
  }

  @Test
  void accept_ofANewKeyInAnEnvelopeHasItLoaded() {
    String envelope = "{\"dsn\":\"https://new@sentry.example/2\"}\n{\"type\":\"session\"}\n{}\n";
    Event event = Event.builder(Route.ENVELOPE).project(2).body(envelope.getBytes(UTF_8)).build();
    becomesKnown(event, tried -> accept(tried) == Outcome.FORBIDDEN);
  }

  @Test
  void shed_ofANewKeyHasItLoaded() {
    Event event =
        Event.builder(Route.MINIDUMP).project(2).query("sentry_key=new").body(JSON).build();
    becomesKnown(event, tried -> cyclops.shed(tried).outcome() == Outcome.FORBIDDEN);
  }

  @Test
  void accept_ofAKnownKeyHasNothingLoaded() {
    cyclops.start();
    assertThat(accept(Event.store(1, "old", JSON))).isEqualTo(Outcome.PROCESSED);
    cyclops.close(Duration.ZERO);
    assertThat(loads).hasValue(1);
  }

  @Test
  void refreshKeys_hasARemovedKeyRefused() {
    cyclops.start();
    valid = List.of(NEW);
    time.pass(Duration.ofSeconds(1));

    cyclops.refreshKeys();

    Spin.until(() -> accept(Event.store(1, "old", JSON)) == Outcome.FORBIDDEN);
  }

  @Test
  void keys_ofAnotherSourceHoldFromTheNextEventOn() {
    cyclops.start();

    cyclops.keys(KeySource.openToAll(), Duration.ofSeconds(30));
    assertThat(accept(Event.store(2, "new", JSON))).isEqualTo(Outcome.PROCESSED);

    cyclops.keys(KeySource.of(NEW), Duration.ofSeconds(30));
    assertThat(accept(Event.store(1, "old", JSON))).isEqualTo(Outcome.FORBIDDEN);
    assertThat(accept(Event.store(2, "new", JSON))).isEqualTo(Outcome.PROCESSED);
  }

  @Test
  void keys_areNotTakenOnceItIsClosed() {
    cyclops.start();
    cyclops.close(Duration.ZERO);
    assertThatIllegalStateException()
        .isThrownBy(() -> cyclops.keys(KeySource.of(NEW), Duration.ofSeconds(30)));
  }

  @Test
  void accept_whileTheKeysCannotBeLoadedKnowsTheLastOnes() {
    cyclops.start();
    away = true;
    time.pass(Duration.ofSeconds(90));
    cyclops.refreshKeys();
    Spin.until(() -> cyclops.stats().keys().failing());

    assertThat(accept(Event.store(1, "old", JSON))).isEqualTo(Outcome.PROCESSED);
    assertThat(cyclops.stats().keys())
        .isEqualTo(new KeyStats(1, 1, OptionalDouble.of(90), false, true, 1, 1));
  }

  @Test
  void start_takesTheKeysOfTheProcessBefore() {
    Path file = folder.resolve("made/keys");
    cyclops = builder().keysSnapshot(file).build().start();
    Spin.until(() -> file.toFile().exists());
    cyclops.close(Duration.ZERO);
    away = true;
    time.pass(Duration.ofHours(1));

    cyclops = builder().keysSnapshot(file).keyStartTimeout(Duration.ofMillis(50)).build().start();

    assertThat(accept(Event.store(1, "old", JSON))).isEqualTo(Outcome.PROCESSED);
    assertThat(cyclops.stats().keys().fromSnapshot()).isTrue();
    assertThat(cyclops.stats().keys().ageSeconds()).hasValue(3600);
  }

  @Test
  void close_endsAStartThatWaitsForKeys() {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    KeySource hanging =
        new KeySource() {
          @Override
          public Collection<ProjectKey> load() throws InterruptedException {
            asked.countDown();
            new CountDownLatch(1).await();
            return List.of();
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    cyclops = builder().keys(hanging).keyStartTimeout(Duration.ofDays(1)).build();
    CompletableFuture<Cyclops> start = CompletableFuture.supplyAsync(cyclops::start);
    Spin.until(() -> asked.getCount() == 0);

    assertThat(cyclops.close(Duration.ofSeconds(1))).isZero();

    assertThat(start)
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableThat()
        .withMessageEndingWith("closed while the project keys were being loaded");
    assertThat(closed.getCount()).isZero();
    assertThat(accept(Event.store(1, "old", JSON))).isEqualTo(Outcome.CLOSED);
  }

  @Test
  void builder_checksTheStartTimeout() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cyclops.builder().keyStartTimeout(Duration.ZERO))
        .withMessage("timeout <= 0: PT0S");
  }
}
