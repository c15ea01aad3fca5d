/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.forwarded;

import org.jspecify.annotations.Nullable;

/** Addresses as text. Strict: what two readers could take for two addresses is none. */
final class AddressText {
  private static final int MAX_LENGTH = 45;
  private static final int GROUPS = 8;

  private AddressText() {}

  /** Four decimal numbers without leading zeros, which some take for octal; -1 for all else. */
  static long dottedQuad(String text) {
    if (text.length() < 7 || text.length() > 15) {
      return -1;
    }
    long bits = 0;
    int from = 0;
    for (int part = 0; part < 4; part++) {
      int end = part < 3 ? text.indexOf('.', from) : text.length();
      int number = end < 0 ? -1 : decimal(text, from, end);
      if (number < 0) {
        return -1;
      }
      bits = bits << 8 | number;
      from = end + 1;
    }
    return bits;
  }

  private static int decimal(String text, int from, int end) {
    int length = end - from;
    if (length < 1 || length > 3 || (length > 1 && text.charAt(from) == '0')) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = 10 * number + (c - '0');
    }
    return number > 255 ? -1 : number;
  }

  static @Nullable IpAddress parseV6(String text) {
    if (text.length() < 2 || text.length() > MAX_LENGTH) {
      return null;
    }
    int gap = text.indexOf("::");
    if (gap < 0) {
      int[] all = groups(text, true);
      return all == null || all.length != GROUPS ? null : address(all, new int[0]);
    }
    int[] before = groups(text.substring(0, gap), false);
    int[] after = groups(text.substring(gap + 2), true);
    if (before == null || after == null || before.length + after.length >= GROUPS) {
      return null;
    }
    return address(before, after);
  }

  private static IpAddress address(int[] before, int[] after) {
    long[] halves = new long[2];
    for (int i = 0; i < before.length; i++) {
      halves[i / 4] |= (long) before[i] << (48 - 16 * (i % 4));
    }
    for (int i = 0; i < after.length; i++) {
      int at = GROUPS - after.length + i;
      halves[at / 4] |= (long) after[i] << (48 - 16 * (at % 4));
    }
    return new IpAddress(halves[0], halves[1]);
  }

  /** The groups of 16 bits, of which the last two may be written as IPv4; null for all else. */
  private static int @Nullable [] groups(String text, boolean atEnd) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    String last = parts[parts.length - 1];
    boolean dotted = atEnd && last.indexOf('.') >= 0;
    int[] groups = new int[parts.length + (dotted ? 1 : 0)];
    for (int i = 0; i < parts.length - (dotted ? 1 : 0); i++) {
      groups[i] = hex(parts[i]);
      if (groups[i] < 0) {
        return null;
      }
    }
    if (dotted) {
      long bits = dottedQuad(last);
      if (bits < 0) {
        return null;
      }
      groups[parts.length - 1] = (int) (bits >> 16);
      groups[parts.length] = (int) (bits & 0xFFFF);
    }
    return groups;
  }

  private static int hex(String group) {
    if (group.isEmpty() || group.length() > 4) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < group.length(); i++) {
      char c = group.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      number = number << 4 | digit;
    }
    return number;
  }

  static String dotted(int bits) {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 255)
        + "."
        + (bits >>> 8 & 255)
        + "."
        + (bits & 255);
  }

  static String formatV6(long high, long low) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i % 4))) & 0xFFFF;
    }
    int gap = -1;
    int gapLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > gapLength) {
        gap = i;
        gapLength = end - i;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < GROUPS; i++) {
      if (i == gap) {
        text.append("::");
        i += gapLength - 1;
      } else {
        boolean first = text.length() == 0 || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
