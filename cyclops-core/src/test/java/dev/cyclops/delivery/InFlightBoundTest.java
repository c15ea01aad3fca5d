/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.ScriptedSender;
import dev.cyclops.send.Farm;
import org.junit.jupiter.api.Test;

/** The loop, while the bound on what is in flight changes. */
class InFlightBoundTest {
  private final TurnedLoop loop = new TurnedLoop();
  private final ScriptedSender sender = loop.sender;
  private int bound = 3;

  private Dispatcher filled() {
    loop.farm = Farm.alone(() -> bound);
    loop.put("a", "b", "c", "d", "e", "f", "g", "h");
    Dispatcher dispatcher = loop.dispatcher();
    dispatcher.turn();
    assertThat(sender.sent).hasSize(3);
    return dispatcher;
  }

  @Test
  void higherBound_isUsedAtTheNextTurn() {
    Dispatcher dispatcher = filled();
    bound = 5;
    dispatcher.turn();
    assertThat(dispatcher.inFlight()).isEqualTo(5);
  }

  @Test
  void lowerBound_letsEndWhatIsInFlightAndStartsNoMoreUntilBelow() {
    Dispatcher dispatcher = filled();
    bound = 1;
    for (int answered = 0; answered < 2; answered++) {
      sender.sent.get(answered).answer(200);
      dispatcher.turn();
      assertThat(sender.sent).hasSize(3);
    }
    sender.sent.get(2).answer(200);
    dispatcher.turn();

    assertThat(sender.sent).hasSize(4);
    assertThat(dispatcher.inFlight()).isEqualTo(1);
    assertThat(dispatcher.forwarded()).isEqualTo(3);
    assertThat(loop.faults.count()).isZero();
  }

  @Test
  void bound_thatIsNoneSendsNothingAndIsCounted() {
    Dispatcher dispatcher = filled();
    bound = 0;
    sender.sent.get(0).answer(200);
    dispatcher.turn();
    assertThat(sender.sent).hasSize(3);
    assertThat(loop.faults.count()).isPositive();
  }
}
