/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.forwarded;

/**
 * Addresses that begin alike. An IPv4 network holds IPv4 addresses only, an IPv6 one only IPv6.
 * Immutable.
 *
 * @param base its first address
 * @param prefix how many bits are fixed, of 128
 */
record Network(IpAddress base, int prefix) {
  private static final int BITS = 128;
  private static final int V4_OFFSET = 96;
  private static final String ACCEPTED =
      "accepted is an IPv4 or IPv6 address, or a network such as 10.0.0.0/8 or fd00::/8";

  /**
   * Reads an address or a network.
   *
   * @throws IllegalArgumentException with the text and what is accepted
   */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    IpAddress base = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (base == null) {
      throw new IllegalArgumentException(quoted(text) + " is no address or network: " + ACCEPTED);
    }
    boolean writtenAsV4 = text.indexOf(':') < 0;
    int prefix = BITS;
    if (slash >= 0) {
      prefix = prefix(text.substring(slash + 1), writtenAsV4 ? BITS - V4_OFFSET : BITS);
      if (prefix < 0) {
        String most = writtenAsV4 ? "32" : "128";
        throw new IllegalArgumentException(
            quoted(text) + ": the prefix is not a number from 0 to " + most + ": " + ACCEPTED);
      }
      prefix += writtenAsV4 ? V4_OFFSET : 0;
    }
    Network network = new Network(base, prefix);
    IpAddress first = network.masked(base);
    if (!first.equals(base)) {
      String right = first + text.substring(slash);
      throw new IllegalArgumentException(
          quoted(text) + " has bits set after the prefix: write " + quoted(right));
    }
    return network;
  }

  private static int prefix(String digits, int most) {
    if (!digits.matches("0|[1-9][0-9]{0,2}")) {
      return -1;
    }
    int prefix = Integer.parseInt(digits);
    return prefix <= most ? prefix : -1;
  }

  private static String quoted(String text) {
    StringBuilder shown = new StringBuilder("'");
    for (int i = 0; i < text.length() && i < 60; i++) {
      char c = text.charAt(i);
      shown.append(c < ' ' || c > '~' ? '?' : c);
    }
    return shown.append(text.length() > 60 ? "…'" : "'").toString();
  }

  boolean contains(IpAddress address) {
    return address.isV4() == base.isV4() && masked(address).equals(base);
  }

  private IpAddress masked(IpAddress address) {
    return new IpAddress(address.high() & mask(prefix), address.low() & mask(prefix - 64));
  }

  private static long mask(int bits) {
    return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
  }
}
