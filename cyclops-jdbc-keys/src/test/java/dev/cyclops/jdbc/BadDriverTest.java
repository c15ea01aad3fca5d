/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static dev.cyclops.jdbc.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.auth.ProjectKey;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BadDriverTest {
  private static final long SECOND_NANOS = 1_000_000_000;

  /** Long enough to come as far as the driver lets it, also where the machine stands still. */
  private static final Duration LATE = Duration.ofSeconds(4);

  private final LogLines log = new LogLines();
  private JdbcKeySource source;

  private JdbcKeySource source(Duration timeout) {
    source =
        JdbcKeySource.builder(FakeDriver.URL).user("me").password("hush").timeout(timeout).build();
    return source;
  }

  @AfterEach
  void close() {
    source.close();
    log.close();
  }

  @Test
  void load_endsWhereTheAnswerDoesNotCome() throws Exception {
    try (FakeDriver driver =
        new FakeDriver() {
          @Override
          void asking(String query) throws Exception {
            hang();
          }
        }) {
      source(LATE);

      assertThatThrownBy(source::load)
          .isInstanceOf(KeyLoadException.class)
          .hasMessage(
              "jdbc:fake at db/sentry: no answer within 4 s"
                  + " while waiting for the answer to the query");
      driver.aborted.await();
    }
  }

  @Test
  void load_endsWhereTheRowsDoNotGoOn_andHandsOutNoneOfThemAsAWhole() throws Exception {
    try (FakeDriver driver =
        new FakeDriver() {
          @Override
          boolean next(int row) throws Exception {
            if (row > 1000) {
              hang();
            }
            return true;
          }
        }) {
      source(LATE);
      List<ProjectKey> taken = new ArrayList<>();

      assertThatThrownBy(() -> source.load(taken::add))
          .isInstanceOf(KeyLoadException.class)
          .hasMessageContaining("no answer within 4 s while reading the rows");
      assertThat(taken).hasSizeLessThanOrEqualTo(1000);
      driver.aborted.await();
    }
  }

  @Test
  void load_waitsForRowsThatTrickle() throws Exception {
    await()
        .until(
            () -> {
              AtomicLong longestNanos = new AtomicLong();
              try (FakeDriver driver = new TricklingDriver(longestNanos)) {
                assertThat(source(Duration.ofMillis(200)).load()).hasSize(6);
                assertThat(driver.calls).doesNotContain("abort");
                return true;
              } catch (KeyLoadException e) {
                // Not where the machine has stood still for that long.
                assertThat(longestNanos.get()).as(e.getMessage()).isGreaterThan(SECOND_NANOS);
                source.close();
                return false;
              }
            });
  }

  /** Six rows: each comes soon, and all take longer than the timeout and its grace. */
  private static final class TricklingDriver extends FakeDriver {
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicLong longestNanos;
    private long lastNanos = System.nanoTime();

    TricklingDriver(AtomicLong longestNanos) throws SQLException {
      this.longestNanos = longestNanos;
    }

    @Override
    boolean next(int row) throws Exception {
      boolean more = row <= 6 && !never.await(250, TimeUnit.MILLISECONDS);
      long now = System.nanoTime();
      longestNanos.accumulateAndGet(now - lastNanos, Math::max);
      lastNanos = now;
      return more;
    }
  }

  @Test
  void load_endsWhereRowsComeForEver() throws Exception {
    try (FakeDriver driver =
        new FakeDriver() {
          @Override
          boolean next(int row) {
            return true;
          }
        }) {
      source(Duration.ofMillis(5));

      // A thread that was not let run at the wrong moment is taken for a silent database.
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> source.load(key -> {}))
                      .isInstanceOf(KeyLoadException.class)
                      .hasMessageEndingWith(
                          "it took longer than 300 ms and was still reading the rows"));
      driver.aborted.await();
    }
  }

  @Test
  void load_doesNotPileUpThreadsBehindADriverThatNeverComesBack() throws Exception {
    try (FakeDriver driver =
        new FakeDriver() {
          @Override
          void connecting() throws Exception {
            hangForGood();
          }
        }) {
      source(Duration.ofMillis(50));
      assertThatThrownBy(source::load).hasMessageContaining("while connecting");

      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(source::load)
            .isInstanceOf(KeyLoadException.class)
            .hasMessageEndingWith("the driver has not come back from the attempt before");
      }
      await().untilAsserted(() -> assertThat(driver.calls).containsExactly("connect me"));
    }
  }

  @Test
  void load_makesANewConnectionAfterAFailure() throws Exception {
    try (FakeDriver driver =
        new FakeDriver() {
          @Override
          void asking(String query) throws Exception {
            if (calls.stream().filter("query"::equals).count() == 1) {
              throw new SQLException("it broke", "XX000");
            }
          }
        }) {
      source(Duration.ofSeconds(30));
      assertThatThrownBy(source::load).hasMessageEndingWith(": it broke");

      assertThat(source.load()).isEmpty();
      assertThat(source.load()).isEmpty();

      assertThat(driver.calls).containsOnlyOnce("abort").containsOnlyOnce("close");
      assertThat(driver.calls.stream().filter("connect me"::equals)).hasSize(2);
    }
  }

  @Test
  void close_makesNoOtherConnectionForTheOneThatIsBeingTried() throws Exception {
    CountDownLatch tried = new CountDownLatch(1);
    try (FakeDriver driver =
        new FakeDriver() {
          @Override
          boolean valid() throws Exception {
            tried.countDown();
            aborted.await();
            return false;
          }
        }) {
      source(Duration.ofMinutes(10));
      source.load();
      Thread closing =
          new Thread(
              () -> {
                try {
                  tried.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                source.close();
              });
      closing.start();

      assertThatThrownBy(source::load).hasMessageEndingWith(": closed");

      await().until(() -> noThread("cyclops-keys-jdbc"));
      assertThat(driver.calls).containsOnlyOnce("connect me");
    }
  }

  private static boolean noThread(String name) {
    return Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().equals(name));
  }

  @Test
  void load_registersNothingForManagement() throws Exception {
    try (FakeDriver driver = new FakeDriver()) {
      source(Duration.ofSeconds(30)).load();

      assertThat(
              ManagementFactory.getPlatformMBeanServer()
                  .queryNames(new ObjectName("org.apache.commons.*:*"), null))
          .isEmpty();
      assertThat(driver.calls).doesNotContain("abort");
    }
  }

  @Test
  void load_saysWhichColumnIsNoKey() throws Exception {
    try (FakeDriver driver =
        new FakeDriver() {
          @Override
          int type(int column) {
            return column == 2 ? Types.DOUBLE : Types.INTEGER;
          }
        }) {
      source(Duration.ofSeconds(30));

      assertThatThrownBy(source::load)
          .isInstanceOf(KeyLoadException.class)
          .hasMessageContaining("column 2 of the query is not a text but TYPE8; expected are");
      driver.aborted.await();
    }
  }

  @Test
  void load_showsNoPasswordThatADriverSays() throws Exception {
    try (FakeDriver driver =
        new FakeDriver() {
          @Override
          void connecting() throws Exception {
            throw new SQLException(
                "cannot log in me/hush\nsecond line",
                "XX000",
                new IllegalStateException("jdbc:fake://me:hush@db"));
          }
        }) {
      source(Duration.ofSeconds(30));

      assertThatThrownBy(source::load)
          .isInstanceOf(KeyLoadException.class)
          .hasMessage("jdbc:fake at db/sentry: cannot log in me/***")
          .hasNoCause();
      assertThat(log.everything()).doesNotContain("hush");
      assertThat(driver.calls).hasSize(1);
    }
  }

  @Test
  void load_takesNothingForAnAnswerButAnAnswer() throws Exception {
    try (FakeDriver driver =
        new FakeDriver() {
          @Override
          void asking(String query) throws Exception {
            // What MySQL says to somebody who may read the other columns only.
            throw new SQLException("denied for column 'status'", "42000", 1143);
          }
        }) {
      source(Duration.ofSeconds(30));

      assertThatThrownBy(source::load).hasMessageContaining("may not read the keys");
      assertThat(driver.calls.stream().filter("query"::equals)).hasSize(1);
    }
  }

  @Test
  void close_doesNotWaitForTheDriver() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (FakeDriver driver =
        new FakeDriver() {
          @Override
          void asking(String query) throws Exception {
            asked.countDown();
            hangForGood();
          }
        }) {
      source(Duration.ofMinutes(10));
      List<Throwable> failures = new ArrayList<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  source.load();
                } catch (Exception e) {
                  failures.add(e);
                }
              });
      thread.start();
      asked.await();

      source.close();
      thread.join();

      assertThat(failures).singleElement().asString().endsWith("jdbc:fake at db/sentry: closed");
      driver.aborted.await();
    }
  }
}
