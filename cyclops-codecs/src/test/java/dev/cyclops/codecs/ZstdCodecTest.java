/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.cyclops.codec.ContentCodec;
import dev.cyclops.codec.WindowTooLargeException;
import dev.cyclops.testkit.ContentCodecContract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZstdCodecTest extends ContentCodecContract {
  private static final byte[] SKIPPABLE = {0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3};

  private final ContentCodec codec = new ZstdCodec();

  @Override
  protected ContentCodec codec() {
    return codec;
  }

  @Override
  protected byte[] encodedByClient(byte[] plain) {
    return Zstd.compress(plain);
  }

  @Override
  protected byte[] decodedBySentry(byte[] encoded) throws IOException {
    return new ZstdInputStream(new ByteArrayInputStream(encoded)).readAllBytes();
  }

  private byte[] decoded(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return codec.decode(new ByteArrayInputStream(all.toByteArray())).readAllBytes();
  }

  /** In one go without knowing its length, so that the window is said. */
  static byte[] streamed(byte[] plain, int windowLog, boolean checksum) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
      zstd.setLong(windowLog).setChecksum(checksum);
      zstd.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(size).nextBytes(noise);
    return noise;
  }

  @Test
  void decode_takesWindowsUpTo8MiB() throws IOException {
    // Something repeated at the far end of the window, so that all of it is needed.
    byte[] plain = Arrays.copyOf(noise(8_000_000), 16_000_000);
    System.arraycopy(plain, 0, plain, 8_000_000, 8_000_000);
    byte[] encoded = streamed(plain, 23, true);
    assertThat(encoded.length).isLessThan(9_000_000);
    assertThat(decoded(encoded)).isEqualTo(plain);
    assertThat(decoded(Zstd.compress(noise(8 << 20)))).isEqualTo(noise(8 << 20));
  }

  @Test
  void decode_refusesALargerWindow() throws IOException {
    byte[] larger = streamed(noise(100_000), 24, false);
    // In one segment the window is as long as the content: 8 MiB and a byte.
    byte[] oneSegment = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xA0, 1, 0, (byte) 0x80, 0};
    // A length that is negative as a long, in one segment.
    byte[] absurd = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xE0, 0, 0, 0, 0, 0, 0, 0, -1};
    for (byte[] encoded : new byte[][] {larger, oneSegment, absurd}) {
      assertThatThrownBy(() -> decoded(encoded)).isInstanceOf(WindowTooLargeException.class);
      // Nor behind a frame that is small enough.
      assertThatThrownBy(() -> decoded(Zstd.compress(new byte[9]), encoded))
          .isInstanceOf(WindowTooLargeException.class);
    }
  }

  @Test
  void decode_takesSeveralFramesAndSkipsSome() throws IOException {
    byte[] first = Zstd.compress(new byte[] {1, 2, 3});
    byte[] second = streamed(new byte[] {4, 5}, 20, true);
    byte[] empty = Zstd.compress(new byte[0]);
    assertThat(decoded(SKIPPABLE, first, SKIPPABLE, SKIPPABLE, empty, second, SKIPPABLE))
        .isEqualTo(new byte[] {1, 2, 3, 4, 5});
    assertThatThrownBy(() -> decoded(SKIPPABLE)).isInstanceOf(IOException.class);
    assertThat(decoded(streamed(noise(500_000), 20, true), first)).hasSize(500_003);
  }

  @Test
  void decode_refusesASkippableFrameThatIsCutOff() {
    byte[] first = Zstd.compress(new byte[] {1, 2, 3});
    for (int length = 1; length < SKIPPABLE.length; length++) {
      byte[] cut = Arrays.copyOf(SKIPPABLE, length);
      assertThatThrownBy(() -> decoded(first, cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void decode_refusesAWrongChecksum() throws IOException {
    byte[] encoded = streamed(noise(1000), 20, true);
    encoded[encoded.length - 1] ^= 1;
    assertThatThrownBy(() -> decoded(encoded)).isNotNull();
  }

  @Test
  void decode_refusesBlocksThatAreTooLong() {
    // A run of 2 MiB less one byte, which would be taken for its 1 byte.
    byte[] encoded = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0x58, (byte) 0xFB, -1, -1, 'x'};
    assertThatThrownBy(() -> decoded(encoded)).hasMessage("a block that is too long");
  }

  @Test
  void decode_refusesEndlessEmptyFrames() {
    byte[] empty = Zstd.compress(new byte[0]);
    byte[][] many = new byte[5000][];
    Arrays.fill(many, empty);
    assertThatThrownBy(() -> decoded(many)).hasMessage("too many frames");
    Arrays.fill(many, SKIPPABLE);
    assertThatThrownBy(() -> decoded(many)).hasMessage("too many frames");
  }
}
