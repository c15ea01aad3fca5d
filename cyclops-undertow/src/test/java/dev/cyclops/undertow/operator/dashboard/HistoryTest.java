/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.cyclops.undertow.operator.dashboard.History.Series;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private final History history = new History();

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      double[] values = new double[Series.values().length];
      values[Series.IN.place()] = history.last() + 1;
      values[Series.RESPONSE.place()] = Double.NaN;
      values[Series.SENT.place()] = 1.0 / 3;
      history.add(1000 * (history.last() + 1), values);
    }
  }

  @Test
  void since_tellsWhatIsNew_oldestFirst() {
    add(3);
    JsonObject json = history.since(1);

    assertThat(json.get("millis")).hasToString("[2000,3000]");
    assertThat(json.get("in")).hasToString("[2,3]");
    assertThat(json.get("sent")).hasToString("[0.33,0.33]");
    assertThat(json.get("response")).hasToString("[null,null]");
    assertThat(json.keySet()).hasSize(1 + Series.values().length);
  }

  @Test
  void since_isEmpty_whenNothingIsNew() {
    assertThat(history.since(0).get("in")).hasToString("[]");
    add(2);
    assertThat(history.since(2).get("in")).hasToString("[]");
    assertThat(history.since(Long.MAX_VALUE).get("in")).hasToString("[]");
  }

  @Test
  void since_tellsNoMoreThanIsKept() {
    add(History.SECONDS + 100);

    assertThat(history.last()).isEqualTo(History.SECONDS + 100);
    for (long seen : new long[] {0, 5, 99}) {
      assertThat(history.since(seen).getAsJsonArray("in")).hasSize(History.SECONDS);
      assertThat(history.since(seen).getAsJsonArray("in").get(0).getAsLong()).isEqualTo(101);
    }
    assertThat(history.since(101).getAsJsonArray("in").get(0).getAsLong()).isEqualTo(102);
  }
}
