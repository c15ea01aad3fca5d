package com.example.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Cyclops;
import dev.cyclops.Receipt.Outcome;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.GroupSecret;
import dev.cyclops.testkit.FakeSentry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagFingerprinterTest {
  private final GroupSecret secret = new GroupSecret(1, 2);
  private final TagFingerprinter fingerprinter = new TagFingerprinter("outage", secret);

  private GroupKey group(String json) {
    return fingerprinter.fingerprint(payload(json)).group();
  }

  @Test
  void fingerprint_isTheTagsWhateverTheErrorIs() {
    GroupKey bank = group("{\"message\":\"a\",\"tags\":{\"outage\":\"bank\"}}");

    assertThat(group("{\"tags\":[[\"x\",\"y\"],[\"outage\",\"bank\"]],\"message\":\"b\"}"))
        .isEqualTo(bank);
    assertThat(group("{\"message\":\"a\",\"tags\":{\"outage\":\"mail\"}}")).isNotEqualTo(bank);
    assertThat(
            new TagFingerprinter("outage", new GroupSecret(3, 4))
                .fingerprint(payload("{\"tags\":{\"outage\":\"bank\"}}"))
                .group())
        .isNotEqualTo(bank);
  }

  private static Payload payload(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new Payload(Payload.Format.JSON, DataCategory.ERROR, bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"a\"}",
        "{\"message\":\"a\",\"tags\":{\"outage\":1}}",
        "{\"message\":\"a\",\"tags\":\"outage\"}",
        "{\"message\":\"a\",\"tags\":[\"outage\"]}",
        "{\"message\":\"a\",\"tags\":{\"out",
      })
  void fingerprint_isAsEverWithoutTheTag(String json) {
    assertThat(group(json))
        .isEqualTo(Fingerprinter.sentry(secret).fingerprint(payload(json)).group());
  }

  // tag::flood[]
  @Test
  void flood_ofOneTagIsDroppedAcrossErrors() {
    try (FakeSentry sentry = FakeSentry.start();
        Cyclops cyclops =
            Cyclops.builder()
                .sentry(sentry.url())
                .keys(KeySource.of(new ProjectKey(1, "public", null)))
                .fingerprinter(new TagFingerprinter("outage", secret))
                .nanoClock(() -> 0) // all of it happens within one second
                .build()
                .start()) {
      List<Outcome> outcomes = new ArrayList<>();
      for (int error = 0; error < 20; error++) {
        String json =
            "{\"message\":\"error " + (char) ('a' + error) + "\",\"tags\":{\"outage\":\"bank\"}}";
        Event event = Event.store(1, "public", json.getBytes(StandardCharsets.UTF_8));
        outcomes.add(cyclops.accept(event).toCompletableFuture().join().outcome());
      }
      assertThat(outcomes.subList(0, 10)).containsOnly(Outcome.PROCESSED);
      assertThat(outcomes.subList(10, 20)).containsOnly(Outcome.IGNORED);
    }
  }
  // end::flood[]
}
