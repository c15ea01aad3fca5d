/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the operator's listeners of other instances are. */
final class PeerAddresses {
  /** The others are asked once a second, and shown in a table. */
  static final int MOST = 64;

  static final String EXPECTED =
      "a list of up to " + MOST + " 'host:port' strings, such as ['10.0.0.2:9998', '[::1]:9998']";

  private static final Pattern FORM =
      Pattern.compile(
          "(?<host>[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}\\])"
              + ":(?<port>[0-9]{1,5})");

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");

  private PeerAddresses() {}

  /** The same; throws with the string in question. */
  static List<String> parse(List<String> texts) {
    if (texts.size() > MOST) {
      throw new IllegalArgumentException(texts.size() + " are too many");
    }
    for (String text : texts) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches() || !isPort(Integer.parseInt(matcher.group("port")))) {
        throw new IllegalArgumentException("'" + text + "' is no host and port");
      }
    }
    return List.copyOf(texts);
  }

  private static boolean isPort(int number) {
    return number >= 1 && number <= 65535;
  }

  /** Whether all of them are on this machine, so that none wants a token. */
  static boolean areLocal(List<String> addresses) {
    return addresses.stream().allMatch(address -> LOOPBACK.matcher(host(address)).matches());
  }

  private static String host(String address) {
    return address.substring(0, address.lastIndexOf(':'));
  }
}
