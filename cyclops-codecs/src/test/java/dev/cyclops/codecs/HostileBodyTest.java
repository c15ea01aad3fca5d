/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.codecs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import com.sun.management.ThreadMXBean;
import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.payload.Decoders;
import dev.cyclops.payload.PayloadReader;
import dev.cyclops.payload.UnreadableBodyException;
import dev.cyclops.payload.UnreadableBodyException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both encodings as the core reads them: bombs, damage, windows. */
class HostileBodyTest {
  private static final int GIB = 1 << 30;
  private static final byte[] JSON = "{\"message\":\"it broke\"}".getBytes(UTF_8);

  private final Decoders decoders = new Decoders(List.of(new BrotliCodec(), new ZstdCodec()));
  private final PayloadReader usual = new PayloadReader(1 << 20, 100 << 20, decoders);
  private final PayloadReader wide =
      new PayloadReader(Integer.MAX_VALUE, Integer.MAX_VALUE, decoders);

  enum Encoding {
    BR,
    ZSTD;

    OutputStream encoder(OutputStream out) throws IOException {
      return this == BR
          ? new BrotliOutputStream(out, new Encoder.Parameters().setQuality(3).setWindow(20))
          : new ZstdOutputStream(out);
    }

    byte[] encoded(byte[] plain) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (OutputStream encoder = encoder(out)) {
        encoder.write(plain);
      }
      return out.toByteArray();
    }

    Event event(Route route, byte[] body) {
      return Event.builder(route)
          .project(1)
          .headers(Headers.builder().add("Content-Encoding", name()).build())
          .body(body)
          .build();
    }
  }

  @BeforeAll
  static void load() {
    Brotli4jLoader.ensureAvailability();
  }

  private static void assertRefused(PayloadReader reader, Event event, Reason reason) {
    assertThatThrownBy(() -> reader.read(event))
        .asInstanceOf(type(UnreadableBodyException.class))
        .extracting(UnreadableBodyException::reason)
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource
  void read_refusesABombWithoutHoldingIt(Encoding encoding) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream encoder = encoding.encoder(out)) {
      encoder.write("{}\n{\"type\":\"attachment\"}\n".getBytes(UTF_8));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < GIB / zeros.length; i++) {
        encoder.write(zeros);
      }
    }
    byte[] body = out.toByteArray();
    assertThat(body.length).isLessThan(1 << 20);
    for (Route route : Route.values()) {
      Event event = encoding.event(route, body);
      for (PayloadReader reader : new PayloadReader[] {wide, usual}) {
        assertRefused(reader, event, Reason.TOO_LARGE);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertRefused(reader, event, Reason.TOO_LARGE);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(40 << 20);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void read_takesAnHonestBodyThatCompressesWell(Encoding encoding) throws Exception {
    byte[] honest = ("{\"a\":\"" + "x".repeat(60_000) + "\"}").getBytes(UTF_8);
    byte[] body = encoding.encoded(honest);
    assertThat(body.length).isLessThan(honest.length / 200);
    assertThat(usual.read(encoding.event(Route.STORE, body)).payload().length())
        .isEqualTo(honest.length);
  }

  @ParameterizedTest
  @EnumSource
  void read_countsWhatComesOut(Encoding encoding) throws Exception {
    byte[] noise = new byte[2_000_000];
    new Random(1).nextBytes(noise);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) ('a' + (noise[i] & 15));
    }
    byte[] json = ("{\"a\":\"" + new String(noise, UTF_8) + "\"}").getBytes(UTF_8);
    assertRefused(usual, encoding.event(Route.STORE, encoding.encoded(json)), Reason.TOO_LARGE);
    byte[] fits = ("{\"a\":\"" + new String(noise, 0, 1_000_000, UTF_8) + "\"}").getBytes(UTF_8);
    assertThat(usual.read(encoding.event(Route.STORE, encoding.encoded(fits))).payload())
        .isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void read_refusesWhatIsNotThatEncoding(Encoding encoding) throws IOException {
    byte[] encoded = encoding.encoded(JSON);
    assertRefused(
        usual,
        encoding.event(Route.STORE, Arrays.copyOf(encoded, encoded.length + 1)),
        Reason.MALFORMED);
    assertRefused(
        usual,
        encoding.event(Route.STORE, Arrays.copyOf(encoded, encoded.length - 1)),
        Reason.MALFORMED);
    assertRefused(usual, encoding.event(Route.STORE, JSON), Reason.MALFORMED);
  }

  @ParameterizedTest
  @EnumSource
  void read_ofDamagedBytesRefusesOrReads(Encoding encoding) throws IOException {
    Random random = new Random(5);
    byte[] plain = new byte[3000];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) ('a' + random.nextInt(4 + i / 200));
    }
    plain[0] = '{';
    byte[] encoded = encoding.encoded(plain);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(encoded, 1 + random.nextInt(encoded.length));
      for (int flips = random.nextInt(5); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        usual.read(encoding.event(Route.STORE, damaged));
      } catch (UnreadableBodyException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void read_refusesWindowsAbove8MiBAsTooLarge() throws IOException {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    assertRefused(
        usual,
        Encoding.BR.event(Route.ENVELOPE, BrotliCodecTest.encoded(noise, 5, 24)),
        Reason.TOO_LARGE);
    assertRefused(
        usual,
        Encoding.ZSTD.event(Route.ENVELOPE, ZstdCodecTest.streamed(noise, 24, false)),
        Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br, zstd", "zstd, zstd", "br,", "gzip, br"})
  void read_refusesTwoEncodings(String encodings) {
    Event event =
        Event.builder(Route.STORE)
            .headers(Headers.builder().add("Content-Encoding", encodings).build())
            .body(Zstd.compress(Zstd.compress(JSON)))
            .build();
    assertRefused(usual, event, Reason.UNSUPPORTED);
  }
}
