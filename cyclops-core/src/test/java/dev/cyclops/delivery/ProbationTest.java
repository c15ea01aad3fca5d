/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Events;
import dev.cyclops.ManualTime;
import dev.cyclops.StorageBehind;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import dev.cyclops.trace.Traces;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ProbationTest {
  private static final long MINUTE = 60_000;

  private final ManualTime time = new ManualTime();
  private final StorageBehind storage =
      new StorageBehind(
          Storage.inMemory(1 << 20, QueueOrder.OLDEST_FIRST, Duration.ofDays(1), time));
  private final AtomicInteger reloads = new AtomicInteger();
  private final Probation probation =
      new Probation(
          new Settlements(storage, new Faults(), new Traces(Clock.systemUTC())),
          reloads::incrementAndGet);

  private record Leased(Event event) implements Delivery {
    @Override
    public int attempts() {
      return 0;
    }
  }

  private Delivery delivery(long project, String key) {
    return new Leased(Events.accepted(project, key, DataCategory.ERROR, "x", time));
  }

  private Delivery delivery() {
    return delivery(1, "public");
  }

  private Settlement refuse(Delivery delivery) {
    return probation.onRefused(delivery, 403, time.millis());
  }

  private Settlement instead(Delivery delivery) {
    return probation.instead(delivery, time.millis());
  }

  private long parkedMillis(Settlement settlement) {
    return ((Settlement.Park) settlement).untilMillis() - time.millis();
  }

  /** Goes on to the moment of the next probe, and takes it. */
  private Delivery probeAfter(long millis) {
    time.passMillis(millis - 1);
    assertThat(instead(delivery())).isInstanceOf(Settlement.Park.class);
    time.passMillis(1);
    Delivery probe = delivery();
    assertThat(instead(probe)).isNull();
    return probe;
  }

  @Test
  void instead_letsEverythingGoAtFirst() {
    assertThat(instead(delivery())).isNull();
    assertThat(reloads).hasValue(0);
  }

  @Test
  void onRefused_parksAndReloadsTheKeys() {
    Settlement.Park park = (Settlement.Park) refuse(delivery());

    assertThat(parkedMillis(park)).isEqualTo(MINUTE);
    assertThat(park.lane()).isEqualTo("STORE/1/public");
    assertThat(reloads).hasValue(1);
    assertThat(((Settlement.Park) instead(delivery())).lane()).isEqualTo(park.lane());
  }

  @Test
  void onRefused_touchesNeitherOtherKeysNorProjectsNorRoutes() {
    refuse(delivery());

    assertThat(instead(delivery(1, "other"))).isNull();
    assertThat(instead(delivery(2, "public"))).isNull();
    Event envelope =
        Event.builder(Route.ENVELOPE)
            .build()
            .accepted(1, "public", null, DataCategory.ERROR, UnaryOperator.identity());
    assertThat(instead(new Leased(envelope))).isNull();
  }

  @Test
  void onRefused_ofWhatWasOnItsWayCountsOnce() {
    refuse(delivery());
    time.passMillis(10);
    assertThat(parkedMillis(refuse(delivery()))).isEqualTo(MINUTE - 10);
    assertThat(parkedMillis(refuse(delivery()))).isEqualTo(MINUTE - 10);
    assertThat(reloads).hasValue(1);
    probeAfter(MINUTE - 10);
  }

  @Test
  void probe_isOneAtATimeAfterOneFiveAndFifteenMinutes() {
    refuse(delivery());
    Delivery probe = probeAfter(MINUTE);
    assertThat(parkedMillis(instead(delivery()))).isEqualTo(30_000);
    assertThat(parkedMillis(refuse(probe))).isEqualTo(5 * MINUTE);
    probe = probeAfter(5 * MINUTE);
    assertThat(parkedMillis(refuse(probe))).isEqualTo(15 * MINUTE);
    probe = probeAfter(15 * MINUTE);
    Delivery other = delivery();

    assertThat(refuse(probe)).isEqualTo(Settlement.deadLetter("status 403"));
    assertThat(instead(other)).isEqualTo(Settlement.deadLetter("status 403"));
    assertThat(storage.released).containsExactly("STORE/1/public");
    assertThat(reloads).hasValue(1);
  }

  private Delivery condemn() {
    Delivery old = delivery();
    refuse(delivery());
    refuse(probeAfter(MINUTE));
    refuse(probeAfter(5 * MINUTE));
    refuse(probeAfter(15 * MINUTE));
    return old;
  }

  @Test
  void condemned_areThoseOnlyThatCameBefore() {
    Delivery old = condemn();
    time.passMillis(1);
    Delivery later = delivery();

    assertThat(instead(later)).isNull();
    assertThat(parkedMillis(refuse(later))).isEqualTo(MINUTE);
    assertThat(instead(delivery())).isInstanceOf(Settlement.Park.class);
    assertThat(instead(old)).isEqualTo(Settlement.deadLetter("status 403"));
    assertThat(reloads).hasValue(2);
  }

  @Test
  void condemned_areForgottenAfterAMinute() {
    Delivery old = condemn();
    time.passMillis(MINUTE + 1);

    assertThat(instead(old)).isNull();
  }

  @Test
  void onOtherEnd_thatWasLetInFreesAll() {
    refuse(delivery());
    Delivery probe = probeAfter(MINUTE);
    probation.onOtherEnd(probe, true);

    assertThat(storage.released).containsExactly("STORE/1/public");
    assertThat(instead(delivery())).isNull();
  }

  @Test
  void onOtherEnd_thatSaysNothingLetsTheNextOneTry() {
    refuse(delivery());
    Delivery probe = probeAfter(MINUTE);
    probation.onOtherEnd(probe, false);

    assertThat(storage.released).isEmpty();
    assertThat(instead(delivery())).isNull();
    assertThat(instead(delivery())).isInstanceOf(Settlement.Park.class);
  }

  @Test
  void lane_ofALongKeyHasAShortNameOfItsOwn() {
    String key = "k".repeat(1000);
    String one = ((Settlement.Park) refuse(delivery(1, key + "1"))).lane();
    String two = ((Settlement.Park) refuse(delivery(1, key + "2"))).lane();

    assertThat(one).hasSizeLessThanOrEqualTo(512).isNotEqualTo(two);
  }

  @Test
  void lanes_areBounded() {
    for (int i = 0; i < Probation.MAX_LANES; i++) {
      assertThat(refuse(delivery(1, "forged" + i))).isInstanceOf(Settlement.Park.class);
    }
    Delivery one = delivery(1, "one more");
    assertThat(refuse(one)).isEqualTo(Settlement.postponeTo(time.millis() + MINUTE));
    assertThat(instead(one)).isNull();

    // Nobody came to be the probe of any: they make room.
    time.pass(Duration.ofMinutes(12));
    assertThat(refuse(one)).isInstanceOf(Settlement.Park.class);
  }
}
