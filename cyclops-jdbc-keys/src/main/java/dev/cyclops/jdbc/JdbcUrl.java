/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a JDBC URL of somebody else's without showing what is secret in it.
 * Immutable.
 *
 * <p>Nobody keeps to one grammar here, and a password may hold any character where it was not
 * encoded. So a host is shown only if nothing behind it could have been part of a password.
 */
final class JdbcUrl {
  private static final Pattern SCHEME = Pattern.compile("jdbc:[A-Za-z0-9.+_-]+(?=:)");
  private static final Pattern HOSTS = Pattern.compile("[A-Za-z0-9._:,\\[\\]-]+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._$%-]+");
  private static final Pattern OPTION = Pattern.compile("([^=&;?]+)=([^&;]*)");
  private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(passw|pwd|secret|token).*");

  private final String text;
  private final String scheme;
  private final Set<String> options = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final List<String> secrets = new ArrayList<>();
  private final Dialect dialect;
  private final String place;
  private @Nullable Path file;
  private @Nullable String user;

  private JdbcUrl(String text, String scheme) {
    this.text = text;
    this.scheme = scheme.toLowerCase(Locale.ROOT);
    dialect = dialect(this.scheme);
    readOptions();
    place = dialect instanceof SqliteDialect ? fileAsPlace() : server();
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException when it is none; shows nothing of it
   */
  static JdbcUrl parse(String text) {
    Matcher matcher = SCHEME.matcher(text);
    if (!matcher.lookingAt()) {
      throw new IllegalArgumentException(
          "not a JDBC URL: it begins with jdbc: and the kind of database,"
              + " such as jdbc:postgresql://host:5432/sentry");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("control character in the JDBC URL");
    }
    return new JdbcUrl(text, matcher.group());
  }

  private static Dialect dialect(String scheme) {
    return switch (scheme) {
      case "jdbc:mysql", "jdbc:mysql+srv" -> new MySqlDialect();
      case "jdbc:postgresql" -> new PostgresDialect();
      case "jdbc:sqlite" -> new SqliteDialect();
      default -> new OtherDialect(scheme);
    };
  }

  private void readOptions() {
    int start = text.indexOf('?');
    int semicolon = text.indexOf(';');
    start = start < 0 ? semicolon : start;
    Matcher matcher = OPTION.matcher(start < 0 ? "" : text.substring(start));
    while (matcher.find()) {
      String name = matcher.group(1);
      options.add(name);
      if (SECRET_NAME.matcher(name).matches()) {
        addSecret(matcher.group(2));
      } else if (name.equalsIgnoreCase("user")) {
        user = decode(matcher.group(2));
      }
    }
  }

  private String fileAsPlace() {
    String rest = text.substring(scheme.length() + 1);
    int query = rest.indexOf('?');
    String name = query < 0 ? rest : rest.substring(0, query);
    if (name.isEmpty() || name.startsWith(":")) {
      throw new IllegalArgumentException("SQLite needs the name of a file: jdbc:sqlite:/path/file");
    }
    // Those that begin so are URIs, which SQLite itself reads.
    if (!name.startsWith("file:")) {
      file = Path.of(name);
    }
    return dialect.label() + " in " + name;
  }

  private String server() {
    int slashes = text.indexOf("//");
    int at = text.lastIndexOf('@');
    if (at >= 0) {
      int colon = text.indexOf(':', slashes < 0 || slashes > at ? scheme.length() + 1 : slashes);
      if (colon >= 0 && colon < at) {
        addSecret(text.substring(colon + 1, at));
      }
    }
    if (slashes < 0 || (at >= 0 && at < slashes)) {
      return dialect.label();
    }
    int end = end(slashes + 2, "/?;#");
    if (at > end) {
      return dialect.label();
    }
    if (at >= 0) {
      int colon = text.indexOf(':', slashes);
      user = decode(text.substring(slashes + 2, colon >= 0 && colon < at ? colon : at));
    }
    String hosts = text.substring(Math.max(slashes + 2, at + 1), end);
    if (!HOSTS.matcher(hosts).matches()) {
      return dialect.label();
    }
    boolean named = end < text.length() && text.charAt(end) == '/';
    String name = named ? text.substring(end + 1, end(end + 1, "/?;#")) : "";
    String shown = NAME.matcher(name).matches() ? "/" + name : "";
    return dialect.label() + " at " + hosts + shown;
  }

  private int end(int from, String delimiters) {
    for (int i = from; i < text.length(); i++) {
      if (delimiters.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  private void addSecret(String secret) {
    secrets.add(secret);
    secrets.add(decode(secret));
  }

  private static String decode(String value) {
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  String text() {
    return text;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Kind, hosts and database as far as they are safe to show. */
  String place() {
    return place;
  }

  @Nullable String user() {
    return user;
  }

  /** For SQLite, the file where it is plain. */
  @Nullable Path file() {
    return file;
  }

  /** Whether the URL sets this option of the driver itself. */
  boolean sets(String option) {
    return options.contains(option);
  }

  List<String> secrets() {
    return List.copyOf(secrets);
  }
}
