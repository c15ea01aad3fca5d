/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.cyclops.event.Event;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SentrySender;
import dev.cyclops.storage.Storage;
import dev.cyclops.testkit.ManualClock;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopWatchTest {
  private final ManualClock clock = new ManualClock(Long.MAX_VALUE - 5);
  private final LoopWatch watch = new LoopWatch(clock);
  private final PluginLog log = new PluginLog("slow");
  private final PluginFailures plugin =
      new PluginFailures("slow", "plugin 'slow' (slow.jar)", PluginSource.classPath());

  @AfterEach
  void close() {
    log.close();
  }

  private static Method send() throws NoSuchMethodException {
    return SentrySender.class.getMethod("send", Event.class);
  }

  @Test
  void look_tellsOnceWhoHoldsTheLoopAndOnceThatItIsOver() throws Exception {
    LoopWatch.Call call = watch.begin(plugin, send());
    clock.advance(LoopWatch.SLOW_AFTER.minusNanos(1));
    watch.look();
    assertThat(log.lines(Level.WARN)).isEmpty();

    clock.advanceNanos(1);
    watch.look();
    clock.advance(Duration.ofSeconds(20));
    watch.look();
    assertThat(log.lines(Level.WARN))
        .containsExactly(
            "plugin 'slow' (slow.jar) has been in send for 10 s and holds the sending loop: nothing goes to Sentry until it comes back");

    watch.end(call);
    watch.look();
    assertThat(log.lines(Level.WARN))
        .hasSize(2)
        .last()
        .isEqualTo("plugin 'slow' (slow.jar) has come back from send after 30 s");
  }

  @Test
  void end_ofACallThatWasQuickIsNoNews() throws Exception {
    LoopWatch.Call call = watch.begin(plugin, send());
    clock.advance(Duration.ofSeconds(11));
    watch.end(call);
    watch.look();
    assertThat(log.lines(Level.WARN)).isEmpty();
  }

  @Test
  void callNanos_isTheAgeOfACallThatIsNotOver() throws Exception {
    PluginFailures other =
        new PluginFailures("other", "plugin 'other' (other.jar)", PluginSource.classPath());
    LongSupplier age = watch.callNanos(SentrySender.class, plugin).orElseThrow();
    assertThat(age.getAsLong()).isZero();

    LoopWatch.Call call = watch.begin(plugin, send());
    assertThat(age.getAsLong()).isZero();
    clock.advance(Duration.ofSeconds(3));
    assertThat(age.getAsLong()).isEqualTo(3_000_000_000L);
    assertThat(watch.callNanos(SentrySender.class, other).orElseThrow().getAsLong()).isZero();

    watch.end(call);
    assertThat(age.getAsLong()).isZero();
  }

  @Test
  void callNanos_isNothingOfWhatTheLoopCallsNeverOf() {
    assertThat(watch.callNanos(RateController.class, plugin)).isPresent();
    assertThat(watch.callNanos(Storage.class, plugin)).isPresent();
    assertThat(watch.callNanos(Fingerprinter.class, plugin)).isEmpty();
  }

  @Test
  void isOfLoop_knowsWhatTheSendingLoopCalls() {
    assertThat(ofLoop(SentrySender.class)).containsExactly("send");
    assertThat(ofLoop(RateController.class)).contains("nanosUntilSend", "onStart", "onResult");
    assertThat(ofLoop(Storage.class)).contains("next", "settle", "renew").doesNotContain("put");
  }

  private static String[] ofLoop(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && LoopWatch.isOfLoop(method))
        .map(Method::getName)
        .toArray(String[]::new);
  }
}
