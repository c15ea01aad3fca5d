/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.tls;

import java.io.ByteArrayOutputStream;

/** The little of DER that it takes to wrap the older formats of keys into PKCS #8. */
final class Der {
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int PARAMETERS = 0xa0;
  private static final byte[] VERSION_0 = {2, 1, 0};
  private static final byte[] RSA = {6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 1, 1};
  private static final byte[] NULL = {5, 0};
  private static final byte[] EC = {6, 7, 42, (byte) 134, 72, (byte) 206, 61, 2, 1};

  private final byte[] bytes;
  private int at;

  private Der(byte[] bytes) {
    this.bytes = bytes;
  }

  /** PKCS #8 around a key of PKCS #1. */
  static byte[] wrapRsa(byte[] pkcs1) {
    return element(SEQUENCE, VERSION_0, element(SEQUENCE, RSA, NULL), element(OCTET_STRING, pkcs1));
  }

  /**
   * PKCS #8 around a key of SEC 1.
   *
   * @throws IllegalArgumentException when it does not name its curve
   */
  static byte[] wrapEc(byte[] sec1) {
    byte[] curve = new Der(new Der(sec1).next(SEQUENCE)).parametersOfEc();
    return element(SEQUENCE, VERSION_0, element(SEQUENCE, EC, curve), element(OCTET_STRING, sec1));
  }

  private byte[] parametersOfEc() {
    next(2);
    next(OCTET_STRING);
    return next(PARAMETERS);
  }

  /** The content of the next element, which must have that tag. */
  private byte[] next(int tag) {
    if (read() != tag) {
      throw new IllegalArgumentException("no element " + tag);
    }
    int length = read();
    if (length > 0x80) {
      int digits = length - 0x80;
      length = 0;
      for (int i = 0; i < digits && i < 4; i++) {
        length = length << 8 | read();
      }
    }
    if (length < 0 || length > bytes.length - at) {
      throw new IllegalArgumentException("an element longer than its surroundings");
    }
    byte[] content = new byte[length];
    System.arraycopy(bytes, at, content, 0, length);
    at += length;
    return content;
  }

  private int read() {
    if (at >= bytes.length) {
      throw new IllegalArgumentException("cut off");
    }
    return bytes[at++] & 0xff;
  }

  private static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    int length = content.size();
    if (length < 0x80) {
      element.write(length);
    } else {
      // As few digits as it takes, or a strict reader refuses it.
      int digits = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
      element.write(0x80 + digits);
      for (int i = digits - 1; i >= 0; i--) {
        element.write(length >> (8 * i));
      }
    }
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
