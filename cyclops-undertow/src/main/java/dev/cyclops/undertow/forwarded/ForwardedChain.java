/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.forwarded;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that a trusted proxy tells, the client's first. Read from the right, where the
 * proxies wrote: at the first element that is no address ({@code unknown}, a name, a made-up
 * identifier, garbage) reading ends, since nobody can tell who wrote what stands left of it.
 */
final class ForwardedChain {
  /** More proxies in a row are a loop, or somebody's attempt to fill memory. */
  static final int MAX_ADDRESSES = 32;

  private ForwardedChain() {}

  static List<IpAddress> read(
      List<String> forwardedFor, List<String> forwarded, List<String> realIp) {
    if (!forwardedFor.isEmpty()) {
      return read(forwardedFor, false);
    }
    if (!forwarded.isEmpty()) {
      return read(forwarded, true);
    }
    IpAddress address = realIp.size() == 1 ? node(realIp.get(0).trim()) : null;
    return address == null ? List.of() : List.of(address);
  }

  private static List<IpAddress> read(List<String> lines, boolean pairs) {
    Deque<IpAddress> chain = new ArrayDeque<>();
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i);
      int end = line.length();
      while (end >= 0) {
        // No valid address holds a comma: one within quotes makes two elements that are none.
        int comma = line.lastIndexOf(',', end - 1);
        String element = line.substring(comma + 1, end).trim();
        end = comma;
        if (element.isEmpty()) {
          continue;
        }
        IpAddress address = pairs ? forValue(element) : node(element);
        if (address == null || chain.size() == MAX_ADDRESSES) {
          return List.copyOf(chain);
        }
        chain.addFirst(address);
      }
    }
    return List.copyOf(chain);
  }

  /** The address of the one {@code for=} of an element of {@code Forwarded} (RFC 7239). */
  private static @Nullable IpAddress forValue(String element) {
    IpAddress address = null;
    for (String pair : element.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0 || !pair.substring(0, equals).trim().equalsIgnoreCase("for")) {
        continue;
      }
      String node = unquoted(pair.substring(equals + 1).trim());
      if (address != null || node == null) {
        return null;
      }
      address = node(node);
      if (address == null) {
        return null;
      }
    }
    return address;
  }

  private static @Nullable String unquoted(String value) {
    if (value.indexOf('"') < 0) {
      return value;
    }
    if (value.length() < 2 || value.charAt(0) != '"') {
      return null;
    }
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') {
        return i == value.length() - 1 ? text.toString() : null;
      }
      if (c == '\\' && ++i < value.length()) {
        c = value.charAt(i);
      }
      text.append(c);
    }
    return null;
  }

  /** An address with or without a port, IPv6 with or without brackets; null for all else. */
  private static @Nullable IpAddress node(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      boolean valid = end > 0 && isPortOrNothing(text, end + 1) && text.indexOf(':') < end;
      return valid ? AddressText.parseV6(text.substring(1, end)) : null;
    }
    int colon = text.indexOf(':');
    if (colon >= 0 && text.indexOf(':', colon + 1) < 0) {
      return isPortOrNothing(text, colon) ? IpAddress.parse(text.substring(0, colon)) : null;
    }
    return IpAddress.parse(text);
  }

  private static boolean isPortOrNothing(String text, int from) {
    if (from == text.length()) {
      return true;
    }
    if (text.charAt(from) != ':' || text.length() - from < 2 || text.length() - from > 6) {
      return false;
    }
    for (int i = from + 1; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
