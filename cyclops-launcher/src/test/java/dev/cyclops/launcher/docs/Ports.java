/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Free ports instead of those that a page names, at the same distances from each other. Below those
 * that the kernel hands out by itself: it takes a while until the last of them is used.
 */
final class Ports {
  /** Cyclops, its operator, Sentry. */
  private static final List<Integer> USUAL = List.of(9999, 9998, 9000);

  private static final int LOWEST = 8_000;
  private static final int HIGHEST = 10_000;

  private final List<Integer> named;
  private final int shift;

  private Ports(List<Integer> named, int shift) {
    this.named = named;
    this.shift = shift;
  }

  /**
   * Finds some.
   *
   * @param more what a page declares beside the usual ones, separated by commas
   */
  static Ports free(String more) {
    List<Integer> named = new ArrayList<>(USUAL);
    for (String port : more.split("[ ,]+")) {
      if (!port.isEmpty()) {
        named.add(Integer.valueOf(port));
      }
    }
    if (named.stream().anyMatch(port -> port < LOWEST || port >= HIGHEST)) {
      throw new IllegalArgumentException("ports within 8000 and 9999, please: " + named);
    }
    while (true) {
      int shift = ThreadLocalRandom.current().nextInt(2_000, 20_000);
      if (named.stream().allMatch(port -> isFree(port + shift))) {
        return new Ports(named, shift);
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return free.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  int of(int port) {
    return port + shift;
  }

  /** The text with the ports that are free here. */
  String in(String text) {
    String changed = text;
    for (int port : named) {
      changed =
          Pattern.compile("(?<![\\w.])" + port + "(?!\\w|\\.\\d)")
              .matcher(changed)
              .replaceAll(Matcher.quoteReplacement(String.valueOf(of(port))));
    }
    return changed;
  }
}
