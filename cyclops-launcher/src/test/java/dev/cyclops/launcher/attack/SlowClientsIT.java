/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyclops.launcher.attack.SlowHttpClients.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two thousand slow clients at once, of each kind, do not slow down the others.
 *
 * <p>Rounds without and with the slow ones take turns, so that what else the machine does falls on
 * both alike, and the medians of their 99th percentiles are compared. Where three pairs of rounds
 * do not tell, more are run, and all of them count.
 */
@Tag("attacks")
class SlowClientsIT {
  private static final int CONNECTIONS = 2_000;
  private static final int FEW = 20;
  private static final int HEAP_MEBIBYTES = 256;
  private static final int FEWEST_PAIRS = 3;
  private static final int MOST_PAIRS = 9;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void slowClients_doNotSlowDownOthers(Mode mode) throws Exception {
    try (AttackedServer server = new AttackedServer(folder, HEAP_MEBIBYTES)) {
      // The JIT compiler is done when both kinds of rounds have been seen.
      GoodClients.p99Micros(server.port());
      attacked(server, mode);

      List<Long> base = new ArrayList<>();
      List<Long> attacked = new ArrayList<>();
      do {
        await().atMost(Duration.ofMinutes(2)).until(() -> established(server.port()) < FEW);
        base.add(GoodClients.p99Micros(server.port()));
        attacked.add(attacked(server, mode));
      } while (base.size() < FEWEST_PAIRS
          || base.size() < MOST_PAIRS && median(attacked) >= 2 * median(base));
      System.out.printf(
          "slow %s: p99 in us without %s, with %s%n",
          mode.name().toLowerCase(Locale.ROOT), base, attacked);
      assertThat(median(attacked))
          .as("p99 with slow clients %s, without %s", attacked, base)
          .isLessThan(2 * median(base));
      server.checkAlive();
    }
  }

  private long attacked(AttackedServer server, Mode mode) throws Exception {
    try (SlowHttpClients slow = SlowHttpClients.start(mode, server.port(), CONNECTIONS, folder)) {
      int most = 0;
      // Where the server ends the first before the last has come, this many at once is all.
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      for (int now = 0; now < CONNECTIONS && System.nanoTime() - end < 0; ) {
        now = established(server.port());
        most = Math.max(most, now);
        assertThat(slow.isAlive()).as("slowhttptest runs").isTrue();
      }
      assertThat(most).as("slow connections at once").isGreaterThanOrEqualTo(CONNECTIONS);
      return GoodClients.p99Micros(server.port());
    }
  }

  /** How many connections the kernel holds open at a port of ours, on its side. */
  private static int established(int port) throws IOException {
    String ours = String.format(Locale.ROOT, "0100007F:%04X", port);
    int count = 0;
    for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(file), US_ASCII)) {
        String[] words = line.strip().split("\\s+");
        if (words.length > 3 && words[1].endsWith(ours) && words[3].equals("01")) {
          count++;
        }
      }
    }
    return count;
  }

  private static long median(List<Long> values) {
    List<Long> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
