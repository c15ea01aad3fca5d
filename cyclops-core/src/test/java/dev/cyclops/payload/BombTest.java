/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static dev.cyclops.payload.Bodies.concat;
import static dev.cyclops.payload.Bodies.envelope;
import static dev.cyclops.payload.Bodies.gzip;
import static dev.cyclops.payload.Bodies.store;
import static dev.cyclops.payload.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.management.ThreadMXBean;
import dev.cyclops.event.Event;
import dev.cyclops.payload.UnreadableBodyException.Reason;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A small body that would become 1 GiB: refused at its beginning, in every wrapping. */
class BombTest {
  private static final int GIB = 1 << 30;

  /** An opening brace and zeros, as a bare deflate stream of about a megabyte. */
  private static final byte[] BARE = bareBomb();

  private static byte[] bareBomb() {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] zeros = new byte[1 << 20];
    byte[] piece = new byte[1 << 16];
    deflater.setInput(utf8("{"));
    for (int i = 0; i < GIB / zeros.length; i++) {
      for (int length; (length = deflater.deflate(piece)) > 0; ) {
        out.write(piece, 0, length);
      }
      deflater.setInput(zeros);
    }
    deflater.finish();
    for (int length; (length = deflater.deflate(piece)) > 0; ) {
      out.write(piece, 0, length);
    }
    deflater.end();
    return out.toByteArray();
  }

  /** A limit so wide that nothing but the ratio ends it. */
  private final PayloadReader wide = new PayloadReader(Integer.MAX_VALUE, Integer.MAX_VALUE);

  private final PayloadReader usual = new PayloadReader(1 << 20, 100 << 20);

  enum Bomb {
    GZIP,
    GZIP_MEMBERS,
    ZLIB,
    BARE_DEFLATE,
    BASE64_ZLIB,
    GZIP_OF_BASE64_ZLIB,
    GZIP_ENVELOPE,
    ZLIB_ENVELOPE;

    Event event() {
      byte[] zlib = concat(new byte[] {0x78, (byte) 0x9C}, BARE, new byte[4]);
      byte[] member = concat(Arrays.copyOf(gzip(new byte[0]), 10), BARE, new byte[8]);
      return switch (this) {
        case GZIP -> store(member, "Content-Encoding", "gzip");
        case GZIP_MEMBERS ->
            store(concat(gzip(utf8("{")), gzip(new byte[0]), member), "Content-Encoding", "gzip");
        case ZLIB -> store(zlib, "Content-Encoding", "deflate");
        case BARE_DEFLATE -> store(BARE, "Content-Encoding", "deflate");
        case BASE64_ZLIB -> store(Base64.getEncoder().encode(zlib));
        case GZIP_OF_BASE64_ZLIB ->
            store(gzip(Base64.getEncoder().encode(zlib)), "Content-Encoding", "gzip");
        case GZIP_ENVELOPE -> envelope(bombEnvelope(member), "Content-Encoding", "gzip");
        case ZLIB_ENVELOPE -> envelope(zlib, "Content-Encoding", "deflate");
      };
    }

    private static byte[] bombEnvelope(byte[] member) {
      return concat(gzip(utf8("{}\n{\"type\":\"attachment\"}\n")), member);
    }
  }

  @ParameterizedTest
  @EnumSource
  void read_refusesABombWithoutHoldingIt(Bomb bomb) {
    Event event = bomb.event();
    assertThat(event.body().length).isLessThan(16 << 20);
    for (PayloadReader reader : new PayloadReader[] {wide, usual}) {
      assertTooLarge(reader, event);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      assertTooLarge(reader, event);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
    }
  }

  private static void assertTooLarge(PayloadReader reader, Event event) {
    assertThatThrownBy(() -> reader.read(event))
        .asInstanceOf(type(UnreadableBodyException.class))
        .extracting(UnreadableBodyException::reason)
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void read_takesAnHonestBodyThatCompressesWell() throws UnreadableBodyException {
    byte[] honest = utf8("{\"a\":\"" + "x".repeat(60_000) + "\"}");
    byte[] packed = gzip(honest);
    assertThat(packed.length).isLessThan(honest.length / 200);
    assertThat(usual.read(store(packed, "Content-Encoding", "gzip")).payload()).isNotNull();
    byte[] longer = utf8("{\"a\":\"" + "some words ".repeat(60_000) + "\"}");
    assertTooLarge(usual, store(gzip(longer), "Content-Encoding", "gzip"));
  }
}
