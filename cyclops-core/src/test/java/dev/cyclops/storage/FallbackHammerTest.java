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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That no event is lost or sent twice where puts, moves, deliveries and outages meet. */
class FallbackHammerTest implements Hammer.Scene {
  private static final int PUTS = 4000;
  private static final Puts[] WEATHERS = {Puts.TAKEN, Puts.THROWN, Puts.FAILED, Puts.TAKEN};
  private static final long AMPLE = 64 << 20;

  private final FallbackTrial trial = new FallbackTrial(QueueOrder.OLDEST_FIRST, false, AMPLE);

  @Test
  @Timeout(400)
  void eachEventIsSentOnce() throws Exception {
    Hammer hammer = new Hammer(this, PUTS, Hammer.Turning.UNTIL_ALL_IS_PUT);
    hammer.run(300);
    assertThat(hammer.twice.get()).isZero();
    assertThat(hammer.stored).hasSize(Hammer.PUTTERS * PUTS);
    assertThat(hammer.sent.equals(hammer.stored)).as("%d sent", hammer.sent.size()).isTrue();
    StorageStats stats = trial.storage.stats();
    assertThat(stats.done()).isEqualTo(hammer.stored.size());
    assertThat(stats.notDurable()).isPositive();
    assertThat(stats.lateSettlements()).isZero();
    trial.assertBalance(hammer.stored.size());
  }

  @Override
  public Storage storage() {
    return trial.storage;
  }

  @Override
  public ShakyStorage shaky() {
    return trial.primary;
  }

  @Override
  public Event event(long project) {
    return trial.event(project);
  }

  @Override
  public void changeWeather(SplittableRandom random) {
    trial.primary.puts = WEATHERS[random.nextInt(WEATHERS.length)];
    trial.primary.available = random.nextInt(3) > 0;
    trial.primary.cut = random.nextInt(3) == 0;
  }

  @Override
  public void turn() {
    long wait = trial.storage.moveTurn(trial.time.nanos());
    trial.time.pass(Duration.ofNanos(Math.min(wait, Mover.POLL_NANOS)));
  }

  @Override
  public Settlement end(SplittableRandom random) {
    return random.nextInt(5) == 0 ? Settlement.giveBack() : Settlement.done();
  }
}
