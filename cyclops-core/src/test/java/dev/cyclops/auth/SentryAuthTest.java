/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentryAuthTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sentry sentry_key=abc",
        "sentry sentry_key=abc",
        "SENTRY sentry_key=abc",
        "Sentry    sentry_key  =  abc  ",
        "Sentry sentry_version=7,sentry_key=abc,sentry_client=raven/1",
        "Sentry sentry_client=raven, sentry_key=abc, sentry_version=2.0",
        "Sentry ,,sentry_key=abc,,",
        "Sentry nonsense, sentry_key=abc, =, =x, more nonsense",
        "Sentry sentry_key=old, sentry_key=abc",
        "Sentry sentry_key=abc.no-cache",
        "Sentry sentry_key=abc.no-cache.more",
        "Sentry\u0020\tsentry_key=abc",
        "Sentry\tsentry_key=abc",
        "sEnTrY\t \t sentry_key\t=\tabc\t,\tsentry_version\t=\t7\t",
        "Sentry sentry_version=7sentry_key, sentry_key=abc",
        "Sentry sentry_client=a b c,sentry_key=abc",
        "Sentry sentry_version=7,,,  ,sentry_key=abc,",
        "Sentry =sentry_key, sentry_key=abc",
        "Sentry sentry_key=, sentry_key=abc",
        "Sentry sentry_timestamp=1.5, sentry_key=abc, unknown=a=b"
      })
  void claim_readsEverySpellingOfTheScheme(String value) {
    assertThat(SentryAuth.claim(header("X-Sentry-Auth", value)))
        .isEqualTo(new Claim("abc", null, false));
    assertThat(SentryAuth.claim(header("Authorization", value)))
        .isEqualTo(new Claim("abc", null, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Sentry",
        "Sentry ",
        "Sentry sentry_key",
        "Sentry sentry_key=",
        "Sentry sentry_key= , x=y",
        "Sentry sentry_key=.flags",
        "Sentry sentry_key=a b",
        "Sentry sentry_key=\u00e4",
        "Sentry sentry_secret=abc",
        "Sentry Sentry_Key=abc",
        "sentry_key=abc",
        "Sentry:sentry_key=abc",
        "Sentrysentry_key=abc",
        "Bearer sentry_key=abc"
      })
  void claim_findsNoKeyInAnythingElse(String value) {
    assertThat(SentryAuth.claim(header("X-Sentry-Auth", value))).isEqualTo(Claim.NONE);
    assertThat(SentryAuth.claim(header("Authorization", value))).isEqualTo(Claim.NONE);
  }

  @Test
  void claim_isNoneWithoutAnyPlace() {
    assertThat(SentryAuth.claim(Event.builder(Route.STORE).build())).isEqualTo(Claim.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sentry sentry_key=abc, sentry_secret=geheim | geheim",
        "Sentry sentry_secret=geheim, sentry_key=abc | geheim",
        "Sentry sentry_key=abc, sentry_secret=old, sentry_secret=geheim | geheim",
        "Sentry sentry_key=abc, sentry_secret=ge=heim | ge=heim",
        "Sentry sentry_key=abc, sentry_secret= | ",
      })
  void claim_readsTheSecret(String value, String secret) {
    assertThat(SentryAuth.claim(header("X-Sentry-Auth", value)))
        .isEqualTo(new Claim("abc", secret, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc:", "abc:anything", "abc:a:b", "abc", "abc.flag:x"})
  void claim_readsBasic(String pair) {
    String encoded = Base64.getEncoder().encodeToString(pair.getBytes(ISO_8859_1));

    for (String scheme : new String[] {"Basic ", "basic ", "BASIC   ", "Basic\t"}) {
      assertThat(SentryAuth.claim(header("Authorization", scheme + encoded + " ")))
          .isEqualTo(new Claim("abc", null, false));
      assertThat(SentryAuth.claim(header("Authorization", scheme + encoded.replace("=", ""))))
          .isEqualTo(new Claim("abc", null, false));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!!!", "YWJj*", "OnNlY3JldA==", "YQpi"})
  void claim_findsNoKeyInBrokenBasic(String encoded) {
    // The last but one is ":secret", the last one a key with a line break in it.
    assertThat(SentryAuth.claim(header("Authorization", "Basic " + encoded))).isEqualTo(Claim.NONE);
  }

  @Test
  void claim_readsBasicInItsOwnHeaderOnly() {
    assertThat(SentryAuth.claim(header("X-Sentry-Auth", "Basic YWJjOg=="))).isEqualTo(Claim.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "sentry_key=abc | abc | -",
        "sentry_version=7&sentry_key=abc&sentry_client=x | abc | -",
        "sentry_key=abc&sentry_secret=geheim | abc | geheim",
        "sentry_key=old&sentry_key=abc | abc | -",
        "sentry_key=%61b%63 | abc | -",
        "sentry_key=abc%2Eno-cache | abc | -",
        "sentry%5Fkey=abc | abc | -",
        "sentry%5fkey=abc&sentry%5Fsecret=geheim | abc | geheim",
        "%73%65%6E%74%72%79%5F%6B%65%79=abc | abc | -",
        "sentry_key=abc&sentry%5Fkey=new | new | -",
        "sentry_key%3Dabc | - | -",
        "sentry%zzkey=x&sentry_key=abc | abc | -",
        "%=&sentry_key=abc | abc | -",
        "sentry_key=a+bc | - | -",
        "sentry_key=abc&sentry_secret=ge+heim | abc | ge heim",
        "&&a&b=&=c&sentry_key=abc&& | abc | -",
        "sentry_key=abc&sentry_secret=ge%26heim | abc | ge&heim",
        "not_sentry_key=abc | - | -",
        "sentry_key= | - | -",
        "sentry_key=%zz | - | -",
        "sentry_key=% | - | -",
        "sentry_key=%0A | - | -",
        "sentry_key=a%0D%0AX: | - | -",
        "sentry_key=a%00b | - | -",
        "sentry_key=%D9%A0 | - | -",
        "sentry_secret=geheim | - | -",
      })
  void claim_readsTheQuery(String query, String key, String secret) {
    Event event = Event.builder(Route.STORE).query(query.strip()).build();

    assertThat(SentryAuth.claim(event)).isEqualTo(new Claim(key, secret, false));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "UNREAL, /api/1/unreal/abc/, abc",
        "UNREAL, /api/1/unreal/abc, abc",
        "UNREAL, //api//1//unreal//abc//, abc",
        "UNREAL, /api/1/unreal/abc.no-cache/, abc",
        "UNREAL, /api/1/unreal/, -",
        "UNREAL, /, -",
        "CRON, /api/1/cron/slug/abc/, abc",
        "CRON, /api/1//cron/slug//abc, abc",
        "CRON, /api/1/cron/slug/, -",
        "CRON, /api/1/cron/slug, -",
        "STORE, /api/1/store/x/abc/, -",
        "MINIDUMP, /api/1/minidump/abc/, -",
      })
  void claim_readsThePathOfSomeRoutes(Route route, String path, String key) {
    Event event = Event.builder(route).path(path).build();

    assertThat(SentryAuth.claim(event)).isEqualTo(new Claim(key, null, false));
  }

  @Test
  void claim_ofThePathAgreesWithTheOtherPlacesOrContradictsThem() {
    Event.Builder cron = Event.builder(Route.CRON).path("/api/1/cron/slug/abc/");

    assertThat(SentryAuth.claim(cron.query("sentry_key=abc&sentry_secret=s").build()))
        .isEqualTo(new Claim("abc", "s", false));
    assertThat(SentryAuth.claim(cron.query("sentry_key=abd").build()))
        .isEqualTo(new Claim("abd", null, true));
  }

  @Test
  void claim_ofManyItemsWithoutAnEqualsSignLooksForItOnce() {
    String items = "a&".repeat(20_000);
    Event event = Event.builder(Route.STORE).query(items + "sentry_key=abc").build();

    assertThat(SentryAuth.claim(event)).isEqualTo(new Claim("abc", null, false));
  }

  @Test
  void claim_ofTwoPlacesTakesTheFirstWhenTheyAgree() {
    Event event =
        event(
            "sentry_key=abc&sentry_secret=query",
            "X-Sentry-Auth",
            "Sentry sentry_key=abc.flag, sentry_secret=header",
            "Authorization",
            "Basic YWJjOg==");

    assertThat(SentryAuth.claim(event)).isEqualTo(new Claim("abc", "header", false));
  }

  @Test
  void claim_ofTwoPlacesIsNoContradictionWhenOneNamesNoKey() {
    Event event =
        event("sentry_release=1&sentry_key=abc", "X-Sentry-Auth", "Sentry sentry_version=7");
    Event release = event("sentry_release=1", "X-Sentry-Auth", "Sentry sentry_key=abc");
    Event bearer = event("", "Authorization", "Bearer x", "X-Sentry-Auth", "Sentry sentry_key=abc");

    assertThat(SentryAuth.claim(event)).isEqualTo(new Claim("abc", null, false));
    assertThat(SentryAuth.claim(release)).isEqualTo(new Claim("abc", null, false));
    assertThat(SentryAuth.claim(bearer)).isEqualTo(new Claim("abc", null, false));
  }

  @Test
  void claim_isContradictoryWhenTwoPlacesNameTwoKeys() {
    Event headerAndQuery = event("sentry_key=abd", "X-Sentry-Auth", "Sentry sentry_key=abc");
    Event twoHeaders =
        event("", "X-Sentry-Auth", "Sentry sentry_key=abc", "Authorization", "Sentry sentry_key=x");
    Event basicAndQuery = event("sentry_key=abd", "Authorization", "Basic YWJjOg==");

    assertThat(SentryAuth.claim(headerAndQuery)).isEqualTo(new Claim("abc", null, true));
    assertThat(SentryAuth.claim(twoHeaders)).isEqualTo(new Claim("abc", null, true));
    assertThat(SentryAuth.claim(basicAndQuery)).isEqualTo(new Claim("abc", null, true));
  }

  @Test
  void claim_staysContradictoryWhateverAThirdPlaceSays() {
    Event event =
        event(
            "sentry_key=abc",
            "X-Sentry-Auth",
            "Sentry sentry_key=abc",
            "Authorization",
            "Sentry sentry_key=other");

    assertThat(SentryAuth.claim(event).contradictory()).isTrue();
  }

  @Test
  void claim_isContradictoryWhenAHeaderIsThereTwiceWithTwoKeys() {
    Event two =
        event("", "X-Sentry-Auth", "Sentry sentry_key=abc", "x-sentry-auth", "Sentry sentry_key=b");
    Event same =
        event(
            "", "X-Sentry-Auth", "Sentry sentry_key=abc", "x-sentry-auth", "Sentry sentry_key=abc");

    assertThat(SentryAuth.claim(two).contradictory()).isTrue();
    assertThat(SentryAuth.claim(same)).isEqualTo(new Claim("abc", null, false));
  }

  @Test
  void toString_leaksNothing() {
    assertThat(new Claim("geheim", "geheim", false)).hasToString("Claim[***]");
    assertThat(Claim.NONE).hasToString("Claim[none]");
    assertThat(new ProjectKey(4, "geheim", "geheim")).hasToString("ProjectKey[project 4]");
  }

  private static Event header(String name, String value) {
    return event("", name, value);
  }

  private static Event event(String query, String... namesAndValues) {
    Headers.Builder headers = Headers.builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Event.builder(Route.STORE).query(query).headers(headers.build()).build();
  }
}
