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
 * {@code X-Sentry-Auth} and {@code Authorization} (Sentry's scheme, or Basic), the query, and the
 * path of some routes. The first place counts; the others, if they name a key, must name the same.
 * No method throws on whatever strangers send.
 */
public final class SentryAuth {
  private static final String SCHEME = "sentry";
  private static final String BASIC = "basic";
  private static final String KEY = "sentry_key";
  private static final String SECRET = "sentry_secret";

  /** How long a name can be that is one of the two above, each character as an escape. */
  private static final int MAX_NAME_LENGTH = 3 * SECRET.length();

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
    String query = event.query();
    if (query.contains("sentry_key=") || query.indexOf('%') >= 0) {
      claim = first(claim, fromItems(query, 0, '&', true));
    }
    return first(claim, claim(PathKey.of(event.route(), event.path()), null));
  }

  private static Claim first(Claim a, Claim b) {
    if (a.publicKey() == null || b.publicKey() == null) {
      return a.publicKey() == null ? b : a;
    }
    boolean agree = a.publicKey().equals(b.publicKey());
    return agree ? a : new Claim(a.publicKey(), a.secretKey(), true);
  }

  private static Claim fromAuthorization(String value) {
    return hasScheme(value, BASIC)
        ? fromBasic(value.substring(BASIC.length()).trim())
        : fromScheme(value);
  }

  /** {@code Sentry k=v, k=v}: any order and blanks, unknown items skipped, the last one wins. */
  private static Claim fromScheme(String value) {
    return hasScheme(value, SCHEME) ? fromItems(value, SCHEME.length(), ',', false) : Claim.NONE;
  }

  private static Claim fromItems(String text, int start, char separator, boolean encoded) {
    String key = null;
    String secret = null;
    int equals = start - 1;
    for (int from = start; from < text.length(); ) {
      int end = text.indexOf(separator, from);
      end = end < 0 ? text.length() : end;
      // Searched for once only: many items without one must not cost the square of their number.
      if (equals < from) {
        int next = text.indexOf('=', from);
        equals = next < 0 ? text.length() : next;
      }
      if (equals < end) {
        if (isNamed(text, from, equals, encoded, KEY)) {
          key = value(text, equals + 1, end, encoded);
        } else if (isNamed(text, from, equals, encoded, SECRET)) {
          secret = value(text, equals + 1, end, encoded);
        }
      }
      from = end + 1;
    }
    return claim(key, secret);
  }

  /** Makes no string of what is no escape: most items are none of the two. */
  private static boolean isNamed(String text, int from, int to, boolean encoded, String name) {
    if (encoded && to - from > MAX_NAME_LENGTH) {
      return false;
    }
    if (encoded && isEscaped(text, from, to)) {
      return name.equals(value(text, from, to, true));
    }
    int start = from;
    int end = to;
    while (start < end && text.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return end - start == name.length() && text.startsWith(name, start);
  }

  private static boolean isEscaped(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '%' || text.charAt(i) == '+') {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String value(String text, int from, int to, boolean encoded) {
    String value = text.substring(from, to).trim();
    if (!encoded || (value.indexOf('%') < 0 && value.indexOf('+') < 0)) {
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
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether a header's value begins with a scheme, in any case, and a blank or tab. */
  private static boolean hasScheme(String value, String scheme) {
    int length = scheme.length();
    return value.regionMatches(true, 0, scheme, 0, length)
        && value.length() > length
        && (value.charAt(length) == ' ' || value.charAt(length) == '\t');
  }
}
