/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import dev.cyclops.codec.ContentCodec;
import dev.cyclops.codec.WindowTooLargeException;
import dev.cyclops.testkit.ContentCodecContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BrotliCodecTest extends ContentCodecContract {
  private final ContentCodec codec = new BrotliCodec();

  @BeforeAll
  static void load() {
    Brotli4jLoader.ensureAvailability();
  }

  @Override
  protected ContentCodec codec() {
    return codec;
  }

  @Override
  protected byte[] encodedByClient(byte[] plain) throws IOException {
    return encoded(plain, 5, 22);
  }

  @Override
  protected byte[] decodedBySentry(byte[] encoded) throws IOException {
    return new BrotliInputStream(new ByteArrayInputStream(encoded)).readAllBytes();
  }

  static byte[] encoded(byte[] plain, int quality, int windowBits) throws IOException {
    return Encoder.compress(
        plain, new Encoder.Parameters().setQuality(quality).setWindow(windowBits));
  }

  @Test
  void decode_takesWindowsUpTo8MiB() throws IOException {
    byte[] plain = new byte[200_000];
    new Random(1).nextBytes(plain);
    for (int bits = 10; bits <= 23; bits++) {
      for (int quality : new int[] {0, 1, 9, 11}) {
        byte[] encoded = encoded(plain, quality, bits);
        assertThat(codec.decode(new ByteArrayInputStream(encoded)).readAllBytes()).isEqualTo(plain);
      }
    }
  }

  @Test
  void decode_refusesALargerWindow() throws IOException {
    byte[] encoded = encoded(new byte[200_000], 9, 24);
    assertThatThrownBy(() -> codec.decode(new ByteArrayInputStream(encoded)))
        .isInstanceOf(WindowTooLargeException.class);
    // What only the extension for windows up to 1 GiB knows.
    byte[] extended = {0x11, 0x1E, 3};
    assertThatThrownBy(() -> codec.decode(new ByteArrayInputStream(extended)).readAllBytes())
        .isInstanceOf(IOException.class);
  }
}
