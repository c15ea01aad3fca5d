/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.send.SentryUrl;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where one instance of a farm listens. Immutable.
 *
 * @param base how to speak to its host; its port has no meaning here
 * @param port 1 to 65535
 */
record FarmAddress(SentryUrl base, int port) {
  /** So many can be asked with what a process may open. */
  private static final int MOST = 10_000;

  /**
   * All of a farm.
   *
   * @param hosts separated by commas, each with or without scheme, port and path prefix; an IPv6
   *     address in brackets, or without any where it has no port
   * @param ports for those that name none
   * @throws IllegalArgumentException when one cannot be understood; the message says what is
   *     accepted, and repeats no password
   */
  static List<FarmAddress> of(String hosts, List<Integer> ports) {
    Set<String> seen = new TreeSet<>();
    List<FarmAddress> farm = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      String text = bracketed(host.strip());
      SentryUrl base = SentryUrl.parse(text);
      for (int port : namesPort(text) ? List.of(base.port()) : ports) {
        FarmAddress address = new FarmAddress(base, port);
        if (seen.add(address.url().toString())) {
          farm.add(address);
        }
      }
    }
    if (farm.size() > MOST) {
      throw new IllegalArgumentException(farm.size() + " instances are more than " + MOST);
    }
    return farm;
  }

  /** An IPv6 address as people write it where there is no port. */
  private static String bracketed(String text) {
    boolean bare = text.indexOf(':') != text.lastIndexOf(':') && text.matches("[0-9A-Fa-f:.]+");
    return bare ? "[" + text + "]" : text;
  }

  private static boolean namesPort(String text) {
    String withScheme = text.contains("://") ? text : "http://" + text;
    return URI.create(withScheme).getPort() != -1;
  }

  String host() {
    return base.host();
  }

  /** As an operator calls it. */
  String server() {
    return host() + ":" + port;
  }

  /** Its page. */
  URI url() {
    String scheme = base.secure() ? "https" : "http";
    return URI.create(scheme + "://" + server() + base.pathPrefix() + "/count");
  }
}
