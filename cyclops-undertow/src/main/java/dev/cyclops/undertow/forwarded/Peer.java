/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.forwarded;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection. Made once for each connection, so that a request of a peer who is
 * not trusted costs nothing. Immutable.
 */
public final class Peer {
  private final TrustedProxies proxies;
  private final boolean trusted;
  private final ClientAddress itself;

  private Peer(@Nullable IpAddress address, TrustedProxies proxies) {
    this.proxies = proxies;
    trusted = address != null && proxies.contain(address);
    String text = address == null ? null : address.toString();
    itself = new ClientAddress(text, text);
  }

  /**
   * The other end of a connection.
   *
   * @param address null for what is no internet address, which is never trusted
   * @param proxies who is believed
   * @return never asks for a name
   */
  public static Peer of(@Nullable InetSocketAddress address, TrustedProxies proxies) {
    return new Peer(address == null ? null : resolved(address), proxies);
  }

  private static @Nullable IpAddress resolved(InetSocketAddress address) {
    InetAddress known = address.getAddress();
    return known == null ? IpAddress.parse(address.getHostString()) : IpAddress.of(known);
  }

  /**
   * Whether what it says of others is believed.
   *
   * @return false for all but the trusted proxies
   */
  public boolean isTrusted() {
    return trusted;
  }

  /**
   * Whether it was these proxies that decided on its trust.
   *
   * @param proxies who is believed
   * @return false for a connection that another handler has looked at
   */
  public boolean isSeenWith(TrustedProxies proxies) {
    return this.proxies.equals(proxies);
  }

  /**
   * Its own address, which is all there is to know about a request of a peer who is not trusted.
   *
   * @return always the same instance
   */
  public ClientAddress itself() {
    return itself;
  }

  /**
   * Whose request it is, with the headers as a trusted peer sent them; what another sent is not
   * looked at. {@code X-Forwarded-For} counts if it is there, else {@code Forwarded}, else {@code
   * X-Real-IP}.
   *
   * @param forwardedFor the lines of {@code X-Forwarded-For}
   * @param forwarded the lines of {@code Forwarded}
   * @param realIp the lines of {@code X-Real-IP}
   * @return the chain with the peer at its end
   */
  public ClientAddress client(
      List<String> forwardedFor, List<String> forwarded, List<String> realIp) {
    if (!trusted) {
      return itself;
    }
    List<IpAddress> chain = ForwardedChain.read(forwardedFor, forwarded, realIp);
    if (chain.isEmpty()) {
      return itself;
    }
    StringBuilder all = new StringBuilder();
    IpAddress source = null;
    for (IpAddress address : chain) {
      all.append(address).append(", ");
      if (!proxies.contain(address)) {
        source = address;
      }
    }
    all.append(itself.forwardedFor());
    return new ClientAddress(
        source == null ? chain.get(0).toString() : source.toString(), all.toString());
  }
}
