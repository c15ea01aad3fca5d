/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.forwarded;

import java.util.ArrayList;
import java.util.List;

/**
 * The proxies in front of this server that are believed when they tell a client's address.
 * Immutable.
 */
public final class TrustedProxies {
  private static final TrustedProxies NONE = new TrustedProxies(List.of(), List.of());

  private final List<Network> networks;
  private final List<String> texts;

  private TrustedProxies(List<Network> networks, List<String> texts) {
    this.networks = networks;
    this.texts = texts;
  }

  /**
   * Nobody is believed.
   *
   * @return always the same instance
   */
  public static TrustedProxies none() {
    return NONE;
  }

  /**
   * Reads addresses and networks. An IPv4-mapped IPv6 address is the IPv4 address.
   *
   * @param texts such as {@code 192.0.2.1}, {@code 10.0.0.0/8}, {@code ::1} and {@code fd00::/8}
   * @return those proxies
   * @throws IllegalArgumentException when one cannot be understood or has bits set after its
   *     prefix; the message tells which, and what is accepted
   */
  public static TrustedProxies parse(List<String> texts) {
    List<Network> networks = new ArrayList<>();
    for (String text : texts) {
      networks.add(Network.parse(text));
    }
    return new TrustedProxies(List.copyOf(networks), List.copyOf(texts));
  }

  boolean contain(IpAddress address) {
    for (Network network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrustedProxies proxies && networks.equals(proxies.networks);
  }

  @Override
  public int hashCode() {
    return networks.hashCode();
  }

  /** As they were written. */
  @Override
  public String toString() {
    return texts.toString();
  }
}
