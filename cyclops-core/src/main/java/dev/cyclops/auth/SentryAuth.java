/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.Event;
import java.net.URLDecoder;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key that a request claims, in the places where Sentry's clients put it: the headers
 * {@code X-Sentry-Auth} and {@code Authorization} (Sentry's scheme, or Basic), and the query. The
 * first place counts; the others, if they name a key, must name the same. No method throws on
 * whatever strangers send.
 */
public final class SentryAuth {
  private static final String SCHEME = "sentry ";
  private static final String BASIC = "basic ";

  private SentryAuth() {}

  /**
   * The claim of a request.
   *
   * @param event the request
   * @return the claim; without a key when there is none that can be read
   */
  public static Claim claim(Event event) {
    Claim claim = Claim.NONE;
    // All of them travel on, and nobody knows which of two Sentry would take.
    for (String header : event.headers().getAll("X-Sentry-Auth")) {
      claim = first(claim, fromScheme(header));
    }
    for (String header : event.headers().getAll("Authorization")) {
      claim = first(claim, fromAuthorization(header));
    }
    return event.query().contains("sentry_key=") ? first(claim, fromQuery(event.query())) : claim;
  }

  private static Claim first(Claim a, Claim b) {
    if (a.publicKey() == null || b.publicKey() == null) {
      return a.publicKey() == null ? b : a;
    }
    boolean agree = a.publicKey().equals(b.publicKey());
    return agree ? a : new Claim(a.publicKey(), a.secretKey(), true);
  }

  private static Claim fromAuthorization(String value) {
    if (startsWith(value, BASIC)) {
      return fromBasic(value.substring(BASIC.length()).trim());
    }
    return startsWith(value, SCHEME) ? fromScheme(value) : Claim.NONE;
  }

  /** {@code Sentry k=v, k=v}: any order and blanks, unknown items skipped, the last one wins. */
  private static Claim fromScheme(String value) {
    if (!startsWith(value, SCHEME)) {
      return Claim.NONE;
    }
    return fromItems(value, SCHEME.length(), ',', false);
  }

  private static Claim fromQuery(String query) {
    return fromItems(query, 0, '&', true);
  }

  private static Claim fromItems(String text, int start, char separator, boolean encoded) {
    String key = null;
    String secret = null;
    for (int from = start; from < text.length(); ) {
      int end = text.indexOf(separator, from);
      end = end < 0 ? text.length() : end;
      int equals = text.indexOf('=', from);
      if (equals >= 0 && equals < end) {
        String name = text.substring(from, equals).trim();
        if (name.equals("sentry_key")) {
          key = value(text, equals + 1, end, encoded);
        } else if (name.equals("sentry_secret")) {
          secret = value(text, equals + 1, end, encoded);
        }
      }
      from = end + 1;
    }
    return claim(key, secret);
  }

  private static @Nullable String value(String text, int from, int to, boolean encoded) {
    String value = text.substring(from, to).trim();
    if (!encoded || value.indexOf('%') < 0) {
      return value;
    }
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Claim fromBasic(String encoded) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(encoded), ISO_8859_1);
    } catch (IllegalArgumentException e) {
      return Claim.NONE;
    }
    int colon = pair.indexOf(':');
    return claim(colon < 0 ? pair : pair.substring(0, colon), null);
  }

  private static Claim claim(@Nullable String key, @Nullable String secret) {
    if (key == null) {
      return Claim.NONE;
    }
    // A key may carry flags after a dot, which are not part of it.
    int dot = key.indexOf('.');
    String bare = dot < 0 ? key : key.substring(0, dot);
    // As no secret it would pass, as if none had been sent.
    if (!isKey(bare) || (secret != null && secret.chars().anyMatch(Character::isISOControl))) {
      return Claim.NONE;
    }
    boolean blankSecret = secret == null || secret.isEmpty();
    return new Claim(bare, blankSecret ? null : secret, false);
  }

  /** A percent-encoded query can hold anything, and a key goes into queues and reports. */
  private static boolean isKey(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  private static boolean startsWith(String value, String prefix) {
    return value.regionMatches(true, 0, prefix, 0, prefix.length());
  }
}
