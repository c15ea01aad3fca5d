/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@code redis://} URL. Messages name the wrong part and never hold what stands
 * before the {@code @}.
 */
record RedisUrl(
    boolean tls,
    @Nullable String user,
    @Nullable String password,
    List<Address> addresses,
    @Nullable Integer database) {
  private static final String FORM =
      "redis://[user[:password]@]host[:port][,host[:port]...][/database], or rediss:// for TLS";
  private static final Pattern DATABASE = Pattern.compile("[0-9]{1,6}");

  static RedisUrl parse(String url) {
    String text = url.strip();
    boolean tls = text.regionMatches(true, 0, "rediss://", 0, 9);
    if (!tls && !text.regionMatches(true, 0, "redis://", 0, 8)) {
      throw new IllegalArgumentException("the Redis URL does not begin as " + FORM);
    }
    String rest = text.substring(tls ? 9 : 8);
    int at = rest.lastIndexOf('@');
    String who = at < 0 ? "" : rest.substring(0, at);
    if (who.indexOf('/') >= 0 || who.indexOf('?') >= 0 || who.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "in user and password of the Redis URL, write / as %2F, ? as %3F, # as %23, @ as %40");
    }
    String where = rest.substring(at + 1);
    int slash = where.indexOf('/');
    String hosts = slash < 0 ? where : where.substring(0, slash);
    if (where.indexOf('?') >= 0 || where.indexOf('#') >= 0) {
      throw new IllegalArgumentException("the Redis URL takes nothing after ? or #: " + FORM);
    }
    int colon = who.indexOf(':');
    return new RedisUrl(
        tls,
        decoded("user", colon < 0 ? who : who.substring(0, colon)),
        colon < 0 ? null : decoded("password", who.substring(colon + 1)),
        addresses(hosts),
        slash < 0 ? null : database(where.substring(slash + 1)));
  }

  private static List<Address> addresses(String hosts) {
    List<Address> addresses = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      addresses.add(Address.parse(host.strip()));
    }
    return addresses;
  }

  private static @Nullable Integer database(String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (!DATABASE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "the database of the Redis URL, after its last /, is no number from 0 to 999999");
    }
    return Integer.valueOf(text);
  }

  private static @Nullable String decoded(String part, String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      // Its message would hold the password. And so would it as a cause.
      throw new IllegalArgumentException(
          "the " + part + " of the Redis URL holds a % without two hexadecimal digits: write %25");
    }
  }

  @Override
  public String toString() {
    return "RedisUrl" + addresses;
  }
}
