/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.codec.ContentCodec;
import dev.cyclops.event.Event;
import dev.cyclops.fuzz.Check;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** A line with the value of {@code Content-Encoding}, then the body of a store request. */
public final class EncodingFuzzer {
  private static final int MAX_EVENT_BYTES = 8192;
  private static final int MAX_ENVELOPE_BYTES = 64 * 1024;

  /** Some times what may come out; the decoders are kept. */
  private static final long MAX_ALLOCATED_BYTES = 16 * MAX_EVENT_BYTES;

  /** A window of 8 MiB, which has grown to it from half of it, and so on. */
  private static final long MAX_ALLOCATED_BY_CODEC_BYTES = 20L << 20;

  private static final PayloadReader READER =
      new PayloadReader(MAX_EVENT_BYTES, MAX_ENVELOPE_BYTES, Encoded.DECODERS);

  private EncodingFuzzer() {}

  public static void run(byte[] input) {
    HeaderAndBody read = HeaderAndBody.of(input);
    if (read != null) {
      inOneEncoding(read.header(), read.body());
    }
  }

  private static void inOneEncoding(String encoding, byte[] body) {
    Event event = Encoded.store(body, "Content-Encoding", encoding);
    Outcome read = Outcome.of(READER, event);
    boolean byCodec = Encoded.DECODERS.find(ContentEncoding.of(event.headers())) != null;
    Check.allocatesAtMost(
        byCodec ? MAX_ALLOCATED_BY_CODEC_BYTES : MAX_ALLOCATED_BYTES,
        () -> Outcome.of(READER, event));
    Check.same(read, Outcome.of(READER, event), "the same each time");
    // As the rest of an envelope it may be long, and must not be kept.
    Event envelope = Encoded.envelope(body, "Content-Encoding", encoding);
    Outcome asEnvelope = Outcome.of(READER, envelope);
    Check.same(asEnvelope, Outcome.of(READER, envelope), "the same each time, as an envelope");

    if (byCodec && asEnvelope.refusal() == null) {
      Check.that(decodedBytes(event) <= MAX_ENVELOPE_BYTES, "an envelope is bounded");
    }

    byte[] payload = read.payload();
    if (payload != null) {
      Check.that(payload.length <= MAX_EVENT_BYTES, "bounded");
      Check.that(firstSign(payload) == '{', "an object");
      inEveryEncoding(payload);
      if (encoding.strip().equalsIgnoreCase("gzip")) {
        asTheJdkReads(body, read);
      }
    }
  }

  /** How long a body is, or just above the bound. */
  private static int decodedBytes(Event event) {
    ContentCodec codec = Encoded.DECODERS.find(ContentEncoding.of(event.headers()));
    try (InputStream in = codec.decode(new ByteArrayInputStream(event.body()))) {
      return in.readNBytes(MAX_ENVELOPE_BYTES + 1).length;
    } catch (IOException e) {
      throw new AssertionError("what was read can be decoded", e);
    }
  }

  private static void inEveryEncoding(byte[] payload) {
    byte[] plain = payload.clone();
    same(plain, plain, "");
    same(plain, Encoded.gzip(plain), "gzip");
    same(plain, Encoded.gzip(plain), " X-GZip");
    same(plain, Encoded.concat(Encoded.gzip(plain), Encoded.gzip(new byte[0])), "gzip");
    same(plain, Encoded.deflate(plain, false), "deflate");
    same(plain, Encoded.deflate(plain, true), "deflate");
    same(plain, Encoded.by(Encoded.BR, plain), "br");
    same(plain, Encoded.by(Encoded.ZSTD, plain), "zstd");
    same(plain, Base64.getEncoder().encode(Encoded.deflate(plain, false)), "identity");
    same(plain, Base64.getMimeEncoder().encode(Encoded.deflate(plain, false)), "");
    if (plain.length > 0 && plain[0] == '{') {
      same(plain, Base64.getEncoder().encode(plain), "");
      same(plain, Base64.getUrlEncoder().withoutPadding().encode(plain), "UTF-8");
      same(plain, Encoded.gzip(Base64.getEncoder().encode(plain)), "gzip");
    }
  }

  private static void same(byte[] plain, byte[] body, String encoding) {
    Outcome again = Outcome.of(READER, Encoded.store(body, "Content-Encoding", encoding));
    if (!Arrays.equals(plain, again.payload())) {
      throw new AssertionError("encoded as '" + encoding + "' it is " + again);
    }
  }

  /** Where the JDK's own reader is content as well, it reads the same. */
  private static void asTheJdkReads(byte[] body, Outcome read) {
    byte[] jdk;
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(body))) {
      jdk = stream.readNBytes(2 * MAX_EVENT_BYTES);
    } catch (IOException e) {
      return;
    }
    if (firstSign(jdk) == '{') {
      Check.that(Arrays.equals(jdk, read.payload()), "as the JDK reads it");
    }
  }

  private static int firstSign(byte[] bytes) {
    int at = JsonBytes.skipSpace(bytes, 0, bytes.length);
    return at < bytes.length ? bytes[at] : -1;
  }
}
