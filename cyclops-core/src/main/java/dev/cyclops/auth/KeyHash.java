/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Where a key's text is placed: SipHash-1-3 with a secret, so that nobody can make up keys or
 * claims that share a place. Immutable.
 */
final class KeyHash {
  /** Drawn once for the process, so that equal sets of keys are placed alike. */
  static final KeyHash OF_PROCESS = drawn();

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int FINAL_ROUNDS = 3;

  private final long k0;
  private final long k1;

  KeyHash(long k0, long k1) {
    this.k0 = k0;
    this.k1 = k1;
  }

  private static KeyHash drawn() {
    SecureRandom random = new SecureRandom();
    return new KeyHash(random.nextLong(), random.nextLong());
  }

  long of(byte[] bytes, int from, int length) {
    long v0 = k0 ^ 0x736f6d6570736575L;
    long v1 = k1 ^ 0x646f72616e646f6dL;
    long v2 = k0 ^ 0x6c7967656e657261L;
    long v3 = k1 ^ 0x7465646279746573L;
    int words = length >> 3;
    for (int i = 0; i <= words + FINAL_ROUNDS; i++) {
      long word = 0;
      if (i < words) {
        word = (long) WORD.get(bytes, from + (i << 3));
      } else if (i == words) {
        word = lastWord(bytes, from, length);
      } else if (i == words + 1) {
        v2 ^= 0xff;
      }
      v3 ^= word;
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  /** What is left of less than eight bytes, and the length. */
  private static long lastWord(byte[] bytes, int from, int length) {
    long word = (long) length << 56;
    int start = length & ~7;
    for (int i = start; i < length; i++) {
      word |= (bytes[from + i] & 0xFFL) << ((i - start) << 3);
    }
    return word;
  }
}
