/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a Redis. Holds a password, which {@code toString} leaves out. Immutable.
 *
 * @param tls whether it is spoken to over TLS
 * @param user who logs in
 * @param password its password
 * @param nodes one host, or several of a cluster or of Sentinel
 * @param database the number of a database
 */
public record RedisUrl(
    boolean tls,
    Optional<String> user,
    Optional<String> password,
    List<Node> nodes,
    Optional<Integer> database) {
  static final String EXPECTED =
      "a URL such as 'redis://host:6379/0', 'rediss://user:password@host' or"
          + " 'redis://one:6379,two:6379'";

  private static final Pattern URL =
      Pattern.compile(
          "(?<scheme>rediss?)://"
              + "(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?"
              + "(?<nodes>[^/?#@]+)(?:/(?<database>\\d{0,9}))?");

  private static final Pattern NODE =
      Pattern.compile(
          "(?:\\[(?<address>[\\p{XDigit}:.]+)]|(?<name>[\\p{Alnum}_][\\p{Alnum}._-]*))"
              + "(?::(?<port>\\d{1,5}))?");

  /** Copies the list. */
  public RedisUrl {
    nodes = List.copyOf(nodes);
  }

  /**
   * A host, perhaps with a port.
   *
   * @param host a name or an address, without brackets
   * @param port 1 to 65535; empty where it goes without saying
   */
  public record Node(String host, Optional<Integer> port) {
    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + port.map(p -> ":" + p).orElse("");
    }
  }

  /**
   * Reads one.
   *
   * @param text as {@code redis://host:6379/0}
   * @return null when it is none
   */
  public static @Nullable RedisUrl parse(String text) {
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      return null;
    }
    List<Node> nodes = new ArrayList<>();
    for (String part : url.group("nodes").split(",", -1)) {
      Node node = node(part);
      if (node == null) {
        return null;
      }
      nodes.add(node);
    }
    String database = url.group("database");
    try {
      return new RedisUrl(
          url.group("scheme").equals("rediss"),
          decoded(url.group("user")),
          decoded(url.group("password")),
          nodes,
          database == null || database.isEmpty()
              ? Optional.empty()
              : Optional.of(Integer.valueOf(database)));
    } catch (IllegalArgumentException e) {
      // A wrong escape, which the message of the exception would show.
      return null;
    }
  }

  private static @Nullable Node node(String text) {
    Matcher node = NODE.matcher(text);
    if (!node.matches()) {
      return null;
    }
    Optional<Integer> port = Optional.ofNullable(node.group("port")).map(Integer::valueOf);
    String address = node.group("address");
    String host = address == null ? node.group("name") : address;
    boolean valid = port.stream().allMatch(number -> number > 0 && number <= 65535);
    return valid ? new Node(host, port) : null;
  }

  /** A plus is a plus: this is no form. */
  private static Optional<String> decoded(@Nullable String text) {
    return text == null || text.isEmpty()
        ? Optional.empty()
        : Optional.of(URLDecoder.decode(text.replace("+", "%2B"), UTF_8));
  }

  @Override
  public String toString() {
    return (tls ? "rediss://" : "redis://")
        + String.join(",", nodes.stream().map(Node::toString).toList());
  }
}
