/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.auth.ProjectKeys;
import java.util.HexFormat;

/**
 * Keys as Sentry draws them: 32 hex digits, and as many of a secret, each of a project of its own.
 */
final class RandomKeys {
  static final int LENGTH = 32;

  private RandomKeys() {}

  /** A snapshot of the keys of projects 1, 2 and so on. */
  static ProjectKeys build(int count) {
    ProjectKeys.Builder builder = ProjectKeys.builder();
    for (int project = 1; project <= count; project++) {
      builder.add(new ProjectKey(project, text(project), text(-project)));
    }
    return builder.build();
  }

  /** The same for the same number: positive ones are keys, negative ones secrets. */
  static String text(long number) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(mixed(number)) + hex.toHexDigits(mixed(~number << 20));
  }

  /** Many texts one after the other, so that reading them in this order costs next to nothing. */
  static byte[] texts(int[] numbers, int sign, int plus) {
    byte[] texts = new byte[LENGTH * numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      byte[] text = text(sign * (long) numbers[i] + plus).getBytes(ISO_8859_1);
      System.arraycopy(text, 0, texts, LENGTH * i, LENGTH);
    }
    return texts;
  }

  /** Spreads a number over all bits (the finalizer of MurmurHash3, with an addend). */
  private static long mixed(long number) {
    long z = number * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L;
    z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return z ^ (z >>> 33);
  }
}
