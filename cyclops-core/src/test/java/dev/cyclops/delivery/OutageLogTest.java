/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.LogLines;
import dev.cyclops.send.BreakerStats;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutageLogTest {
  @RegisterExtension private final LogLines logged = new LogLines("dev.cyclops.delivery");
  private final List<String> lines = logged.lines;
  private final AtomicLong millis = new AtomicLong(1000);
  private final OutageLog log = new OutageLog(() -> Instant.ofEpochMilli(millis.get()));

  @Test
  void outage_isToldOnceAndWhenItIsOver() {
    log.began("refused", 5);
    log.alarm(Verdict.UNREACHABLE, "refused");
    log.ended(5 + TimeUnit.SECONDS.toNanos(61));

    assertThat(lines)
        .containsExactly(
            "WARNING Sentry is away, events wait: refused", "INFO Sentry is back after 61 s");
  }

  @Test
  void state_tellsSinceWhenAndWhyAndHowOften() {
    assertThat(log.state()).isEqualTo(BreakerStats.NEVER_OPEN);

    log.began("refused", 5);
    assertThat(log.state()).isEqualTo(new BreakerStats(true, 1, 1000, "refused"));

    millis.set(4000);
    log.ended(6);
    assertThat(log.state()).isEqualTo(new BreakerStats(false, 1, 4000, "refused"));

    log.began("nothing is answered", 7);
    assertThat(log.state()).isEqualTo(new BreakerStats(true, 2, 4000, "nothing is answered"));
  }

  @Test
  void misdirection_isAnAlarmOncePerOutage() {
    for (int outage = 0; outage < 2; outage++) {
      lines.clear();
      log.began("TLS: expired", 0);
      for (int probe = 0; probe < 3; probe++) {
        log.alarm(Verdict.UNTRUSTED, "TLS: expired");
        log.alarm(Verdict.REDIRECTED, "status 301");
      }
      log.ended(0);

      assertThat(lines).hasSize(4);
      assertThat(lines.get(1)).startsWith("SEVERE ").contains("TLS: expired", "certificate");
      assertThat(lines.get(2)).startsWith("SEVERE ").contains("status 301", "redirect");
    }
  }
}
