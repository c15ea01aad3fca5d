/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cyclops.ManualTime;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitsTest {
  private static final String KEY = "key-a";
  private static final String OTHER_KEY = "key-b";

  private final ManualTime time = new ManualTime();
  private final RateLimits limits = new RateLimits(time::nanos, time);

  private static Event event(long project, String key, DataCategory category) {
    return Event.builder(Route.ENVELOPE)
        .build()
        .accepted(project, key, null, category, UnaryOperator.identity());
  }

  private void answer(int status, String retryAfter, String header) {
    answer(DataCategory.ERROR, status, retryAfter, header);
  }

  private void answer(DataCategory to, int status, String retryAfter, String header) {
    limits.learn(event(1, KEY, to), SendResult.answered(status, retryAfter, header));
  }

  private void state(String header) {
    answer(200, null, header);
  }

  private double seconds(long project, String key, DataCategory category) {
    return limits.nanosLimited(project, key, category) / 1e9;
  }

  private double seconds(DataCategory category) {
    return seconds(1, KEY, category);
  }

  // ---- what is learnt

  @Test
  void learn_ofAnOrdinaryAnswerLimitsNothing() {
    answer(200, "60", null);
    answer(503, "60", null);
    answer(404, null, null);
    limits.learn(
        event(1, KEY, DataCategory.ERROR), SendResult.failed(SendResult.Failure.TIMEOUT, "late"));

    assertThat(limits.size()).isZero();
    assertThat(limits.header(1, KEY)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 400, 429, 503})
  void learn_takesTheHeaderOfAnyAnswer(int status) {
    answer(status, null, "30:error:project:quota");

    assertThat(seconds(DataCategory.ERROR)).isEqualTo(30);
    assertThat(seconds(DataCategory.TRANSACTION)).isZero();
  }

  @Test
  void learn_ofA429WithTheHeaderIgnoresRetryAfter() {
    answer(429, "500", "30:error:project:quota");

    assertThat(seconds(DataCategory.ERROR)).isEqualTo(30);
    assertThat(limits.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "- | 60",
        "17 | 17",
        "0 | 1",
        "-4 | 1",
        "nonsense | 60",
        // Five seconds after the clock of the test.
        "Tue, 14 Nov 2023 22:13:25 GMT | 5",
        "99999999 | 86400"
      })
  void learn_ofABare429LimitsEverythingOfTheKey(String retryAfter, int seconds) {
    answer(429, retryAfter, null);

    for (DataCategory category : DataCategory.values()) {
      boolean limited = category != DataCategory.CLIENT_REPORT;
      assertThat(seconds(category)).as("%s", category).isEqualTo(limited ? seconds : 0);
      assertThat(seconds(1, OTHER_KEY, category)).isZero();
      assertThat(limits.isPaused(1, category)).isFalse();
      assertThat(seconds(2, KEY, category)).isZero();
    }
    assertThat(limits.header(1, KEY)).isEqualTo(seconds + "::key");
    assertThat(limits.header(1, OTHER_KEY)).isNull();
  }

  @Test
  void learn_ofA429WithAnUnreadableHeaderIsThatOfABareOne() {
    answer(429, "20", "soon:error:key, , x");

    assertThat(limits.header(1, KEY)).isEqualTo("20::key");
  }

  /** Or it would come again at once, and be refused again. */
  @Test
  void learn_ofA429AboutSomethingElseHoldsBackWhatWasRefused() {
    answer(DataCategory.SPAN, 429, "20", "30:error:project:quota");

    assertThat(limits.header(1, KEY)).isEqualTo("30:error:project:quota, 20:span:key");
    answer(DataCategory.REPLAY, 429, null, "0:replay:project");
    assertThat(seconds(DataCategory.REPLAY)).isEqualTo(60);
    answer(DataCategory.PROFILE, 429, "9", "10:unheard_of:key, 10:profile:key");
    assertThat(seconds(DataCategory.PROFILE)).isEqualTo(10);
  }

  @Test
  void learn_ofUnknownCategoriesLimitsNothing() {
    state("60:unheard_of:organization:quota");

    assertThat(limits.size()).isZero();
    assertThat(limits.header(1, KEY)).isNull();
  }

  @Test
  void learn_neverLimitsClientReports() {
    state("60::organization, 60:client_report:key");
    answer(DataCategory.CLIENT_REPORT, 429, null, "60:error:key");

    assertThat(seconds(DataCategory.CLIENT_REPORT)).isZero();
    assertThat(limits.isPaused(1, DataCategory.CLIENT_REPORT)).isFalse();
    assertThat(limits.header(1, KEY)).doesNotContain("client_report");
  }

  /** Relay counts events of the default kind as errors, and so does the door. */
  @Test
  void learn_ofErrorsDoesNotLimitKindsThatNobodyKnows() {
    state("60:error:key");
    assertThat(seconds(DataCategory.DEFAULT)).isZero();

    state("60:default:key");
    assertThat(seconds(DataCategory.DEFAULT)).isEqualTo(60);
  }

  @Test
  void learn_believesADayAtMost() {
    state("99999999999:error:key, 86401:session:key, 86399:span:key");

    assertThat(seconds(DataCategory.ERROR)).isEqualTo(86_400);
    assertThat(seconds(DataCategory.SESSION)).isEqualTo(86_400);
    assertThat(seconds(DataCategory.SPAN)).isEqualTo(86_399);
  }

  // ---- scopes

  @ParameterizedTest
  @ValueSource(strings = {"organization", "project"})
  void learn_ofAProjectOrItsOrganizationLimitsTheProjectThatWasTold(String scope) {
    state("60:error:" + scope);

    assertThat(limits.isPaused(1, DataCategory.ERROR)).isTrue();
    assertThat(limits.isPaused(1, DataCategory.TRANSACTION)).isFalse();
    assertThat(limits.isPaused(2, DataCategory.ERROR)).isFalse();
    assertThat(seconds(1, OTHER_KEY, DataCategory.ERROR)).isEqualTo(60);
    assertThat(limits.header(1, OTHER_KEY)).isEqualTo("60:error:" + scope);
    assertThat(limits.header(2, KEY)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "", "global", "tenant"})
  void learn_ofAnythingElseLimitsTheKey(String scope) {
    state("60:error:" + scope);

    assertThat(limits.isPaused(1, DataCategory.ERROR)).isFalse();
    assertThat(seconds(1, KEY, DataCategory.ERROR)).isEqualTo(60);
    assertThat(seconds(1, null, DataCategory.ERROR)).isZero();
    assertThat(seconds(1, OTHER_KEY, DataCategory.ERROR)).isZero();
    assertThat(limits.header(1, KEY)).isEqualTo("60:error:key");
  }

  @Test
  void nanosLimited_isThatOfTheLongestLimit() {
    state("10::organization, 20:error:project, 15:error:key");
    assertThat(seconds(DataCategory.ERROR)).isEqualTo(20);
    assertThat(seconds(DataCategory.SESSION)).isEqualTo(10);

    time.pass(Duration.ofSeconds(12));
    assertThat(seconds(DataCategory.ERROR)).isEqualTo(8);
    assertThat(seconds(DataCategory.SESSION)).isZero();
  }

  // ---- several statements

  @Test
  void learn_keepsTheLaterEnd() {
    state("60:error:key:first");
    time.pass(Duration.ofSeconds(10));
    state("30:error:key:shorter");
    assertThat(limits.header(1, KEY)).isEqualTo("50:error:key:first");

    state("70:error:key:longer");
    assertThat(limits.header(1, KEY)).isEqualTo("70:error:key:longer");
    assertThat(limits.size()).isEqualTo(1);
  }

  @Test
  void learn_ofZeroSecondsEndsTheLimitInItsPlaceOnly() {
    state("60:error:key, 60:error:project, 60:session:key, 60::key");
    state("0:error:key");
    assertThat(limits.header(1, KEY)).isEqualTo("60:error:project, 60:session:key, 60::key");

    state("0::key, 0:session:key, -1:error:project");
    assertThat(limits.size()).isZero();
    assertThat(limits.header(1, KEY)).isNull();
  }

  // ---- time

  @Test
  void limits_endOnTheNanosecondAndVanish() {
    state("60:error:project, 30:session:key");
    time.pass(Duration.ofSeconds(60).minusNanos(1));
    assertThat(limits.nanosLimited(1, KEY, DataCategory.ERROR)).isEqualTo(1);
    assertThat(limits.isPaused(1, DataCategory.ERROR)).isTrue();

    time.pass(Duration.ofNanos(1));
    assertThat(limits.nanosLimited(1, KEY, DataCategory.ERROR)).isZero();
    assertThat(limits.isPaused(1, DataCategory.ERROR)).isFalse();
    assertThat(limits.header(1, KEY)).isNull();
    assertThat(limits.size()).isZero();
  }

  @Test
  void learn_forgetsWhatIsOver() {
    state("60:error:key, 10:session:key");
    time.pass(Duration.ofSeconds(10));
    state("5:span:key");

    assertThat(limits.size()).isEqualTo(2);
  }

  // ---- what is told

  @Test
  void header_tellsTheSecondsThatAreLeftRoundedUp() {
    state("2:error:key:q");
    assertThat(limits.header(1, KEY)).isEqualTo("2:error:key:q");
    time.pass(Duration.ofNanos(SECONDS.toNanos(1) - 1));
    assertThat(limits.header(1, KEY)).isEqualTo("2:error:key:q");
    time.pass(Duration.ofNanos(1));
    assertThat(limits.header(1, KEY)).isEqualTo("1:error:key:q");
    time.pass(Duration.ofNanos(SECONDS.toNanos(1) - 1));
    assertThat(limits.header(1, KEY)).isEqualTo("1:error:key:q");
    time.pass(Duration.ofNanos(1));
    assertThat(limits.header(1, KEY)).isNull();
  }

  @Test
  void header_joinsWhatDiffersInTheCategoryOnly() {
    state("60:error;transaction:project:q, 60:session:project:other, 60:span:key:q, 59::project:q");

    assertThat(limits.header(1, KEY))
        .isEqualTo(
            "60:error;transaction:project:q, 60:session:project:other, 59::project:q, 60:span:key:q");
  }

  @Test
  void header_namesTheNamespaceOfMetricsAndWhatWeHaveNoNameFor() {
    state("60:metric_bucket:key::custom, 60:log_byte:key:q");

    assertThat(limits.header(1, KEY)).isEqualTo("60:metric_bucket:key::custom, 60:log_byte:key:q");
    assertThat(seconds(DataCategory.METRIC_BUCKET)).isEqualTo(60);
    assertThat(seconds(DataCategory.LOG_ITEM)).isEqualTo(60);
  }

  /** Answers of a thousand requests within a second share their text. */
  @Test
  void header_isMadeAnewOnlyWhenItChanges() {
    state("60:error:key:q");

    assertThat(limits.header(1, KEY)).isSameAs(limits.header(1, KEY));
  }

  /** What clients are told is what we would have read. */
  @Test
  void header_isReadAsItIsTold() {
    state("60:error;session:key:a b, 60::organization, 60:metric_bucket:project:q:custom");
    String told = limits.header(1, KEY);
    RateLimits client = new RateLimits(time::nanos, time);
    client.learn(event(1, KEY, DataCategory.ERROR), SendResult.answered(200, null, told));

    assertThat(client.header(1, KEY)).isEqualTo(told);
  }

  // ---- bounds

  @Test
  void learn_beyondTheBoundForgetsWhatEndsSoonest() {
    for (int project = 1; project <= RateLimits.MAX_LIMITS + 5; project++) {
      limits.learn(
          event(project, KEY, DataCategory.ERROR),
          SendResult.answered(429, null, (100 + project) + ":error:project"));
    }

    assertThat(limits.size()).isEqualTo(RateLimits.MAX_LIMITS);
    assertThat(limits.isPaused(5, DataCategory.ERROR)).isFalse();
    assertThat(limits.isPaused(6, DataCategory.ERROR)).isTrue();
    assertThat(limits.isPaused(RateLimits.MAX_LIMITS + 5, DataCategory.ERROR)).isTrue();

    time.pass(Duration.ofDays(1));
    assertThat(limits.isPaused(6, DataCategory.ERROR)).isFalse();
    assertThat(limits.size()).isZero();
  }

  @Test
  void learn_keepsNoKeysThatStrangersMadeLong() {
    String longKey = "k".repeat(RateLimits.MAX_KEY_CHARS + 1);
    limits.learn(event(1, longKey, DataCategory.ERROR), SendResult.answered(429, null, null));
    assertThat(limits.size()).isZero();

    limits.learn(
        event(1, longKey, DataCategory.ERROR), SendResult.answered(200, null, "60:error:project"));
    assertThat(seconds(1, longKey, DataCategory.ERROR)).isEqualTo(60);
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR", "SESSION"})
  void nanosLimited_allocatesNothingWithAllLimitsKept(DataCategory category) {
    for (int i = 0; i < RateLimits.MAX_LIMITS; i++) {
      limits.learn(
          event(i / 10 + 1, "key" + i % 10, DataCategory.ERROR),
          SendResult.answered(429, null, "60:error:key"));
    }
    String[] keys = new String[10];
    for (int i = 0; i < 10; i++) {
      keys[i] = "key" + i;
    }
    Runnable run =
        () -> {
          for (int i = 0; i < RateLimits.MAX_LIMITS; i++) {
            boolean limited = limits.nanosLimited(i / 10 + 1, keys[i % 10], category) > 0;
            boolean paused = limits.isPaused(i / 10 + 1, category);
            if (limited != (category == DataCategory.ERROR) || paused) {
              throw new AssertionError("key " + i);
            }
          }
        };
    run.run();

    // Less than one object in a hundred questions: what the JVM itself may do meanwhile.
    assertThat(allocatedBy(run)).isLessThan(RateLimits.MAX_LIMITS / 100 * 16);
  }

  /** Each limit of these headers takes the place of one of many, or ends it. */
  @ParameterizedTest
  @ValueSource(strings = {"0,1,", "0,9:error,", "60.:;", "60.:a;", "0::key,1::project,"})
  void learn_ofTheLongestHeaderTakesBoundedMemory(String part) {
    String all = String.join(";", RateLimitText.names());
    String begin = "9:%s:project,9:%s:key,".formatted(all, all);
    String header = begin + part.repeat(RateLimitText.MAX_CHARS / part.length());

    assertThat(allocatedBy(() -> state(header))).isLessThan(2 << 20);
  }

  private static long allocatedBy(Runnable run) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    run.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void toString_ofALimitHidesTheKey() {
    RateLimit limit =
        new RateLimit(1, "secret", RateLimit.Scope.KEY, "", null, "quota", time.nanos());

    assertThat(limit).hasToString("RateLimit[everything of project 1, key, quota]");
  }

  // ---- the farm

  private static SharedLimit shared(String key, String scope, String category, long seconds) {
    return new SharedLimit(1, key, scope, category, "quota", Duration.ofSeconds(seconds));
  }

  @Test
  void onStated_isToldWhatOthersAreToAdopt() {
    RateLimits other = new RateLimits(time::nanos, time);
    limits.onStated(other::adopt);
    state("30:error:project:quota, 20:span:key:full, 60:metric_bucket:key:bytes:custom");
    answer(DataCategory.LOG_ITEM, 429, "7", null);

    assertThat(other.header(1, KEY)).isEqualTo(limits.header(1, KEY));
    assertThat(other.header(1, OTHER_KEY)).isEqualTo(limits.header(1, OTHER_KEY)).isNotNull();
    state("0:error:project:quota");
    assertThat(other.header(1, OTHER_KEY)).isNull();
    assertThat(other.size()).isEqualTo(limits.size());
  }

  @Test
  void adopt_keepsTheOneThatLastsLonger() {
    state("30:error:project:quota");
    limits.adopt(shared(null, "project", "error", 20));
    assertThat(seconds(DataCategory.ERROR)).isEqualTo(30);
    limits.adopt(shared(null, "project", "error", 40));
    assertThat(seconds(DataCategory.ERROR)).isEqualTo(40);
    limits.adopt(shared(null, "project", "error", 0));
    assertThat(limits.size()).isZero();
  }

  @Test
  void adopt_isBoundedAsWhatIsLearnt() {
    limits.adopt(shared(KEY, "key", "", Long.MAX_VALUE / 1000));
    assertThat(seconds(DataCategory.ERROR)).isEqualTo(RateLimits.LONGEST_SECONDS);
    limits.adopt(new SharedLimit(1, KEY, "key", "span", "a,b:evil;custom\r\n", Duration.ofDays(1)));
    assertThat(limits.header(1, KEY)).isEqualTo("86400::key:quota, 86400:span:key:a_b:custom");
  }

  @Test
  void adopt_ignoresWhatSentryCannotHaveStated() {
    limits.adopt(shared(KEY, "key", "nonsense", 10));
    limits.adopt(shared(KEY, "project", "error", 10));
    limits.adopt(shared("k".repeat(RateLimits.MAX_KEY_CHARS + 1), "key", "error", 10));
    limits.adopt(shared(KEY, "key", "error", -10));
    limits.adopt(new SharedLimit(0, KEY, "key", "", "", Duration.ofSeconds(10)));

    assertThat(limits.size()).isZero();
  }

  @Test
  void adopt_tellsNobody() {
    limits.onStated(
        limit -> {
          throw new AssertionError(limit.toString());
        });
    limits.adopt(shared(KEY, "key", "error", 10));

    assertThat(limits.size()).isOne();
    assertThat(shared(KEY, "key", "error", 10).toString()).doesNotContain(KEY);
  }
}
