/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.ManualTime;
import dev.cyclops.ScriptedSender;
import dev.cyclops.codec.ContentCodec;
import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.payload.Decoders;
import dev.cyclops.payload.PayloadReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentAtCorrectionTest {
  private static final String ITEM = "\n{\"type\":\"session\"}\n{}";

  private final ManualTime time = new ManualTime();
  private final Faults faults = new Faults();
  private final ScriptedSender sender = new ScriptedSender();
  private final SentAtCorrection correction = correction(new FailingCodec());

  private SentAtCorrection correction(ContentCodec codec) {
    PayloadReader reader = new PayloadReader(1000, 10_000, new Decoders(List.of(codec)));
    return new SentAtCorrection(sender, reader.rewriter(), time, faults);
  }

  private Event envelope(String sentAt, String encoding) {
    return Event.builder(Route.ENVELOPE)
        .project(1)
        .headers(Headers.builder().add("Content-Encoding", encoding).build())
        .arrivedAt(time.instant())
        .body(("{\"sent_at\":\"" + sentAt + "\"}" + ITEM).getBytes(UTF_8))
        .build();
  }

  private String sent(Event event) {
    correction.send(event);
    return sender.last().body();
  }

  @Test
  void send_withinAMinuteChangesNothing() {
    Event event = envelope("2026-01-01T00:00:00.5Z", "");
    correction.send(event);
    time.pass(Duration.ofMinutes(1));
    correction.send(event);

    assertThat(sender.sent).extracting(ScriptedSender.Sent::event).containsOnly(event);
  }

  @Test
  void send_laterMovesTheTimeByAllThatItWasHeld() {
    Event event = envelope("2026-01-01T00:00:00.5Z", "");
    time.pass(Duration.ofMillis(60_001));
    assertThat(sent(event)).isEqualTo("{\"sent_at\":\"2026-01-01T00:01:00.5Z\"}" + ITEM);
    time.pass(Duration.ofMillis(3_600_500));
    // From what is stored, which stays as it came: tries do not add up.
    assertThat(sent(event)).isEqualTo("{\"sent_at\":\"2026-01-01T01:01:01.0Z\"}" + ITEM);
    assertThat(new String(event.body(), UTF_8)).contains("00:00:00.5Z");
  }

  @Test
  void send_keepsWhatElseTheEventSays() {
    Event event = envelope("2026-01-01T00:00:00Z", "");
    time.pass(Duration.ofHours(1));
    correction.send(event);

    Event sent = sender.last().event();
    assertThat(sent.headers()).isEqualTo(event.headers());
    assertThat(sent.path()).isEqualTo(event.path());
    assertThat(sent.project()).isEqualTo(1);
    assertThat(sent.arrivedAtMillis()).isEqualTo(event.arrivedAtMillis());
  }

  @Test
  void send_ofAnEventThatCannotBeReadSendsItAsItCame() {
    for (String encoding : new String[] {"gzip", "unknown", "failing"}) {
      Event event = envelope("2026-01-01T00:00:00Z", encoding);
      time.pass(Duration.ofHours(1));
      correction.send(event);
      assertThat(sender.last().event()).isSameAs(event);
    }
    assertThat(faults.count()).isEqualTo(1);
  }

  @Test
  void close_closesTheSender() {
    correction.close();
    assertThat(sender.closed).isTrue();
  }

  /** Reads anything, and fails when it is to write. */
  private static final class FailingCodec implements ContentCodec {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public InputStream decode(InputStream in) {
      return in;
    }

    @Override
    public OutputStream encode(OutputStream out) {
      throw new IllegalStateException("encode");
    }
  }
}
