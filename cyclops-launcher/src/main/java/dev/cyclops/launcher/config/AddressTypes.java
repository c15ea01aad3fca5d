/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.redis.RedisUrl;
import dev.cyclops.send.SentryUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where others are: hosts, ports and URLs. */
final class AddressTypes {
  /** A name, or an IPv4 or IPv6 address; a port behind a name is none. */
  private static final Pattern HOST =
      Pattern.compile(
          "[\\p{Alnum}_]([\\p{Alnum}._-]*)|\\p{XDigit}*:[\\p{XDigit}:.]*:[\\p{XDigit}:.]*");

  private AddressTypes() {}

  /** A host, without its port. */
  static ValueType<String> host() {
    return ValueType.ofText(
        "a host name or an IP address", text -> HOST.matcher(text).matches() ? text : null);
  }

  /** The port of a host. */
  static ValueType<Integer> port() {
    return NumberTypes.whole(1, 65535);
  }

  static ValueType<SentryUrl> sentryUrl() {
    return ValueType.ofText(
        "'host', 'host:port' or 'http(s)://host:port/prefix'", SentryUrl::parse);
  }

  /** Secret: a password may stand anywhere in it. */
  static ValueType<DatabaseUrl> databaseUrl() {
    return ValueType.ofText(DatabaseUrl.EXPECTED, DatabaseUrl::parse).asSecret();
  }

  /** Secret: a password may stand in it. */
  static ValueType<RedisUrl> redisUrl() {
    return ValueType.ofText(RedisUrl.EXPECTED, RedisUrl::parse).asSecret();
  }

  /** Secret: who knows such an address may post there. */
  static ValueType<URI> webhookUrl() {
    return ValueType.ofText(
            "an address that begins with 'https://' or 'http://', without a user in it",
            AddressTypes::webhookUrl)
        .asSecret();
  }

  private static @Nullable URI webhookUrl(String text) {
    try {
      URI url = new URI(text);
      boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      boolean plain = url.getHost() != null && url.getUserInfo() == null;
      return http && plain && url.getFragment() == null && url.getPort() <= 65535 ? url : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
