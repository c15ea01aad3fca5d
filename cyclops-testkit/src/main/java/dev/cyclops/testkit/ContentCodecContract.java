/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.codec.ContentCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ContentCodec} promises. Extend it and say which codec is meant, and how clients
 * encode.
 */
public abstract class ContentCodecContract {
  private static final int[] SIZES = {1, 2, 1000, 4096, 65_535, 65_536, 65_537, 3_000_000};
  private static final int MAX_READ_BYTES = 1 << 20;

  /** For extending. */
  protected ContentCodecContract() {}

  /**
   * The codec.
   *
   * @return one that serves all tests
   */
  protected abstract ContentCodec codec();

  /**
   * Encodes as a client does, with another implementation of the encoding.
   *
   * @param plain any bytes
   * @return the same, encoded
   * @throws IOException never
   */
  protected abstract byte[] encodedByClient(byte[] plain) throws IOException;

  /**
   * Decodes as Sentry does, with another implementation of the encoding.
   *
   * @param encoded what the codec has written
   * @return what it means
   * @throws IOException when it is damaged
   */
  protected abstract byte[] decodedBySentry(byte[] encoded) throws IOException;

  private byte[] decoded(byte[] encoded) throws IOException {
    try (InputStream in = codec().decode(new ByteArrayInputStream(encoded))) {
      return in.readAllBytes();
    }
  }

  private byte[] encoded(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = codec().encode(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  /** Half noise and half text, so that there is something to compress. */
  private static byte[] plain(int size) {
    byte[] plain = new byte[size];
    new Random(size).nextBytes(plain);
    byte[] text = "{\"message\":\"it broke\"} ".getBytes(UTF_8);
    for (int i = 0; i < size; i++) {
      if (i / 100 % 2 == 0) {
        plain[i] = text[i % text.length];
      }
    }
    return plain;
  }

  @Test
  void name_isATokenInLowerCase() {
    assertThat(codec().name()).matches("[a-z0-9_.-]+");
  }

  @Test
  void decode_readsWhatClientsWrite() throws IOException {
    for (int size : SIZES) {
      assertThat(decoded(encodedByClient(plain(size)))).isEqualTo(plain(size));
    }
    assertThat(decoded(encodedByClient(new byte[0]))).isEmpty();
  }

  @Test
  void decode_readsByteByByte() throws IOException {
    byte[] plain = plain(1000);
    try (InputStream in = codec().decode(new Dripping(encodedByClient(plain)))) {
      for (byte expected : plain) {
        assertThat(in.read()).isEqualTo(expected & 0xFF);
      }
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[10])).isEqualTo(-1);
    }
  }

  @Test
  void encode_writesWhatSentryReads() throws IOException {
    for (int size : SIZES) {
      byte[] encoded = encoded(plain(size));
      assertThat(decodedBySentry(encoded)).isEqualTo(plain(size));
      assertThat(decoded(encoded)).isEqualTo(plain(size));
    }
    assertThat(decodedBySentry(encoded(new byte[0]))).isEmpty();
  }

  @Test
  void encode_takesSmallPieces() throws IOException {
    byte[] plain = plain(150_000);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = codec().encode(bytes)) {
      out.write(plain[0]);
      for (int i = 1; i < plain.length; ) {
        int length = Math.min(plain.length - i, i);
        out.write(plain, i, length);
        i += length;
      }
    }
    assertThat(decodedBySentry(bytes.toByteArray())).isEqualTo(plain);
  }

  @Test
  void encode_closesWhatItWritesTo() throws IOException {
    int[] closed = {0};
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0]++;
          }
        };
    codec().encode(out).close();
    assertThat(closed[0]).isPositive();
  }

  @Test
  void decode_refusesWhatIsCutOff() throws IOException {
    byte[] encoded = encodedByClient(plain(300));
    for (int length = 1; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> decoded(cut)).as("%d bytes", length).isNotNull();
    }
  }

  @Test
  void decode_refusesWhatStandsBehind() throws IOException {
    byte[] encoded = encodedByClient(plain(300));
    for (int more : new int[] {1, 2, 10, 1000}) {
      byte[] longer = Arrays.copyOf(encoded, encoded.length + more);
      Arrays.fill(longer, encoded.length, longer.length, (byte) 0x5A);
      assertThatThrownBy(() -> decoded(longer)).as("%d bytes", more).isNotNull();
    }
  }

  @Test
  void decode_ofDamagedBytesEndsOrThrowsWhatMayBeThrown() throws IOException {
    Random random = new Random(7);
    byte[] encoded = encodedByClient(plain(2000));
    int refused = 0;
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = encoded.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try (InputStream in = codec().decode(new ByteArrayInputStream(damaged))) {
        assertThat(in.readNBytes(MAX_READ_BYTES)).isNotNull();
      } catch (IOException | RuntimeException | StackOverflowError e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void codec_servesManyThreads() throws Exception {
    byte[] plain = plain(100_000);
    byte[] encoded = encodedByClient(plain);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<byte[]>> results = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        results.add(threads.submit(() -> decoded(encoded(decoded(encoded)))));
      }
      for (Future<byte[]> result : results) {
        assertThat(result.get()).isEqualTo(plain);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Gives one byte at a time. */
  private static final class Dripping extends ByteArrayInputStream {
    Dripping(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      return super.read(into, offset, Math.min(1, length));
    }
  }
}
