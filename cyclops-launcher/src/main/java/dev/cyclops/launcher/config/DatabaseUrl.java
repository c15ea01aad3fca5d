/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a database as a JDBC driver reads it. It may hold a password anywhere, so that
 * {@code toString} says no more than which driver it is for and, where that is certain, which host.
 * Immutable.
 *
 * @param text the whole of it; never to be shown
 */
public record DatabaseUrl(String text) {
  static final String EXPECTED =
      "a JDBC URL such as 'jdbc:postgresql://host:5432/name' or 'jdbc:mysql://host:3306/name'";

  private static final Pattern URL =
      Pattern.compile("jdbc:(?<driver>[a-z][a-z0-9+.-]*):(?<rest>.+)", Pattern.DOTALL);

  /**
   * Hosts with their ports. Not where a list of properties stands instead, nor where an @ behind it
   * shows that it may be part of a password.
   */
  private static final Pattern AUTHORITY =
      Pattern.compile("//(?:[^/?#]*@)?(?<hosts>[\\p{Alnum}._:,\\[\\]-]+)(?:[/?#;][^@]*)?");

  /** Null when it is none. */
  static @Nullable DatabaseUrl parse(String text) {
    return URL.matcher(text).matches() ? new DatabaseUrl(text) : null;
  }

  /** The name of the driver that it is for, as {@code postgresql}. */
  public String driver() {
    return part("driver");
  }

  /** The host that is asked, with its port; empty where it cannot be told apart from the rest. */
  public Optional<String> host() {
    Matcher authority = AUTHORITY.matcher(part("rest"));
    return authority.matches() ? Optional.of(authority.group("hosts")) : Optional.empty();
  }

  /** Whether it is for a file, without host and user. */
  public boolean isFile() {
    return driver().equals("sqlite");
  }

  private String part(String name) {
    Matcher url = URL.matcher(text);
    return url.matches() ? url.group(name) : "";
  }

  @Override
  public String toString() {
    return "jdbc:" + driver() + host().map(host -> " at " + host).orElse("");
  }
}
