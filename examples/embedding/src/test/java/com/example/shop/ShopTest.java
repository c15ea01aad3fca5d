package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.filter.ProjectLimit;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.testkit.FakeSentry;
import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.hints.BlockingFlushHint;
import io.sentry.util.HintUtils;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShopTest {
  private final FakeSentry sentry = FakeSentry.start();

  /** A clock that stands: all of it happens within one second. */
  private final Cyclops cyclops =
      Cyclops.builder()
          .sentry(sentry.url())
          .keys(KeySource.of(new ProjectKey(1, "public", null)))
          .nanoClock(() -> 0)
          .build()
          .start();

  @AfterEach
  void stop() {
    Sentry.close();
    cyclops.close();
    sentry.close();
  }

  @Test
  void flood_oneInTenPasses() {
    Shop.report(cyclops);

    Shop.sell(100);
    Sentry.flush(60_000);

    assertThat(cyclops.stats().processed()).isEqualTo(10);
    assertThat(cyclops.stats().ignored()).isEqualTo(90);
  }

  @Test
  void main_sendsTheFirstOfAFloodAndNoneOfTheRest() {
    long start = System.nanoTime();
    Shop.main(new String[] {sentry.url()});
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);

    // Ten of a group pass in each second that the thousand take, on whatever machine.
    assertThat(sentry.received().stream().filter(received -> received.eventId() != null).count())
        .isBetween(10L, 10 * (seconds + 1));
  }

  @Test
  void limit_ofTheBarrierIsObeyedByTheSdk() {
    try (Cyclops limited =
        Cyclops.builder()
            .sentry(sentry.url())
            .keys(KeySource.of(new ProjectKey(1, "public", null)))
            .projectLimits(new ProjectLimits(Map.of(), ProjectLimit.perSecond(0.001, 1)))
            .nanoClock(() -> 0)
            .build()
            .start()) {
      Shop.report(limited);

      Shop.sell(5);
      Sentry.flush(60_000);

      // The second one is above the limit, and the SDK is told; it does not come with the others.
      assertThat(limited.stats().processed()).isEqualTo(1);
      assertThat(limited.stats().limited()).isEqualTo(1);
      Sentry.close();
    }
  }

  @Test
  void send_tellsAThreadThatDiesThatItsEventIsSafe() {
    Shop.report(cyclops);
    BlockingFlushHint dying = new DyingThread();

    Sentry.captureEvent(
        new SentryEvent(new IllegalStateException("dying")),
        HintUtils.createWithTypeCheckHint(dying));

    // It would wait for 15 seconds otherwise: the hint is marked before capture returns.
    assertThat(dying.waitFlush()).isTrue();
    assertThat(cyclops.stats().processed()).isEqualTo(1);
  }

  private static final class DyingThread extends BlockingFlushHint {
    DyingThread() {
      super(0, io.sentry.NoOpLogger.getInstance());
    }

    @Override
    public boolean isFlushable(io.sentry.protocol.SentryId eventId) {
      return true;
    }

    @Override
    public void setFlushable(io.sentry.protocol.SentryId eventId) {}
  }
}
