/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventPoolTest {
  private final EventPool pool = new EventPool();

  /** An equal string that is another one. */
  private static String fresh(String text) {
    return new StringBuilder(text).toString();
  }

  @Test
  void pooled_makesEqualStringsOne() {
    String first = pool.pooled(fresh("/api/1/store/"));

    assertThat(pool.pooled(fresh("/api/1/store/"))).isSameAs(first);
    assertThat(pool.pooled(fresh("/api/2/store/"))).isEqualTo("/api/2/store/").isNotSameAs(first);
  }

  @Test
  void pooled_tellsStringsOfOneHashApart() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    assertThat(pool.pooled("Aa")).isEqualTo("Aa");
    assertThat(pool.pooled("BB")).isEqualTo("BB");
    assertThat(pool.pooled("Aa")).isEqualTo("Aa");
  }

  @Test
  void pooled_keepsNoLongOnes() {
    String kept = pool.pooled(fresh("x".repeat(256)));
    String tooLong = pool.pooled(fresh("x".repeat(257)));

    assertThat(pool.pooled(fresh("x".repeat(256)))).isSameAs(kept);
    assertThat(pool.pooled(fresh("x".repeat(257)))).isNotSameAs(tooLong).isEqualTo(tooLong);
  }

  @Test
  void pooled_answersAnEqualStringWhateverCameBefore() {
    for (int i = 0; i < 100_000; i++) {
      String text = "/api/" + i + "/store/";
      assertThat(pool.pooled(text)).isEqualTo(text);
    }
  }

  private Event accepted(long project, String key, String path, String query, String method) {
    return Event.builder(Route.STORE)
        .project(project)
        .method(method)
        .path(fresh(path))
        .query(fresh(query))
        .source("192.0.2." + project)
        .build()
        .accepted(project, fresh(key), null, DataCategory.ERROR, pool);
  }

  @Test
  void accepted_tellsApartWhateverDiffers() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5_000; i++) {
        String path = "/api/" + i % 7 + "/store/";
        String query = "v=" + i % 11;
        String key = "key" + i % 13;
        String method = i % 2 == 0 ? "GET" : "POST";
        Event event = accepted(1 + i % 5, key, path, query, method);
        assertThat(event.project()).isEqualTo(1 + i % 5);
        assertThat(event.publicKey()).isEqualTo(key);
        assertThat(event.path()).isEqualTo(path);
        assertThat(event.query()).isEqualTo(query);
        assertThat(event.method()).isEqualTo(method);
        assertThat(event.source()).isNull();
      }
    }
  }

  @Test
  void accepted_keepsEveryCategoryTimeAndId() {
    EventId id = new EventId(0, 0);
    for (DataCategory category : DataCategory.values()) {
      for (long millis : new long[] {0, 1, -1, 1_700_000_000_000L, 1L << 54, -(1L << 54)}) {
        Event event = Event.builder(Route.STORE).arrivedAt(Instant.ofEpochMilli(millis)).build();
        Event known = event.accepted(1, "key", id, category, pool);
        Event unknown = event.accepted(1, "key", null, category, pool);
        assertThat(known.category()).isEqualTo(category);
        assertThat(known.arrivedAtMillis()).isEqualTo(millis);
        assertThat(known.id()).isEqualTo(id);
        assertThat(unknown.id()).isNull();
        assertThat(unknown.category()).isEqualTo(category);
        assertThat(unknown.arrivedAtMillis()).isEqualTo(millis);
      }
    }
  }
}
