/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.auth.ProjectKeys;
import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Payload;
import dev.cyclops.event.Route;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.FloodGroups;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.payload.PayloadReader;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Here rather than in the core, whose module does not read the platform's management beans. */
class AllocationTest {
  private static final int ROUNDS = 2000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Fingerprinter fingerprinter = Fingerprinter.sentry();
  private final PayloadReader reader = new PayloadReader(1 << 20, 1 << 20);

  private interface Work {
    void run() throws Exception;
  }

  private long bytesPerRun(Work work) throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      work.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      work.run();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
  }

  private static Event gzipped(int bytes) {
    return Event.builder(Route.STORE)
        .headers(Headers.builder().add("Content-Encoding", "gzip").build())
        .body(EventJson.gzip(EventJson.ofBytes(bytes, 1)))
        .build();
  }

  @Test
  void fingerprint_allocatesItsAnswerOnly() throws Exception {
    byte[] json = EventJson.ofBytes(60_000, 1);
    Payload payload = Objects.requireNonNull(reader.read(Event.store(1, "key", json)).payload());
    assertThat(bytesPerRun(() -> fingerprinter.fingerprint(payload))).isLessThanOrEqualTo(200);
  }

  @Test
  void authorize_allocatesTheClaimInBytesAndItsAnswer() throws Exception {
    String key = "0123456789abcdef".repeat(2);
    String secret = "fedcba9876543210".repeat(2);
    ProjectKeys keys = ProjectKeys.of(List.of(new ProjectKey(1, key, secret)));
    assertThat(bytesPerRun(() -> keys.authorize(1, key, null))).isLessThanOrEqualTo(40 + 32);
    assertThat(bytesPerRun(() -> keys.authorize(1, key, secret))).isLessThanOrEqualTo(80 + 32);
    assertThat(bytesPerRun(() -> keys.authorize(2, key, null))).isLessThanOrEqualTo(40);
  }

  @Test
  void floodGroups_allocateNothingForARepeat() throws Exception {
    byte[] json = EventJson.ofBytes(2_000, 1);
    Payload payload = Objects.requireNonNull(reader.read(Event.store(1, "key", json)).payload());
    FloodGroups groups = new FloodGroups();
    GroupKey group = new GroupKey(1, 2);
    assertThat(bytesPerRun(() -> groups.add(12_345, group, false, payload, 1))).isZero();
  }

  @Test
  void read_allocatesNothingThatGrowsWithTheBody() throws Exception {
    Event small = gzipped(2_000);
    Event large = gzipped(60_000);
    reader.read(large);
    long forSmall = bytesPerRun(() -> reader.read(small));
    assertThat(forSmall).isLessThan(1000);
    assertThat(bytesPerRun(() -> reader.read(large))).isLessThanOrEqualTo(forSmall + 100);
  }
}
