/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.forwarded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerTest {
  private static final List<String> NONE = List.of();

  private static Peer peer(String address, String... proxies) {
    return Peer.of(
        InetSocketAddress.createUnresolved(address, 1), TrustedProxies.parse(List.of(proxies)));
  }

  private static final Peer TRUSTED = peer("10.0.0.1", "10.0.0.0/8", "::1");

  private static ClientAddress forwardedFor(String... lines) {
    return TRUSTED.client(List.of(lines), NONE, NONE);
  }

  private static String forwarded(String... lines) {
    return TRUSTED.client(NONE, List.of(lines), NONE).forwardedFor();
  }

  @Test
  void peerWhoIsNotTrusted_isAllThereIsToKnow() {
    Peer peer = peer("192.0.2.1", "10.0.0.0/8");

    assertThat(peer.isTrusted()).isFalse();
    assertThat(peer.client(List.of("9.9.9.9"), List.of("for=9.9.9.9"), List.of("9.9.9.9")))
        .isSameAs(peer.itself())
        .isEqualTo(new ClientAddress("192.0.2.1", "192.0.2.1"));
  }

  @Test
  void peerWithoutAnAddress_isNeverTrusted() throws Exception {
    TrustedProxies all = TrustedProxies.parse(List.of("0.0.0.0/0", "::/0"));
    Peer unixSocket = Peer.of(null, all);
    Peer name = Peer.of(InetSocketAddress.createUnresolved("proxy.example", 1), all);

    assertThat(unixSocket.isTrusted()).isFalse();
    assertThat(unixSocket.client(List.of("9.9.9.9"), NONE, NONE))
        .isEqualTo(new ClientAddress(null, null));
    assertThat(name.isTrusted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"::ffff:10.1.2.3, 10.1.2.3", "fe80::1%1, fe80::1", "0:0:0:0:0:0:0:1, ::1"})
  void itself_isInPlainForm(String text, String plain) throws Exception {
    Peer peer =
        Peer.of(new InetSocketAddress(InetAddress.getByName(text), 1), TrustedProxies.none());

    assertThat(peer.itself().source()).isEqualTo(plain);
  }

  @Test
  void mappedPeer_isTrustedAsItsIpv4Address() throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xFF;
    mapped[12] = 10;
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(mapped), 1);

    assertThat(Peer.of(address, TrustedProxies.parse(List.of("10.0.0.0/8"))).isTrusted()).isTrue();
  }

  @Test
  void forwardedFor_isTheChainWithThePeerAtItsEnd() {
    assertThat(forwardedFor("198.51.100.1, 192.0.2.1", "10.9.9.9"))
        .isEqualTo(new ClientAddress("192.0.2.1", "198.51.100.1, 192.0.2.1, 10.9.9.9, 10.0.0.1"));
  }

  @Test
  void source_isTheFirstOfAChainOfTrustedProxiesOnly() {
    assertThat(forwardedFor("10.0.0.3, 10.0.0.2").source()).isEqualTo("10.0.0.3");
    assertThat(forwardedFor("").source()).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1:4711 | 192.0.2.1",
        "[2001:DB8::1]:4711 | 2001:db8::1",
        "[2001:db8::1] | 2001:db8::1",
        "2001:db8:0:0:0:0:0:1 | 2001:db8::1",
        "::ffff:192.0.2.1 | 192.0.2.1",
        "8.8.8.8, , 192.0.2.1, | 8.8.8.8, 192.0.2.1",
        "8.8.8.8,unknown,192.0.2.1 | 192.0.2.1",
        "8.8.8.8, shop.example, 192.0.2.1 | 192.0.2.1",
        "8.8.8.8, 192.0.2.01, 192.0.2.1 | 192.0.2.1",
        "8.8.8.8, 192.0.2.256, 192.0.2.1 | 192.0.2.1",
        "8.8.8.8, 1.2.3, 192.0.2.1 | 192.0.2.1",
        "8.8.8.8, 1.2.3.4:, 192.0.2.1 | 192.0.2.1",
        "8.8.8.8, 1.2.3.4:123456, 192.0.2.1 | 192.0.2.1",
        "8.8.8.8, [1.2.3.4], 192.0.2.1 | 192.0.2.1",
        "8.8.8.8, [::1, 192.0.2.1 | 192.0.2.1",
        "8.8.8.8, fe80::1%eth0, 192.0.2.1 | 192.0.2.1",
        "8.8.8.8, 1.2.3.4 5.6.7.8, 192.0.2.1 | 192.0.2.1"
      })
  void forwardedFor_endsAtWhatIsNoAddress(String line, String chain) {
    assertThat(forwardedFor(line).forwardedFor()).isEqualTo(chain + ", 10.0.0.1");
  }

  @Test
  void forwardedFor_isBounded() {
    String line = String.join(", ", Collections.nCopies(1000, "2001:db8:1111:2222:3333::1"));

    String chain = forwardedFor(line, line).forwardedFor();

    assertThat(chain.split(", ")).hasSize(ForwardedChain.MAX_ADDRESSES + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "for=192.0.2.1 | 192.0.2.1, ",
        "For=192.0.2.1;proto=https;by=10.0.0.9 | 192.0.2.1, ",
        "proto=http ; for=\"192.0.2.1:80\" | 192.0.2.1, ",
        "for=\"[2001:db8::1]:4711\" | 2001:db8::1, ",
        "for=\"\\[2001:db8::1\\]\" | 2001:db8::1, ",
        "for=8.8.8.8, for=192.0.2.1 | 8.8.8.8, 192.0.2.1, ",
        "for=8.8.8.8, for=_hidden, for=192.0.2.1 | 192.0.2.1, ",
        "for=8.8.8.8, for=unknown, for=192.0.2.1 | 192.0.2.1, ",
        "for=8.8.8.8, for=\"192.0.2.9, for=192.0.2.1 | 192.0.2.1, ",
        "for=8.8.8.8, for=\"1.2.3.4\"x, for=192.0.2.1 | 192.0.2.1, ",
        "for=8.8.8.8, for=1.2.3.4;for=1.2.3.4, for=192.0.2.1 | 192.0.2.1, ",
        "for=8.8.8.8, proto=https, for=192.0.2.1 | 192.0.2.1, ",
        "for= | ~~"
      })
  void forwarded_isReadAsRfc7239Says(String line, String chain) {
    String expected = chain.isEmpty() ? "" : chain.trim() + " ";
    assertThat(forwarded(line)).isEqualTo(expected + "10.0.0.1");
  }

  @Test
  void headers_countInOrder() {
    List<String> one = List.of("192.0.2.1");
    List<String> two = List.of("for=192.0.2.2");
    List<String> three = List.of("192.0.2.3");

    assertThat(TRUSTED.client(one, two, three).source()).isEqualTo("192.0.2.1");
    assertThat(TRUSTED.client(NONE, two, three).source()).isEqualTo("192.0.2.2");
    assertThat(TRUSTED.client(NONE, NONE, three).source()).isEqualTo("192.0.2.3");
    assertThat(TRUSTED.client(List.of("unknown"), two, three).source()).isEqualTo("10.0.0.1");
    assertThat(TRUSTED.client(NONE, NONE, List.of("192.0.2.3", "192.0.2.4")).source())
        .isEqualTo("10.0.0.1");
  }
}
