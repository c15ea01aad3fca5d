/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parts of a {@code redis://} URL. Holds a password, which neither {@code toString} nor any
 * message shows. Immutable.
 *
 * @param tls whether it begins with {@code rediss://}
 * @param user an ACL user
 * @param password its password, or that of the default user
 * @param addresses one, or several of a cluster or of sentinels
 * @param database 0 to 999999
 */
public record RedisUrl(
    boolean tls,
    Optional<String> user,
    Optional<String> password,
    List<Address> addresses,
    Optional<Integer> database) {
  /** What one looks like, to follow "expected". */
  public static final String EXPECTED =
      "a URL such as 'redis://host:6379/0', 'rediss://user:password@host' or"
          + " 'redis://one:6379,two:6379'";

  private static final Pattern DATABASE = Pattern.compile("[0-9]{1,6}");

  /**
   * Copies the list.
   *
   * @param tls whether it begins with {@code rediss://}
   * @param user an ACL user
   * @param password its password
   * @param addresses one, or several of a cluster or of sentinels
   * @param database 0 to 999999
   */
  public RedisUrl {
    addresses = List.copyOf(addresses);
  }

  /**
   * Reads {@code redis://[user[:password]@]host[:port][,host[:port]…][/database]}, or the same with
   * {@code rediss} for TLS; what is special in a URL is written as {@code %2F} in user and
   * password.
   *
   * @param url blanks around it do not matter
   * @return its parts
   * @throws IllegalArgumentException when it is none; the message says what is accepted and which
   *     part is wrong, and repeats nothing of it, since a password may stand anywhere
   */
  public static RedisUrl parse(String url) {
    String text = url.strip();
    boolean tls = text.regionMatches(true, 0, "rediss://", 0, 9);
    if (!tls && !text.regionMatches(true, 0, "redis://", 0, 8)) {
      throw refusal("this begins with neither redis:// nor rediss://");
    }
    String rest = text.substring(tls ? 9 : 8);
    int at = rest.lastIndexOf('@');
    String who = at < 0 ? "" : rest.substring(0, at);
    if (who.chars().anyMatch(c -> "/?#@".indexOf(c) >= 0)) {
      throw refusal("in user and password write / as %2F, ? as %3F, # as %23, @ as %40");
    }
    String where = rest.substring(at + 1);
    if (where.indexOf('?') >= 0 || where.indexOf('#') >= 0) {
      throw refusal("nothing may follow with ? or #");
    }
    int slash = where.indexOf('/');
    int colon = who.indexOf(':');
    return new RedisUrl(
        tls,
        decoded("user", colon < 0 ? who : who.substring(0, colon)),
        colon < 0 ? Optional.empty() : decoded("password", who.substring(colon + 1)),
        addresses(slash < 0 ? where : where.substring(0, slash)),
        slash < 0 ? Optional.empty() : database(where.substring(slash + 1)));
  }

  private static IllegalArgumentException refusal(String reason) {
    return new IllegalArgumentException("expected " + EXPECTED + ": " + reason);
  }

  private static List<Address> addresses(String hosts) {
    List<Address> addresses = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      try {
        addresses.add(Address.parse(host.strip()));
      } catch (IllegalArgumentException e) {
        // Its message shows what was written there.
        throw refusal("host " + (addresses.size() + 1) + " is no name or [address] with a port");
      }
    }
    return addresses;
  }

  private static Optional<Integer> database(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!DATABASE.matcher(text).matches()) {
      throw refusal("the database, after the last /, is no number from 0 to 999999");
    }
    return Optional.of(Integer.valueOf(text));
  }

  private static Optional<String> decoded(String part, String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      // A plus is a plus: this is no form.
      return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), UTF_8));
    } catch (IllegalArgumentException e) {
      // Its message would hold the password. And so would it as a cause.
      throw refusal("the " + part + " has a % without two hexadecimal digits: write %25");
    }
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return (tls ? "rediss://" : "redis://")
        + String.join(",", addresses.stream().map(Address::toString).toList())
        + database.map(number -> "/" + number).orElse("");
  }
}
