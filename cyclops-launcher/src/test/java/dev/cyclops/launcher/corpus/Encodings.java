/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The content encodings that the cases name. */
final class Encodings {
  private Encodings() {}

  static byte @Nullable [] encode(String name, byte[] bytes) {
    return switch (name) {
      case "gzip" -> through(bytes, GZIPOutputStream::new);
      case "zlib" -> through(bytes, DeflaterOutputStream::new);
      case "deflate" -> through(bytes, out -> new DeflaterOutputStream(out, new Deflater(6, true)));
      case "br" -> StoredStreams.brotli(bytes);
      case "zstd" -> StoredStreams.zstd(bytes);
      case "base64" -> Base64.getEncoder().encode(bytes);
      case "text" -> bytes;
      default -> null;
    };
  }

  /** Without its last bytes. */
  static byte[] cut(byte[] bytes, int count) {
    return Arrays.copyOf(bytes, bytes.length - count);
  }

  /** With one bit turned over; counted from the end when the index is negative. */
  static byte[] flip(byte[] bytes, int index) {
    byte[] flipped = bytes.clone();
    flipped[index < 0 ? bytes.length + index : index] ^= 1;
    return flipped;
  }

  private interface Wrapper {
    OutputStream wrap(OutputStream out) throws IOException;
  }

  private static byte[] through(byte[] bytes, Wrapper wrapper) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream wrapped = wrapper.wrap(out)) {
      wrapped.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
