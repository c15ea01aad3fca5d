/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.Fingerprint;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.testkit.EventFixtures.Shape;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventFixturesTest {
  private final EventFixtures fixtures = EventFixtures.seeded(1);
  private final Fingerprinter fingerprinter = Fingerprinter.sentry();

  @ParameterizedTest
  @EnumSource
  void storeJson_isAboutAsLargeAsAskedFor(Shape shape) {
    for (int size :
        new int[] {
          EventFixtures.SMALL_BYTES, EventFixtures.MEDIUM_BYTES, EventFixtures.LARGE_BYTES
        }) {
      byte[] json = fixtures.storeJson(shape, EventId.random(), "KeyError", "no item 17", size);
      assertThat(json.length).isCloseTo(size, Percentage.withPercentage(10));
    }
  }

  @ParameterizedTest
  @EnumSource
  void storeJson_isTheSameForTheSameSeed(Shape shape) {
    EventId id = EventId.random();
    byte[] json = fixtures.storeJson(shape, id, "KeyError", "no item", 3000);
    assertThat(EventFixtures.seeded(1).storeJson(shape, id, "KeyError", "no item", 3000))
        .isEqualTo(json);
    assertThat(EventFixtures.seeded(2).storeJson(shape, id, "KeyError", "no item", 3000))
        .isNotEqualTo(json);
  }

  @ParameterizedTest
  @EnumSource
  void storeJson_repeatsAreOneGroupAndOtherTypesAnother(Shape shape) {
    Fingerprint one = fingerprint(storeJson(shape, EventId.random(), "KeyError"));
    assertThat(one.group()).isNotNull();
    for (int i = 0; i < 200; i++) {
      assertThat(fingerprint(storeJson(shape, EventId.random(), "KeyError")).group())
          .isEqualTo(one.group());
    }
    assertThat(fingerprint(storeJson(shape, EventId.random(), "ValueError")).group())
        .isNotEqualTo(one.group());
  }

  @Test
  void storeJson_refusesWhatIsTooSmall() {
    assertThatThrownBy(() -> fixtures.storeJson(EventId.random(), "E", "m", 1999))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void envelope_holdsTheEvent() {
    EventId id = EventId.random();
    byte[] json = fixtures.messageJson(id, "it's \"quoted\"\nand \u00fc");
    String envelope = new String(fixtures.envelope(id, json), UTF_8);
    assertThat(envelope.split("\n", 2)[0]).contains("\"event_id\":\"" + id + "\"");
    assertThat(envelope).contains("\"length\":" + json.length + "}\n" + new String(json, UTF_8));
    assertThat(new String(json, UTF_8)).contains("it's \\\"quoted\\\"\\nand \u00fc");
  }

  @Test
  void recorded_areThereAndHaveTheirIds() {
    assertThat(RecordedEvent.all()).hasSize(8);
    assertThat(RecordedEvent.all())
        .allSatisfy(
            recorded -> {
              assertThat(recorded.body()).startsWith((byte) '{');
              assertThat(recorded.eventId() == null)
                  .as(recorded.name())
                  .isEqualTo(recorded.name().contains("session"));
              assertThat(new String(recorded.body(), UTF_8).contains("\n"))
                  .isEqualTo(recorded.isEnvelope());
            });
    assertThatThrownBy(() -> RecordedEvent.named("none"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private byte[] storeJson(Shape shape, EventId id, String type) {
    return fixtures.storeJson(shape, id, type, "no item", EventFixtures.MEDIUM_BYTES);
  }

  private Fingerprint fingerprint(byte[] json) {
    return fingerprinter.fingerprint(
        new Payload(Payload.Format.JSON, DataCategory.ERROR, json, 0, json.length));
  }
}
