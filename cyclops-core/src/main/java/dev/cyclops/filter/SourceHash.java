/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.filter.grouping.KeyedMix;
import org.jspecify.annotations.Nullable;

/**
 * Who sent an event, as a number: a keyed hash of the client's address, so that nobody can pick an
 * address that meets another one's number. An IPv6 address counts by its first 64 bits, since
 * whoever has one of them has them all. Immutable; allocates nothing.
 */
final class SourceHash {
  /** No client has this number. */
  static final int NONE = 0;

  /** Nor this one. */
  static final int SEVERAL = -1;

  private static final int GROUPS = 8;
  private static final int NETWORK_GROUPS = 4;

  private final KeyedMix mix;

  SourceHash(GroupSecret secret) {
    mix = new KeyedMix(secret.high(), secret.low());
  }

  /**
   * The number of an address.
   *
   * @param source an address without a port; null counts as one client without a name
   */
  int of(@Nullable String source) {
    if (source == null) {
      return number(mix.lowSeed());
    }
    int colon = source.lastIndexOf(':');
    if (colon < 0) {
      return number(text(source, 0));
    }
    if (source.indexOf('.', colon) > 0) {
      // An IPv4 address written as an IPv6 one is the same client.
      return number(text(source, colon + 1));
    }
    return number(ipv6(source));
  }

  private static int number(long hash) {
    int folded = (int) (hash ^ hash >>> 32);
    return folded == NONE || folded == SEVERAL ? 1 : folded;
  }

  private long text(String source, int from) {
    long state = mix.highSeed() + source.length() - from;
    long word = 0;
    for (int i = from; i < source.length(); i++) {
      word = word << Character.SIZE | source.charAt(i);
      if (((i - from) & 3) == 3) {
        state = mix.mixHigh(state, word);
        word = 0;
      }
    }
    return mix.mixHigh(state, word);
  }

  private long ipv6(String source) {
    int zone = source.indexOf('%');
    int end = zone < 0 ? source.length() : zone;
    long network = 0;
    long host = 0;
    int position = 0;
    int at = source.startsWith("::") ? 1 : 0;
    while (at < end) {
      if (source.charAt(at) == ':') {
        at++;
        position = GROUPS - groupsFrom(source, at, end);
        continue;
      }
      long group = 0;
      for (; at < end && source.charAt(at) != ':'; at++) {
        group = group << 4 | Character.digit(source.charAt(at), 16);
      }
      if (group < 0 || group > Character.MAX_VALUE || position < 0 || position >= GROUPS) {
        return text(source, 0);
      }
      long shifted = group << (Character.SIZE * (3 - (position & 3)));
      if (position < NETWORK_GROUPS) {
        network |= shifted;
      } else {
        host |= shifted;
      }
      position++;
      at++;
    }
    // Below network 0 live single hosts: the machine itself, and IPv4 addresses in disguise.
    return mix.mixLow(mix.lowSeed(), network == 0 ? host : network);
  }

  private static int groupsFrom(String source, int from, int end) {
    int groups = from < end ? 1 : 0;
    for (int i = from; i < end; i++) {
      groups += source.charAt(i) == ':' ? 1 : 0;
    }
    return groups;
  }
}
