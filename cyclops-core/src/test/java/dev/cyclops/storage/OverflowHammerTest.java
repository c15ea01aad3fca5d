/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.storage.ShakyStorage.Puts;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That no event is lost or sent twice where puts, spilling, deliveries and a bad disk meet. */
class OverflowHammerTest implements Hammer.Scene {
  private static final int PUTS = 3000;
  private static final Puts[] WEATHERS = {
    Puts.TAKEN, Puts.TAKEN, Puts.TAKEN, Puts.THROWN, Puts.FAILED, Puts.NO_ROOM
  };

  private final OverflowTrial trial = new OverflowTrial(QueueOrder.NEWEST_FIRST);

  @Test
  @Timeout(400)
  void eachEventIsSentOnceOrGivenUpAndCounted() throws Exception {
    AtomicInteger shed = new AtomicInteger();
    trial.storage.onDropped((project, key, category, reason, count) -> shed.addAndGet(count));
    Hammer hammer = new Hammer(this, PUTS, Hammer.Turning.UNTIL_ALL_IS_SENT);
    hammer.run(300);
    assertThat(hammer.twice.get()).isZero();
    assertThat(hammer.stored.containsAll(hammer.sent)).isTrue();
    StorageStats stats = trial.storage.stats();
    assertThat(stats.shed()).isEqualTo(shed.get());
    assertThat(hammer.sent).hasSize(hammer.stored.size() - shed.get());
    assertThat(stats.done()).isEqualTo(hammer.sent.size());
    assertThat(stats.lateSettlements()).isZero();
    assertThat(trial.disk.behind.stats().done()).as("came by way of the disk").isPositive();
    trial.assertBalance(hammer.stored.size());
  }

  @Override
  public Storage storage() {
    return trial.storage;
  }

  @Override
  public ShakyStorage shaky() {
    return trial.disk;
  }

  @Override
  public Event event(long project) {
    return trial.event(project);
  }

  @Override
  public void changeWeather(SplittableRandom random) {
    trial.disk.puts = WEATHERS[random.nextInt(WEATHERS.length)];
    trial.disk.available = random.nextInt(4) > 0;
    trial.disk.cut = random.nextInt(4) == 0;
  }

  @Override
  public void turn() {
    long wait = trial.storage.spillTurn(trial.time.nanos());
    trial.time.pass(Duration.ofNanos(Math.min(wait, Spiller.POLL_NANOS)));
  }

  @Override
  public Settlement end(SplittableRandom random) {
    return switch (random.nextInt(10)) {
      case 0 -> Settlement.giveBack();
      case 1 -> Settlement.retryAt(trial.time.millis());
      default -> Settlement.done();
    };
  }
}
