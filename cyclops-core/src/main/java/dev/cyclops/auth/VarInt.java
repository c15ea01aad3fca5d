/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

/** Numbers of 0 and above in as few bytes as they need, seven bits in each, the lowest first. */
final class VarInt {
  private VarInt() {}

  static int length(long number) {
    return (70 - Long.numberOfLeadingZeros(number | 1)) / 7;
  }

  static long read(byte[] bytes, int at) {
    long number = 0;
    for (int i = at, shift = 0; ; i++, shift += 7) {
      number |= (bytes[i] & 0x7FL) << shift;
      if (bytes[i] >= 0) {
        return number;
      }
    }
  }

  /** Where the number ends that begins there; does not wait for its value. */
  static int end(byte[] bytes, int at) {
    int i = at;
    while (bytes[i] < 0) {
      i++;
    }
    return i + 1;
  }

  /** Returns where the next one goes. */
  static int write(long number, byte[] bytes, int at) {
    int i = at;
    long rest = number;
    while (rest > 0x7F) {
      bytes[i++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[i++] = (byte) rest;
    return i;
  }
}
