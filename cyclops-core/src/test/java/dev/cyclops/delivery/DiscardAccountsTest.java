/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static dev.cyclops.delivery.DiscardReason.FLOOD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DiscardAccountsTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 200_000;
  private static final Pattern QUANTITY = Pattern.compile("\"quantity\":(\\d+)");

  private final DiscardAccounts accounts = new DiscardAccounts();

  @Test
  void add_losesNothingUnderThreads() throws Exception {
    int projects = 3 * DiscardAccounts.MAX_ACCOUNTS;
    onAllThreads(
        thread -> {
          for (int i = 0; i < ROUNDS; i++) {
            accounts.add(1 + i % projects, "public", DataCategory.ERROR, FLOOD, 1);
          }
        });

    assertThat(accounts.all()).hasSize(DiscardAccounts.MAX_ACCOUNTS);
    assertThat(accounts.all()).extracting(account -> account.project).doesNotHaveDuplicates();
    assertThat(openIn(accounts.all()) + accounts.beyond()).isEqualTo((long) THREADS * ROUNDS);
  }

  /** One thread reports, with failures, while the others count. */
  @Test
  void reports_addUpToWhatWasDroppedUnderThreads() throws Exception {
    ClientReports reports = new ClientReports(true);
    CountDownLatch done = new CountDownLatch(THREADS);
    ExecutorService loop = Executors.newSingleThreadExecutor();
    Future<Long> told =
        loop.submit(
            () -> {
              long now = 1_700_000_000_000L;
              long sum = 0;
              int turn = 0;
              boolean last = false;
              // Once more after the last one: its failures are to be made good.
              for (int more = 0; more < 200; more += last ? 1 : 0) {
                last = done.getCount() == 0;
                now += 1000;
                for (Event report = reports.next(now); report != null; report = reports.next(now)) {
                  boolean fails = turn++ % 3 == 0;
                  reports.sent(report, SendResult.answered(fails ? 503 : 200, null, null));
                  sum += fails ? 0 : quantity(report);
                }
              }
              return sum;
            });

    onAllThreads(
        thread -> {
          for (int i = 0; i < ROUNDS; i++) {
            reports.dropped(1 + i % 7, "key" + i % 2, DataCategory.ERROR, FLOOD, 1);
          }
          done.countDown();
        });

    assertThat(told.get()).isEqualTo((long) THREADS * ROUNDS);
    assertThat(reports.reported()).isEqualTo((long) THREADS * ROUNDS);
    loop.shutdown();
  }

  @Test
  void close_makesRoomAndKeepsTheOthers() {
    for (int project = 1; project <= DiscardAccounts.MAX_ACCOUNTS; project++) {
      accounts.add(project, "public", DataCategory.ERROR, FLOOD, 1);
    }
    accounts.add(99_999, "public", DataCategory.ERROR, FLOOD, 1);
    assertThat(accounts.isFull()).isTrue();
    assertThat(accounts.beyond()).isOne();
    DiscardAccount closed = accounts.all().get(17);

    accounts.close(Set.of(closed));
    accounts.add(99_999, "public", DataCategory.ERROR, FLOOD, 2);

    assertThat(accounts.all()).hasSize(DiscardAccounts.MAX_ACCOUNTS).doesNotContain(closed);
    assertThat(openIn(accounts.all())).isEqualTo(DiscardAccounts.MAX_ACCOUNTS - 1 + 2);
  }

  private static long openIn(List<DiscardAccount> accounts) {
    long sum = 0;
    for (DiscardAccount account : accounts) {
      long[] open = account.open();
      for (int kind = 0; open != null && kind < open.length; kind++) {
        sum += open[kind];
      }
    }
    return sum;
  }

  private static long quantity(Event report) {
    Matcher quantities = QUANTITY.matcher(new String(report.body(), StandardCharsets.UTF_8));
    long sum = 0;
    while (quantities.find()) {
      sum += Long.parseLong(quantities.group(1));
    }
    return sum;
  }

  private interface Work {
    void run(int thread) throws Exception;
  }

  private static void onAllThreads(Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> all = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int number = thread;
      all.add(
          threads.submit(
              () -> {
                work.run(number);
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();
  }
}
