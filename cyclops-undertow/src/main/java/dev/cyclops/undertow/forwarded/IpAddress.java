/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.forwarded;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An address of the internet, as a number of 128 bits. IPv4 stands where IPv6 maps it, so that both
 * spellings of an IPv4 address are one and the same. Immutable.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
record IpAddress(long high, long low) {
  private static final long MAPPED = 0xFFFFL << 32;

  static IpAddress v4(long bits) {
    return new IpAddress(0, MAPPED | bits);
  }

  static IpAddress of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet4Address
        ? v4(bytes.getInt() & 0xFFFF_FFFFL)
        : new IpAddress(bytes.getLong(), bytes.getLong());
  }

  /** Reads an address without port, brackets, zone or blanks; null for anything else. */
  static @Nullable IpAddress parse(String text) {
    return text.indexOf(':') >= 0 ? AddressText.parseV6(text) : parseV4(text);
  }

  private static @Nullable IpAddress parseV4(String text) {
    long bits = AddressText.dottedQuad(text);
    return bits < 0 ? null : v4(bits);
  }

  boolean isV4() {
    return high == 0 && low >>> 32 == 0xFFFF;
  }

  /** In the one spelling that RFC 5952 recommends; IPv4 with dots. */
  @Override
  public String toString() {
    return isV4() ? AddressText.dotted((int) low) : AddressText.formatV6(high, low);
  }
}
