/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventFrameTest {
  private final EventPool pool = new EventPool();

  @ParameterizedTest
  @EnumSource
  void decode_readsWhatEncodeWroteOfEveryRoute(Route route) throws BadFrameException {
    for (DataCategory category : DataCategory.values()) {
      assertSame(event(route, category, EventId.random(), oddBytes(3000)));
    }
  }

  @Test
  void decode_readsAnEventWithNeitherIdNorBodyNorHeaders() throws BadFrameException {
    Event bare =
        Event.builder(Route.ENVELOPE)
            .method("GET")
            .path("/")
            .arrivedAt(Instant.EPOCH)
            .build()
            .accepted(Long.MAX_VALUE, "", null, DataCategory.LOG_ITEM, UnaryOperator.identity());
    assertSame(bare);
  }

  @Test
  void decode_refusesEveryFrameThatIsCutOff() {
    byte[] frame = frame();
    for (int length = 0; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> EventFrame.decode(cut, pool)).isInstanceOf(BadFrameException.class);
    }
  }

  @Test
  void decode_refusesEveryFrameWithAByteChanged() {
    byte[] frame = frame();
    for (int at = 0; at < frame.length; at++) {
      byte[] damaged = frame.clone();
      damaged[at] ^= 0x20;
      assertThatThrownBy(() -> EventFrame.decode(damaged, pool))
          .isInstanceOf(BadFrameException.class);
    }
  }

  @Test
  void decode_refusesWhatIsWellSummedAndMakesNoSense() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = frame();
      // What stands before the body: lengths, codes, texts.
      frame[5 + random.nextInt(150)] = (byte) random.nextInt();
      CRC32C sum = new CRC32C();
      sum.update(frame, 5, frame.length - 5);
      ByteBuffer.wrap(frame).putInt(1, (int) sum.getValue());
      try {
        assertThat(EventFrame.decode(frame, pool)).isNotNull();
      } catch (BadFrameException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  void decode_refusesAnotherVersion() {
    byte[] frame = frame();
    frame[0] = 2;
    assertThatThrownBy(() -> EventFrame.decode(frame, pool))
        .isInstanceOf(BadFrameException.class)
        .hasMessage("of another version");
  }

  @Test
  void encode_refusesWhatWasNotAccepted() {
    Event fresh = Event.builder(Route.STORE).build();
    assertThatIllegalArgumentException().isThrownBy(() -> EventFrame.encode(fresh));
  }

  private byte[] frame() {
    return EventFrame.encode(
        event(Route.STORE, DataCategory.ERROR, EventId.random(), oddBytes(300)));
  }

  private void assertSame(Event event) throws BadFrameException {
    Event read = EventFrame.decode(EventFrame.encode(event), pool);
    assertThat(read.project()).isEqualTo(event.project());
    assertThat(read.publicKey()).isEqualTo(event.publicKey());
    assertThat(read.route()).isEqualTo(event.route());
    assertThat(read.method()).isEqualTo(event.method());
    assertThat(read.path()).isEqualTo(event.path());
    assertThat(read.query()).isEqualTo(event.query());
    assertThat(read.headers()).isEqualTo(event.headers());
    assertThat(read.body()).isEqualTo(event.body());
    assertThat(read.arrivedAtMillis()).isEqualTo(event.arrivedAtMillis());
    assertThat(read.id()).isEqualTo(event.id());
    assertThat(read.category()).isEqualTo(event.category());
  }

  private static Event event(
      Route route, DataCategory category, @Nullable EventId id, byte[] body) {
    Headers headers =
        Headers.builder()
            .add("Content-Encoding", "gzip")
            .add("X-Long", "\u00ff".repeat(0xFFFF))
            .add("n".repeat(255), "")
            .build();
    return Event.builder(route)
        .path("/api/7/~odd/")
        .query("a=%00&b")
        .headers(route == Route.OTLP ? headers : Headers.empty())
        .body(body)
        .arrivedAt(Instant.ofEpochMilli(1_767_225_600_123L))
        .build()
        .accepted(7, "k\u00e9y\u6f22", id, category, UnaryOperator.identity());
  }

  private static byte[] oddBytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }
}
