/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.forwarded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.fuzz.Check;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Lines of the headers in which proxies tell a client's address. */
public final class ForwardedFuzzer {
  private static final int MAX_MESSAGE = 250;
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-f:]*:[0-9a-f:]*");
  private static final TrustedProxies PROXIES =
      TrustedProxies.parse(List.of("127.0.0.1", "10.0.0.0/8", "fd00::/8"));
  private static final Peer PROXY = peer(127, 0, 0, 1);
  private static final Peer STRANGER = peer(192, 0, 2, 1);

  private ForwardedFuzzer() {}

  public static void run(byte[] input) {
    List<String> lines = List.of(new String(input, ISO_8859_1).split("\n", -1));
    List<String> none = List.of();
    isSound(PROXY.client(lines, none, none));
    isSound(PROXY.client(none, lines, none));
    isSound(PROXY.client(none, none, lines));
    isSound(PROXY.client(none, none, lines.subList(0, 1)));
    Check.same(
        PROXY.client(lines, none, none), PROXY.client(lines, lines, lines), "the first counts");
    Check.that(STRANGER.client(lines, lines, lines) == STRANGER.itself(), "no stranger's word");

    ClientAddress client = PROXY.client(lines, none, none);
    if (!isTrusted(client.source())) {
      List<String> more = new ArrayList<>(List.of("198.51.100.7, 10.0.0.1"));
      more.addAll(lines);
      String source = PROXY.client(more, none, none).source();
      Check.same(client.source(), source, "what a client puts in front changes nothing");
    }
    for (String text : client.forwardedFor().split(", ", -1)) {
      boolean peer = text.equals("127.0.0.1");
      Check.that(peer || isWritten(text, lines), "an IPv4 address is written as such: " + text);
    }
    networks(lines);
  }

  /** What one could read as octal is no such address; what IPv6 maps has a colon. */
  private static boolean isWritten(String text, List<String> lines) {
    Pattern alone = Pattern.compile("(?<![0-9.])" + Pattern.quote(text) + "(?![0-9.])");
    return lines.stream().anyMatch(line -> line.indexOf(':') >= 0 || alone.matcher(line).find());
  }

  private static void isSound(ClientAddress client) {
    String[] chain = client.forwardedFor().split(", ", -1);
    Check.that(chain.length <= ForwardedChain.MAX_ADDRESSES + 1, "bounded");
    Check.same("127.0.0.1", chain[chain.length - 1], "the peer stands at the end");
    boolean known = false;
    for (String text : chain) {
      isAddress(text);
      known |= text.equals(client.source());
    }
    Check.that(known, "the source is one of them");
    if (chain.length <= ForwardedChain.MAX_ADDRESSES) {
      List<String> written = List.of(client.forwardedFor());
      ClientAddress again = PROXY.client(written, List.of(), List.of());
      Check.same(client.forwardedFor() + ", 127.0.0.1", again.forwardedFor(), "read as written");
      Check.same(client.source(), again.source(), "with the same source");
    }
  }

  private static void isAddress(String text) {
    Check.that(LITERAL.matcher(text).matches(), "an address: " + text);
    IpAddress address = IpAddress.parse(text);
    Check.that(address != null && address.toString().equals(text), "in its one spelling: " + text);
    try {
      // No name is looked up for what can be none.
      Check.same(IpAddress.of(InetAddress.getByName(text)), address, "the JDK's reading");
    } catch (UnknownHostException e) {
      throw new AssertionError("an address for the JDK as well: " + text, e);
    }
  }

  private static boolean isTrusted(String text) {
    return PROXIES.contain(IpAddress.parse(text));
  }

  private static void networks(List<String> lines) {
    for (String line : lines) {
      try {
        TrustedProxies read = TrustedProxies.parse(List.of(line));
        Check.same(read, TrustedProxies.parse(List.of(line)), "the same each time");
        String base = line.split("/", 2)[0];
        Check.that(read.contain(IpAddress.parse(base)), "holds its own address");
      } catch (IllegalArgumentException e) {
        Check.that(Check.isOneLine(e.getMessage(), MAX_MESSAGE), "a message of one line");
      }
    }
  }

  private static Peer peer(int... parts) {
    byte[] bytes = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = (byte) parts[i];
    }
    try {
      return Peer.of(new InetSocketAddress(InetAddress.getByAddress(bytes), 1), PROXIES);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
