/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.SharedLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitNewsTest {
  private final LimitNews news = new LimitNews();

  private static SharedLimit limit(long project, String key) {
    String scope = key == null ? "project" : "key";
    return new SharedLimit(project, key, scope, "error", "quota:x", Duration.ofSeconds(9));
  }

  private List<SharedLimit> read(LimitNews.Told told) {
    List<SharedLimit> limits = new ArrayList<>();
    for (int i = 0; i < told.args().size(); i += 3) {
      String left = new String(told.args().get(i + 2), UTF_8);
      limits.add(
          LimitNews.read(
              new String(told.args().get(i), UTF_8),
              new String(told.args().get(i + 1), UTF_8),
              Long.parseLong(left)));
    }
    return limits;
  }

  @Test
  void read_givesWhatWasTold() {
    List<SharedLimit> limits = List.of(limit(1, null), limit(2, "key"), limit(3, "a\nb|c"));
    limits.forEach(limit -> news.add(limit, 5));
    assertThat(read(news.tell(5))).isEqualTo(limits);
  }

  @Test
  void tell_saysWhatIsLeft() {
    news.add(limit(1, null), 0);
    assertThat(read(news.tell(Duration.ofSeconds(4).toNanos())).get(0).left()).hasSeconds(5);
    assertThat(read(news.tell(Duration.ofSeconds(40).toNanos())).get(0).left()).isZero();
  }

  @Test
  void add_isBounded() {
    for (int i = 1; i <= 2 * LimitNews.MAX_WAITING; i++) {
      news.add(limit(i, null), 0);
    }
    int told = 0;
    while (!news.isEmpty()) {
      LimitNews.Told some = news.tell(0);
      assertThat(some.fields()).hasSizeLessThanOrEqualTo(LimitNews.MAX_AT_ONCE);
      told += some.fields().size();
      news.heard(some);
    }
    assertThat(told).isEqualTo(LimitNews.MAX_WAITING);
  }

  @Test
  void read_ignoresWhatItCannotRead() {
    assertThat(LimitNews.read("1\nkey", "", 1)).isNull();
    assertThat(LimitNews.read("one\nkey\nerror", "", 1)).isNull();
  }
}
