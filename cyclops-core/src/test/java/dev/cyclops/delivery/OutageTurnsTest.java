/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.ManualTime;
import dev.cyclops.ScriptedSender;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import dev.cyclops.storage.QueueOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How the sending loop lives through an outage of Sentry, in the time of {@link ManualTime}. */
class OutageTurnsTest {
  private static final SendResult AWAY = SendResult.failed(Failure.CONNECT, "no connection");

  private final TurnedLoop loop = new TurnedLoop();
  private final ManualTime time = loop.time;
  private final ScriptedSender sender = loop.sender;

  /** Begins an outage with five failures, whose events wait for moments of their own. */
  private Dispatcher away() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("early1", "early2", "early3", "early4", "early5");
    sender.alwaysAnswer(AWAY);
    dispatcher.turn();
    assertThat(dispatcher.isSentryAway()).isTrue();
    assertThat(sender.sent).hasSize(5);
    sender.sent.clear();
    return dispatcher;
  }

  /** Turns the loop as its thread would. */
  private void turnFor(Dispatcher dispatcher, long millis) {
    long end = time.nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (time.nanos() - end < 0) {
      long wait = dispatcher.turn();
      time.pass(Duration.ofNanos(Math.max(1, Math.min(wait, end - time.nanos()))));
    }
  }

  @Test
  void outage_isProbedOnceInOneToOneAndAHalfSeconds() {
    for (double drawn : new double[] {0, 0.5, 0.999}) {
      TurnedLoop each = new TurnedLoop();
      each.random = drawn;
      Dispatcher dispatcher = each.dispatcher();
      each.put("1", "2", "3", "4", "5", "6");
      List<Long> sentAt = new ArrayList<>();
      each.sender.rule =
          event -> {
            sentAt.add(each.time.millis());
            return CompletableFuture.completedFuture(AWAY);
          };
      dispatcher.turn();
      sentAt.subList(0, 4).clear();
      for (int i = 0; i < 1200; i++) {
        each.time.pass(Duration.ofNanos(Math.max(1, dispatcher.turn())));
      }

      assertThat(sentAt).hasSizeGreaterThan(30);
      for (int i = 1; i < sentAt.size(); i++) {
        assertThat(sentAt.get(i) - sentAt.get(i - 1)).isBetween(1000L, 1551L);
      }
      assertThat(dispatcher.sends().probes()).isEqualTo(sentAt.size() - 1);
      assertThat(each.storage.totalSize()).isEqualTo(6);
      each.assertAllPermitsAreBack();
    }
  }

  @Test
  void probe_isTheNewestEventWhateverTheOrder() {
    loop.storage = loop.storage(QueueOrder.OLDEST_FIRST);
    Dispatcher dispatcher = away();
    loop.put("old", "new");
    turnFor(dispatcher, 1300);

    assertThat(sender.bodies()).containsExactly("new");
    // A failed connection was not its fault: it is the next probe again.
    turnFor(dispatcher, 1300);
    assertThat(sender.bodies()).containsExactly("new", "new");
  }

  @Test
  void probe_thatHangsKeepsNoOtherFromBeingSent() {
    Dispatcher dispatcher = away();
    sender.rule = event -> new CompletableFuture<>();
    turnFor(dispatcher, 5_100);

    assertThat(sender.sent).hasSize(4);
    assertThat(dispatcher.inFlight()).isEqualTo(4);
    loop.assertAllPermitsAreBack();
  }

  @Test
  void probe_isAnotherEventWhenOneMayBreakTheConnection() {
    Dispatcher dispatcher = away();
    loop.put("fine", "poisonous");
    sender.rule =
        event ->
            CompletableFuture.completedFuture(
                event.body().length == "poisonous".length()
                    ? SendResult.failed(Failure.RESET, "connection lost")
                    : ScriptedSender.OK);
    turnFor(dispatcher, 1_300);
    assertThat(sender.bodies()).containsExactly("poisonous");
    turnFor(dispatcher, 1_300);
    assertThat(dispatcher.isSentryAway()).isFalse();
  }

  @Test
  void probes_ofALongOutageTryManyEvents() {
    Dispatcher dispatcher = away();
    for (int i = 0; i < 50; i++) {
      loop.put("poison" + i);
    }
    Set<String> tried = new HashSet<>();
    sender.rule =
        event -> {
          tried.add(new String(event.body(), java.nio.charset.StandardCharsets.UTF_8));
          return CompletableFuture.completedFuture(SendResult.failed(Failure.RESET, "lost"));
        };
    turnFor(dispatcher, 120_000);

    assertThat(tried).hasSizeGreaterThan(20);
  }

  @Test
  void recovery_rampsOneTwoFourWithinThePermits() {
    Dispatcher dispatcher = away();
    for (int i = 0; i < 30; i++) {
      loop.put("e" + i);
    }
    sender.rule = event -> new CompletableFuture<>();
    turnFor(dispatcher, 1_300);
    assertThat(sender.sent).hasSize(1);
    List<Integer> inFlight = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      List<ScriptedSender.Sent> answered = List.copyOf(sender.sent);
      sender.sent.clear();
      answered.forEach(sent -> sent.answer(200));
      dispatcher.turn();
      inFlight.add(sender.sent.size());
    }

    assertThat(inFlight).containsExactly(1, 2, 4, 4, 4);
    assertThat(loop.storage.stats().leased()).isEqualTo(4);
  }

  @Test
  void controller_isToldOfNoProbe() {
    Dispatcher dispatcher = away();
    int told = loop.controller.results.size();
    int started = loop.controller.started;
    turnFor(dispatcher, 60_000);
    assertThat(sender.sent).hasSizeGreaterThan(40);
    sender.rule = event -> new CompletableFuture<>();
    turnFor(dispatcher, 2_600);
    loop.controller.budget = 0;
    sender.last().answer(200);
    dispatcher.turn();

    assertThat(dispatcher.isSentryAway()).isFalse();
    assertThat(loop.controller.results).hasSize(told);
    assertThat(loop.controller.started).isEqualTo(started);
  }

  @Test
  void hang_isFoundOutWithoutAnAnswerAndWrittenOff() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("1", "2", "3", "4", "5", "6");
    dispatcher.turn();
    assertThat(sender.sent).hasSize(4);
    turnFor(dispatcher, 9_999);
    assertThat(dispatcher.isSentryAway()).isFalse();
    turnFor(dispatcher, 2);
    assertThat(dispatcher.isSentryAway()).isTrue();
    assertThat(loop.controller.results).hasSize(4).allMatch(end -> end.startsWith("FAILED"));

    // The permits are held, and the probe goes all the same.
    turnFor(dispatcher, 1_300);
    assertThat(sender.sent).hasSize(5);
    sender.last().answer(200);
    dispatcher.turn();
    assertThat(dispatcher.isSentryAway()).isFalse();

    // What hung is no burden on the pace, and its late answers are taken.
    assertThat(loop.controller.inFlight).isZero();
    sender.sent.subList(0, 4).forEach(sent -> sent.answer(200));
    dispatcher.turn();
    assertThat(loop.controller.results).hasSize(4);
    assertThat(dispatcher.forwarded()).isEqualTo(5);
    assertThat(dispatcher.isSentryAway()).isFalse();
  }

  @Test
  void recovery_thatIsFollowedByTimeoutsOfTheHangStaysRecovered() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("1", "2", "3", "4");
    dispatcher.turn();
    turnFor(dispatcher, 12_000);
    List<ScriptedSender.Sent> hung = List.copyOf(sender.sent);
    sender.alwaysAnswer(ScriptedSender.OK);
    loop.put("5");
    turnFor(dispatcher, 2_000);
    assertThat(dispatcher.isSentryAway()).isFalse();
    turnFor(dispatcher, 11_000);
    assertThat(dispatcher.isSentryAway()).isFalse();
    hung.forEach(sent -> sent.answer().complete(SendResult.failed(Failure.TIMEOUT, "late")));
    turnFor(dispatcher, 20_000);

    assertThat(dispatcher.isSentryAway()).isFalse();
    assertThat(loop.storage.totalSize()).isZero();
    loop.assertAllPermitsAreBack();
  }

  @Test
  void recovery_goesOnAtThePaceThatWasLearned() {
    RateController percentile = RateController.percentile(10, Duration.ofSeconds(1));
    loop.pace = percentile;
    Dispatcher dispatcher = loop.dispatcher();
    for (int i = 0; i < 100; i++) {
      loop.put("e" + i);
    }
    for (int i = 0; i < 10; i++) {
      dispatcher.turn();
      time.passMillis(20);
      sender.last().answer(200);
    }
    sender.alwaysAnswer(AWAY);
    turnFor(dispatcher, 30_000);
    assertThat(dispatcher.isSentryAway()).isTrue();
    sender.sent.clear();
    sender.alwaysAnswer(ScriptedSender.OK);
    turnFor(dispatcher, 1_500);
    assertThat(dispatcher.isSentryAway()).isFalse();
    int before = sender.sent.size();
    // Instant answers do speed the pace up, sample by sample, but nothing comes in a burst.
    turnFor(dispatcher, 20);

    assertThat(sender.sent.size() - before).isLessThanOrEqualTo(2);
  }

  @Test
  void starvation_whileSentryIsAwayIsKnown() {
    Dispatcher dispatcher = loop.dispatcher();
    sender.alwaysAnswer(SendResult.answered(302, null, null));
    loop.put("a");
    dispatcher.turn();
    assertThat(dispatcher.isSentryAway()).isTrue();
    assertThat(dispatcher.hasNothingToTry()).isFalse();
    time.passMillis(1250);
    sender.alwaysAnswer(SendResult.failed(Failure.RESET, "lost"));
    dispatcher.turn();
    turnFor(dispatcher, 1_260);
    assertThat(dispatcher.hasNothingToTry()).isTrue();
  }

  @Test
  void probe_thatIsNotToBeHadGivesItsLaneBack() {
    sender.alwaysAnswer(SendResult.answered(403, null, null));
    RefusingFarm farm = new RefusingFarm(loop.farm);
    loop.farm = farm;
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("refused");
    dispatcher.turn();
    assertThat(loop.storage.stats().parked()).isEqualTo(1);
    farm.openBreaker(Duration.ZERO);
    farm.refuses = true;
    time.pass(Duration.ofSeconds(60));
    dispatcher.turn();
    farm.refuses = false;
    sender.alwaysAnswer(ScriptedSender.OK);
    turnFor(dispatcher, 100);

    assertThat(loop.storage.totalSize()).isZero();
  }

  /** Another instance always has the probe. */
  private static final class RefusingFarm extends FarmBehind {
    boolean refuses;

    RefusingFarm(Farm farm) {
      super(farm);
    }

    @Override
    public boolean takeProbe(Duration untilNext) {
      return !refuses && super.takeProbe(untilNext);
    }
  }
}
