/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.codec.ContentCodec;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A content encoding that anyone can write: each byte is turned round. */
final class XorCodec implements ContentCodec {
  private final int copies;

  XorCodec() {
    this(1);
  }

  /** Writes each byte so many times. */
  XorCodec(int copies) {
    this.copies = copies;
  }

  static byte[] xor(byte[] bytes) {
    byte[] turned = bytes.clone();
    for (int i = 0; i < turned.length; i++) {
      turned[i] ^= 0x55;
    }
    return turned;
  }

  @Override
  public String name() {
    return "xor";
  }

  @Override
  public InputStream decode(InputStream encoded) {
    return new FilterInputStream(encoded) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        for (int i = 0; i < read; i++) {
          into[offset + i] ^= 0x55;
        }
        return read;
      }
    };
  }

  @Override
  public OutputStream encode(OutputStream encoded) {
    return new FilterOutputStream(encoded) {
      @Override
      public void write(int b) throws IOException {
        for (int i = 0; i < copies; i++) {
          out.write(b ^ 0x55);
        }
      }
    };
  }
}
