/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.GroupKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameMemoTest {
  private static final int LEVELS = 90;

  private final FrameMemo memo = new FrameMemo();
  private final Random random = new Random(20260104);

  @Test
  void find_ofWhatWasSeenTwice_isWhatWasKept() {
    byte[] frame = frame("a");
    assertThat(memo.keep(frame, 0, 90, frame.length, LEVELS)).isNull();
    FrameMemo.Entry entry = memo.keep(frame, 0, 90, frame.length, LEVELS);
    assertThat(entry).isNotNull();
    assertThat(find(frame)).isSameAs(entry);
    assertThat(entry.length).isEqualTo(90);
  }

  @Test
  void find_ofOtherBytesDepthOrEnd_isNull() {
    byte[] frame = frame("a");
    keep(frame);
    assertThat(find(frame)).isNotNull();
    assertThat(memo.find(frame, 0, frame.length, LEVELS - 1)).isNull();
    assertThat(memo.find(frame, 0, 89, LEVELS)).isNull();
    byte[] other = frame.clone();
    other[89]++;
    assertThat(find(other)).isNull();
    byte[] behind = frame.clone();
    behind[90]++;
    assertThat(find(behind)).as("what stands behind it does not count").isNotNull();
  }

  @Test
  void find_ofWhatWasPushedOut_isNull() {
    byte[] first = frame("first");
    keep(first);
    for (int i = 0; i <= FrameMemo.CAPACITY / 90; i++) {
      keep(frame("other" + i));
    }
    assertThat(find(first)).isNull();
  }

  /** One fingerprinter that has seen many frames, against one that has seen none. */
  @Test
  void fingerprint_doesNotDependOnTheFramesBefore() {
    Fingerprinter used = Fingerprinter.sentry(Grouping.SECRET);
    for (int i = 0; i < 4_000; i++) {
      byte[] json = event().getBytes(UTF_8);
      GroupKey group = used.fingerprint(Grouping.payload(json, DataCategory.ERROR)).group();
      GroupKey fresh =
          Fingerprinter.sentry(Grouping.SECRET)
              .fingerprint(Grouping.payload(json, DataCategory.ERROR))
              .group();
      assertThat(group).as(new String(json, UTF_8)).isEqualTo(fresh).isNotNull();
    }
  }

  private void keep(byte[] frame) {
    memo.keep(frame, 0, 90, frame.length, LEVELS);
    assertThat(memo.keep(frame, 0, 90, frame.length, LEVELS)).isNotNull();
  }

  private FrameMemo.Entry find(byte[] frame) {
    return memo.find(frame, 0, frame.length, LEVELS);
  }

  private static byte[] frame(String name) {
    return "\"filename\":\"%-40s\",\"function\":\"%-40s\",\"vars\":{}}"
        .formatted(name, name)
        .getBytes(UTF_8);
  }

  private String event() {
    List<String> frames = new ArrayList<>();
    for (int left = 1 + random.nextInt(5); left > 0; left--) {
      frames.add(
          "{\"filename\":\"app/%s\",\"function\":\"%s_%d\",\"lineno\":%d%s,\"vars\":{\"n\":%d}%s}"
              .formatted(
                  "module/".repeat(random.nextInt(12)),
                  "call".repeat(20),
                  random.nextInt(3),
                  random.nextInt(14),
                  new String[] {"", ",\"context_line\":\"x = \\\"y\\\"\"", ",\"in_app\":true"}
                      [random.nextInt(3)],
                  random.nextInt(1000),
                  random.nextInt(4) == 0 ? ",\"in_app\":true" : ""));
      if (random.nextInt(3) == 0) {
        int last = frames.size() - 1;
        frames.set(last, frames.get(last).replaceAll(",\"vars\":\\{[^}]*}", ""));
      }
    }
    return "{\"exception\":{\"values\":[{\"type\":\"E\",\"stacktrace\":{\"frames\":[%s]}}]}}"
        .formatted(String.join(",", frames));
  }
}
