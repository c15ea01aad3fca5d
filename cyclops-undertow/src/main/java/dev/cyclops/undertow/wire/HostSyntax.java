/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import java.nio.ByteBuffer;

/** What a host with an optional port looks like. */
final class HostSyntax {
  private static final int MAX_HOST_BYTES = 255;
  private static final int MAX_PORT = 65535;
  private static final int GROUPS = 8;
  private static final int MAX_GROUPS_BESIDE_GAP = 7;

  /** Undertow does not know addresses with six groups before the gap. */
  private static final int MAX_GROUPS_BEFORE_GAP = 5;

  private HostSyntax() {}

  /** Whether these bytes are {@code name}, {@code name:port}, or an IPv6 address in brackets. */
  static boolean matches(ByteBuffer in, int from, int to) {
    if (from == to || to - from > MAX_HOST_BYTES + 6) {
      return false;
    }
    int end;
    if (in.get(from) == '[') {
      end = from + 1;
      while (end < to && in.get(end) != ']') {
        end++;
      }
      if (end == to || !isIpv6(in, from + 1, end)) {
        return false;
      }
      end++;
    } else {
      end = from;
      while (end < to && ByteClass.isHost(in.get(end))) {
        end++;
      }
      if (end == from) {
        return false;
      }
    }
    return end == to || (in.get(end) == ':' && isPort(in, end + 1, to));
  }

  private static boolean isPort(ByteBuffer in, int from, int to) {
    if (from == to || to - from > 5) {
      return false;
    }
    int port = 0;
    for (int i = from; i < to; i++) {
      if (!ByteClass.isDigit(in.get(i))) {
        return false;
      }
      port = 10 * port + in.get(i) - '0';
    }
    return port >= 1 && port <= MAX_PORT;
  }

  /** Groups of hexadecimal digits, with at most one gap. */
  private static boolean isIpv6(ByteBuffer in, int from, int to) {
    int groups = 0;
    int beforeGap = -1;
    int i = from;
    if (i + 1 < to && in.get(i) == ':' && in.get(i + 1) == ':') {
      beforeGap = 0;
      i += 2;
    }
    while (i < to) {
      int group = i;
      while (i < to && i - group < 4 && ByteClass.isHex(in.get(i))) {
        i++;
      }
      if (i == group) {
        return false;
      }
      groups++;
      if (i == to) {
        break;
      }
      if (in.get(i++) != ':' || i == to) {
        return false;
      }
      if (in.get(i) == ':') {
        if (beforeGap >= 0) {
          return false;
        }
        beforeGap = groups;
        i++;
      }
    }
    if (beforeGap < 0) {
      return groups == GROUPS;
    }
    return groups <= MAX_GROUPS_BESIDE_GAP
        && (beforeGap <= MAX_GROUPS_BEFORE_GAP || beforeGap == groups);
  }
}
