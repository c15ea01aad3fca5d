/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.fuzz.Check;
import java.util.Locale;

/** Three lines: {@code X-Sentry-Auth}, {@code Authorization}, the query. */
public final class AuthFuzzer {
  private AuthFuzzer() {}

  public static void run(byte[] input) {
    String[] lines = new String(input, ISO_8859_1).split("\n", 3);
    String sentry = lines[0];
    String authorization = lines.length > 1 ? lines[1] : "";
    String query = lines.length > 2 && isVisible(lines[2]) ? lines[2] : "";

    Claim claim = claim(sentry, authorization, query);
    Check.same(claim, claim(sentry, authorization, query), "the same claim each time");
    isWellFormed(claim);
    String shown = claim.publicKey() == null ? "Claim[none]" : "Claim[***]";
    Check.same(shown, claim.toString(), "not shown");
    Check.same(claim.contradictory(), contradicts(sentry, authorization, query), "contradictory");
    String upper = sentry.regionMatches(true, 0, "sentry ", 0, 7) ? upper(sentry) : sentry;
    Check.same(claim, claim(upper, authorization, query), "the scheme counts in any case");

    if (claim.publicKey() != null && !claim.contradictory()) {
      Check.same(claim, claim("", "", asQuery(claim)), "what is written is read, as a query");
      if (fitsHeader(claim)) {
        Check.same(claim, claim(asHeader(claim), "", ""), "what is written is read");
        Check.same(claim, claim("", asHeader(claim), ""), "in both headers");
        Check.same(claim, claim(asHeader(claim), "", asQuery(claim)), "twice the same");
      }
    }
  }

  private static void isWellFormed(Claim claim) {
    String key = claim.publicKey();
    if (key == null) {
      Check.that(claim.secretKey() == null && !claim.contradictory(), "no key, no claim");
      return;
    }
    Check.that(!key.isEmpty() && key.chars().allMatch(c -> c > ' ' && c <= '~'), "a key's text");
    Check.that(key.indexOf('.') < 0, "flags are no part of a key");
    String secret = claim.secretKey();
    Check.that(
        secret == null || (!secret.isEmpty() && secret.chars().noneMatch(Character::isISOControl)),
        "a secret's text");
  }

  /** Each place alone says what it claims; together they contradict when two keys differ. */
  private static boolean contradicts(String sentry, String authorization, String query) {
    String first = null;
    for (Claim place :
        new Claim[] {claim(sentry, "", ""), claim("", authorization, ""), claim("", "", query)}) {
      if (first != null && place.publicKey() != null && !first.equals(place.publicKey())) {
        return true;
      }
      first = first == null ? place.publicKey() : first;
    }
    return false;
  }

  private static String upper(String header) {
    return header.substring(0, 6).toUpperCase(Locale.ROOT) + header.substring(6);
  }

  private static boolean fitsHeader(Claim claim) {
    String secret = String.valueOf(claim.secretKey());
    String text = claim.publicKey() + secret;
    return text.indexOf(',') < 0
        && secret.strip().equals(secret)
        && text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  private static String asHeader(Claim claim) {
    String secret = claim.secretKey() == null ? "" : ",sentry_secret=" + claim.secretKey();
    return "Sentry sentry_version=7, sentry_key = " + claim.publicKey() + secret;
  }

  private static String asQuery(Claim claim) {
    String secret =
        claim.secretKey() == null ? "" : "&sentry_secret=" + percentEncoded(claim.secretKey());
    return "sentry_version=7&sentry_key=" + percentEncoded(claim.publicKey()) + secret;
  }

  private static String percentEncoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      encoded.append('%').append("%02X".formatted(b & 0xFF));
    }
    return encoded.toString();
  }

  private static Claim claim(String sentry, String authorization, String query) {
    Headers.Builder headers = Headers.builder();
    add(headers, "X-Sentry-Auth", sentry);
    add(headers, "Authorization", authorization);
    return SentryAuth.claim(
        Event.builder(Route.STORE).headers(headers.build()).query(query).build());
  }

  /** The door refuses every other query. */
  private static boolean isVisible(String query) {
    return query.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  /** The door refuses what is no header, so no claim is made of it. */
  private static void add(Headers.Builder headers, String name, String value) {
    boolean header = value.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7F);
    if (header && !value.isEmpty()) {
      headers.add(name, value);
    }
  }
}
