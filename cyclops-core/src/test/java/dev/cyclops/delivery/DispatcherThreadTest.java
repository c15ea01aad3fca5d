/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Events;
import dev.cyclops.ScriptedSender;
import dev.cyclops.Spin;
import dev.cyclops.StorageBehind;
import dev.cyclops.event.Event;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.ResponseTimes;
import dev.cyclops.send.SendResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.trace.Traces;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop on its own thread; what it does is decided by meeting points, not by time. */
@Timeout(180)
class DispatcherThreadTest {
  private final ScriptedSender sender = new ScriptedSender();
  private final Faults faults = new Faults();
  private final StorageBehind storage =
      new StorageBehind(Storage.inMemory(1 << 20, QueueOrder.OLDEST_FIRST));
  private final Farm farm = Farm.alone(2);
  private volatile boolean moreOfOurOwn;
  private final SideRequests side =
      new SideRequests() {
        @Override
        public @Nullable Event next(long nowMillis) {
          return null;
        }

        @Override
        public void sent(Event event, SendResult result) {}

        @Override
        public boolean hasMore() {
          return moreOfOurOwn;
        }
      };
  private final Dispatcher dispatcher =
      new Dispatcher(
          new Dispatcher.Stations(
              storage, sender, RateController.percentile(10, Duration.ofNanos(1)), farm, side),
          new Dispatcher.Observers(
              new ResponseTimes(10),
              (result, nanos) -> {},
              project -> {},
              () -> {},
              faults,
              new Traces(Clock.systemUTC())),
          new Dispatcher.Chance(System::nanoTime, Clock.systemUTC(), () -> 0.5));
  private final DispatcherThread thread = new DispatcherThread(dispatcher, storage, faults);

  @AfterEach
  void end() {
    sender.alwaysAnswer(ScriptedSender.OK);
    sender.sent.forEach(sent -> sent.answer(200));
    storage.onNext = null;
    storage.onStats = null;
    thread.drain(Duration.ZERO);
  }

  private void put(String body) {
    storage.put(Events.accepted(body, Clock.systemUTC()));
  }

  @Test
  void loop_sendsWhatWasThereAndWhatComesWhileItSleeps() throws Exception {
    sender.alwaysAnswer(ScriptedSender.OK);
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(200);
    sender.onSend =
        () -> {
          first.countDown();
          all.countDown();
        };
    put("0");
    thread.start();
    first.await();
    for (int i = 1; i < 200; i++) {
      put(String.valueOf(i));
    }
    all.await();

    assertThat(sender.bodies()).first().isEqualTo("0");
    assertThat(sender.bodies()).doesNotHaveDuplicates().hasSize(200);
  }

  @Test
  void loop_goesOnAfterAnExceptionOfTheStorage() throws Exception {
    sender.alwaysAnswer(ScriptedSender.OK);
    CountDownLatch sent = new CountDownLatch(1);
    sender.onSend = sent::countDown;
    storage.onNext = new IllegalStateException("next");
    put("a");
    thread.start();
    Spin.until(() -> faults.count() > 0);
    storage.onNext = null;
    sent.await();

    assertThat(sender.bodies()).containsExactly("a");
  }

  @Test
  void drain_sendsAllThatIsThere() {
    sender.alwaysAnswer(ScriptedSender.OK);
    thread.start();
    for (int i = 0; i < 50; i++) {
      put(String.valueOf(i));
    }
    thread.drain(Duration.ofDays(1));

    assertThat(dispatcher.forwarded()).isEqualTo(50);
    assertThat(storage.totalSize()).isZero();
    assertThat(dispatcher.inFlight()).isZero();
  }

  @Test
  void drain_withoutTimeSendsNothingMoreButHearsTheAnswers() throws Exception {
    CountDownLatch two = new CountDownLatch(2);
    sender.onSend = two::countDown;
    put("0");
    put("1");
    thread.start();
    two.await();
    // For what the loop may still send before it hears of the drain.
    sender.alwaysAnswer(ScriptedSender.OK);
    CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> thread.drain(Duration.ZERO));
    sender.sent.get(0).answer(200);
    sender.sent.get(1).answer(503);
    drained.join();

    assertThat(dispatcher.inFlight()).isZero();
    assertThat(dispatcher.sends().failed()).isEqualTo(1);
    assertThat(dispatcher.forwarded()).isPositive();
    assertThat(dispatcher.forwarded() + storage.totalSize()).isEqualTo(2);
    assertThat(storage.stats().leased()).isZero();
  }

  @Test
  void drain_ofAStorageThatThrowsEndsAtItsDeadline() {
    sender.alwaysAnswer(ScriptedSender.OK);
    thread.start();
    storage.onStats = new IllegalStateException("size");
    // Long enough for the loop to ask at least once, should the machine stall.
    thread.drain(Duration.ofSeconds(2));

    assertThat(faults.count()).isPositive();
  }

  @Test
  void drain_keepsAnInterrupt() {
    sender.alwaysAnswer(SendResult.answered(200, null, null));
    thread.start();
    Thread.currentThread().interrupt();
    thread.drain(Duration.ofDays(1));

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void drain_beforeTheStartReturns() {
    thread.drain(Duration.ofDays(1));

    assertThat(sender.sent).isEmpty();
  }

  /** Without an end of its own this would take a day. */
  @Test
  void drain_endsWhenOnlyRequestsOfOurOwnAreLeftThatNeverCome() {
    moreOfOurOwn = true;
    thread.start();

    thread.drain(Duration.ofDays(1));

    assertThat(storage.totalSize()).isZero();
    assertThat(faults.count()).isZero();
  }

  @Test
  void drain_doesNotWaitForWhatIsParked() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    sender.alwaysAnswer(SendResult.answered(403, null, null));
    sender.onSend = sent::countDown;
    put("0");
    thread.start();
    sent.await();
    // A drain of a day would hang this test.
    thread.drain(Duration.ofDays(1));

    assertThat(storage.stats().parked()).isEqualTo(1);
  }

  @Test
  void drain_leavesToOthersWhatOutlivesTheProcess() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    sender.alwaysAnswer(SendResult.answered(500, null, null));
    sender.onSend = sent::countDown;
    storage.outlivesTheProcess = true;
    put("0");
    thread.start();
    sent.await();
    // What waits for its next try would hang this test for a day.
    thread.drain(Duration.ofDays(1));

    assertThat(storage.stats().held()).isEqualTo(1);
  }

  @Test
  void drain_doesNotWaitForTheProbesOfASentryThatIsAway() throws Exception {
    CountDownLatch sent = new CountDownLatch(2);
    sender.onSend = sent::countDown;
    put("0");
    put("1");
    thread.start();
    sent.await();
    sender.sent.get(0).answer(302);
    Spin.until(dispatcher::isSentryAway);
    // Neither a drain of a day nor, if it could, an answer that never comes.
    thread.drain(Duration.ofDays(1));

    assertThat(storage.stats().held()).isEqualTo(2);
    assertThat(storage.stats().leased()).isZero();
  }

  @Test
  void drain_endsWhenSomebodyElsesCodeDoesNot() throws Exception {
    CountDownLatch sending = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    sender.rule =
        event -> {
          sending.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new CompletableFuture<>();
        };
    put("0");
    DispatcherThread stuck = new DispatcherThread(dispatcher, storage, faults, Duration.ZERO);
    stuck.start();
    sending.await();
    stuck.drain(Duration.ZERO);

    assertThat(storage.stats().held()).isEqualTo(1);
  }
}
