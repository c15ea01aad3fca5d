/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a request target, whose bytes are known to be visible ASCII, and says how it must be
 * changed before Undertow may see it. Confined to one thread.
 */
final class RequestTarget {
  /** Undertow keeps an object for each. */
  private static final int MAX_PARAMETERS = 1000;

  private static final byte[] DATA = "sentry_data=".getBytes(US_ASCII);

  private static final Refusal NO_PROXY =
      new Refusal(405, "CONNECT is not allowed, this is no proxy");
  private static final Refusal NO_TARGET =
      Refusal.badRequest("the request target is neither a path nor a URL");
  private static final Refusal BAD_URL_HOST =
      Refusal.badRequest("the host of the request target is none");
  private static final Refusal FRAGMENT = Refusal.badRequest("a request target with a fragment");
  private static final Refusal BAD_PERCENT =
      Refusal.badRequest("a % in the request target without two hexadecimal digits behind it");
  private static final Refusal MANY_PARAMETERS =
      Refusal.badRequest("more than " + MAX_PARAMETERS + " parameters in the request target");

  private int pathStart;
  private int queryStart;

  /**
   * Looks at a target.
   *
   * @param method where the method starts, which ends a byte before the target
   * @return null when it is well-formed
   */
  @Nullable Refusal check(ByteBuffer in, int method, int from, int to) {
    queryStart = -1;
    pathStart = from;
    if (in.get(from) != '/') {
      if (ByteClass.equalsIgnoreCase(in, method, from - 1, "connect")) {
        return NO_PROXY;
      }
      if (in.get(from) == '*') {
        boolean options = ByteClass.equalsIgnoreCase(in, method, from - 1, "options");
        return options && to == from + 1 ? null : NO_TARGET;
      }
      Refusal refusal = skipAuthority(in, from, to);
      if (refusal != null) {
        return refusal;
      }
    }
    return checkPath(in, pathStart, to);
  }

  private @Nullable Refusal skipAuthority(ByteBuffer in, int from, int to) {
    int host;
    if (startsWith(in, from, to, "http://")) {
      host = from + 7;
    } else if (startsWith(in, from, to, "https://")) {
      host = from + 8;
    } else {
      return NO_TARGET;
    }
    int end = host;
    while (end < to && in.get(end) != '/' && in.get(end) != '?') {
      end++;
    }
    pathStart = end;
    return HostSyntax.matches(in, host, end) ? null : BAD_URL_HOST;
  }

  private static boolean startsWith(ByteBuffer in, int from, int to, String text) {
    return to - from > text.length()
        && ByteClass.equalsIgnoreCase(in, from, from + text.length(), text);
  }

  private @Nullable Refusal checkPath(ByteBuffer in, int from, int to) {
    int parameters = 0;
    for (int i = from; i < to; i++) {
      switch (in.get(i)) {
        case '#' -> {
          return FRAGMENT;
        }
        case '%' -> {
          if (i + 2 >= to || !ByteClass.isHex(in.get(i + 1)) || !ByteClass.isHex(in.get(i + 2))) {
            return BAD_PERCENT;
          }
          i += 2;
        }
        case '?' -> {
          if (queryStart < 0) {
            queryStart = i + 1;
            parameters++;
          }
        }
        case '&', ';' -> parameters++;
        default -> {}
      }
    }
    return parameters > MAX_PARAMETERS ? MANY_PARAMETERS : null;
  }

  /** Where the path starts; behind {@code from} when a scheme and a host are to be cut off. */
  int pathStart() {
    return pathStart;
  }

  /** Whether the query starts with a second question mark, one of which Undertow would drop. */
  boolean hasDoubleQuery(ByteBuffer in, int to) {
    return queryStart >= 0 && queryStart < to && in.get(queryStart) == '?';
  }

  int queryStart() {
    return queryStart;
  }

  /** Whether its query carries an event. */
  boolean hasData(ByteBuffer in, int to) {
    if (queryStart < 0) {
      return false;
    }
    int matched = 0;
    for (int i = queryStart; i < to && matched < DATA.length; i++) {
      matched = in.get(i) == DATA[matched] ? matched + 1 : in.get(i) == DATA[0] ? 1 : 0;
    }
    return matched == DATA.length;
  }
}
