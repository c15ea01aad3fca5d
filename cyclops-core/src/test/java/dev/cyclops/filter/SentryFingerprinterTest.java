/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static dev.cyclops.filter.grouping.Grouping.fingerprint;
import static dev.cyclops.filter.grouping.Grouping.group;
import static dev.cyclops.filter.grouping.JsonWriter.object;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.grouping.Grouping;
import dev.cyclops.filter.grouping.JsonWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SentryFingerprinterTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";

  private static Map<String, Object> realistic(int frames) {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      list.add(
          object(
              "filename",
              "shop/cart_" + i + ".py",
              "function",
              "pay \"now\"",
              "context_line",
              "    raise ValueError(\"basket \\ gone\")  # \u00fcber",
              "pre_context",
              List.of("def pay(self):", "", "    if 0 == self.x0:"),
              "lineno",
              12 + i,
              "vars",
              object("self", "<Cart at 0x7f" + i + ">", "n", List.of(1, object("a", "}]"))),
              "in_app",
              true));
    }
    return object(
        "event_id",
        ID,
        "extra",
        object("nested", List.of(List.of(), object("exception", "no"))),
        "exception",
        object(
            "values",
            List.of(
                object(
                    "type",
                    "ValueError",
                    "value",
                    "basket 17 gone",
                    "stacktrace",
                    object("frames", list)))),
        "message",
        "it's gone",
        "platform",
        "python");
  }

  @Test
  void fingerprint_ofACutNameIsNotRemembered() {
    String start = "{\"exception\":{\"values\":[{\"stacktrace\":{\"frames\":[{\"abcdefghijklmnop";
    assertThat(Grouping.group(start)).isNull();
    assertThat(Grouping.group(start + "\":1,\"function\":\"run\"}]}}]}}")).isNotNull();
  }

  @Test
  void fingerprint_findsTheEventId() {
    EventId id = EventId.parse(ID);
    assertThat(fingerprint("{\"event_id\":\"%s\"}".formatted(ID).getBytes(UTF_8)).eventId())
        .isEqualTo(id);
    assertThat(
            fingerprint(
                    "{\"event\\u005fid\":\"\\u0030%s\"}".formatted(ID.substring(1)).getBytes(UTF_8))
                .eventId())
        .isEqualTo(id);
    assertThat(fingerprint("{\"a\":{\"event_id\":\"%s\"}}".formatted(ID).getBytes(UTF_8)).eventId())
        .isNull();
    for (String value : List.of("7", "null", "\"x\"", "{\"event_id\":\"" + ID + "\"}", "[]")) {
      assertThat(fingerprint(("{\"event_id\":" + value + ",\"level\":\"a\"}").getBytes(UTF_8)))
          .satisfies(found -> assertThat(found.eventId()).isNull())
          .satisfies(found -> assertThat(found.group()).isNotNull());
    }
  }

  @Test
  void fingerprint_ofAnotherSecret_isAnother() {
    byte[] json = JsonWriter.write(realistic(2)).getBytes(UTF_8);
    Payload payload = Grouping.payload(json, DataCategory.ERROR);
    GroupKey group = Grouping.FINGERPRINTER.fingerprint(payload).group();
    for (GroupSecret secret : List.of(new GroupSecret(17, 43), new GroupSecret(18, 42))) {
      GroupKey other = Fingerprinter.sentry(secret).fingerprint(payload).group();
      assertThat(other.high()).isNotEqualTo(group.high());
      assertThat(other.low()).isNotEqualTo(group.low());
    }
    assertThat(Fingerprinter.sentry(new GroupSecret(17, 42)).fingerprint(payload).group())
        .isEqualTo(group);
  }

  @Test
  void fingerprint_spreadsOverBothHalves() {
    Set<Integer> high = new HashSet<>();
    Set<Integer> low = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      GroupKey group = group(object("culprit", "c" + i));
      high.add((int) group.high());
      low.add((int) (group.low() >>> 32));
    }
    assertThat(high).hasSize(1000);
    assertThat(low).hasSize(1000);
  }

  @Test
  void fingerprint_ofOpaqueBytes_takesEachIntoAccount() {
    byte[] url = "xx/api/1/store/?sentry_version=7&x=yes".getBytes(UTF_8);
    Set<GroupKey> groups = new HashSet<>();
    for (int i = 2; i < url.length; i++) {
      byte[] other = url.clone();
      other[i]++;
      groups.add(opaque(other, 2, other.length - 2));
      groups.add(opaque(url, 2, i - 2));
    }
    assertThat(groups).hasSize(2 * (url.length - 2)).doesNotContain(opaque(url, 2, url.length - 2));
    assertThat(opaque(Arrays.copyOfRange(url, 2, url.length), 0, url.length - 2))
        .isEqualTo(opaque(url, 2, url.length - 2));
  }

  private static GroupKey opaque(byte[] bytes, int offset, int length) {
    return Grouping.FINGERPRINTER
        .fingerprint(new Payload(Payload.Format.OPAQUE, DataCategory.ERROR, bytes, offset, length))
        .group();
  }

  @Test
  void fingerprint_readsNothingOutsideThePayload() {
    byte[] json = JsonWriter.write(realistic(1)).getBytes(UTF_8);
    GroupKey group = fingerprint(json).group();
    for (int before = 0; before < 20; before++) {
      byte[] wider = new byte[before + json.length + before];
      Arrays.fill(wider, (byte) '"');
      System.arraycopy(json, 0, wider, before, json.length);
      Payload payload =
          new Payload(Payload.Format.JSON, DataCategory.ERROR, wider, before, json.length);
      assertThat(Grouping.FINGERPRINTER.fingerprint(payload).group()).isEqualTo(group);
    }
  }

  @Test
  void fingerprint_ofStringsAtEachLengthAndPlace_dependsOnTheirTextAlone() {
    for (int length = 0; length < 70; length++) {
      String text = "abcdefghijklmnopqrstuvwxy".repeat(3).substring(0, length);
      GroupKey plain = group("{\"culprit\":\"" + text + "\",\"a\":\"                       \"}");
      assertThat(group("{\"culprit\":\"" + text + "\"}")).isEqualTo(plain);
      if (length > 0) {
        String escaped = String.format("\\u%04x", (int) text.charAt(0)) + text.substring(1);
        assertThat(group("{\"culprit\":\"" + escaped + "\"}")).isEqualTo(plain);
        assertThat(group("{\"culprit\":\"" + text.substring(1) + "\"}")).isNotEqualTo(plain);
      }
    }
  }

  @Test
  void fingerprint_ofVeryLongStrings_countsTheirFirstBytes() {
    // What follows keeps the string away from the end, where it is read in another way.
    String json = "{\"culprit\":\"%s\",\"extra\":\"                        \"}";
    for (int length : new int[] {8190, 8191, 8192, 8193, 8200, 20_000}) {
      String text = "y".repeat(length - 1);
      GroupKey plain = group(json.formatted(text + "z"));
      assertThat(group(json.formatted("\\u0079" + text.substring(1) + "z"))).isEqualTo(plain);
      if (length <= 8192) {
        assertThat(group(json.formatted(text + "y"))).isNotEqualTo(plain);
      } else {
        assertThat(group(json.formatted(text + "y"))).isEqualTo(plain);
      }
      assertThat(group(json.formatted("z" + text))).isNotEqualTo(plain);
    }
  }

  @Test
  void fingerprint_ofEqualNumbers_isEqual() {
    String frames = "{\"stacktrace\":{\"frames\":[{\"lineno\":%s}]}}";
    assertThat(group(frames.formatted("-0"))).isEqualTo(group(frames.formatted("0")));
    assertThat(group(frames.formatted("1.50"))).isEqualTo(group(frames.formatted("15e-1")));
    assertThat(group(frames.formatted("12345678901")))
        .isNotEqualTo(group(frames.formatted("1234567890")));
    assertThat(group(frames.formatted("1"))).isNotEqualTo(group(frames.formatted("\"1\"")));
    assertThat(group(frames.formatted("true"))).isNotEqualTo(group(frames.formatted("false")));
  }

  @Test
  void fingerprint_acceptsWhatPythonWrites() {
    assertThat(group("{\"message\":\"a\",\"extra\":{\"x\":NaN,\"y\":[Infinity,-Infinity]}}"))
        .isEqualTo(group("{\"message\":\"a\"}"));
    assertThat(group("{\"stacktrace\":{\"frames\":[{\"x\":NaN,\"y\":-Infinity}]}}")).isNotNull();
  }

  @Test
  void fingerprint_letsTheLastOfDuplicatesWin() {
    assertThat(group("{\"message\":\"a\",\"message\":\"b\"}"))
        .isEqualTo(group("{\"message\":\"b\"}"));
    assertThat(group("{\"message\":\"a\",\"message\":null}")).isEqualTo(group("{}"));
    assertThat(group("{\"fingerprint\":[\"x\"],\"fingerprint\":[],\"message\":\"b\"}"))
        .isEqualTo(group("{\"message\":\"b\"}"));
    assertThat(
            group(
                "{\"exception\":{\"values\":[{\"value\":\"a\"}],\"values\":[{\"value\":\"b\"}]}}"))
        .isEqualTo(group("{\"exception\":{\"values\":[{\"value\":\"b\"}]}}"));
  }

  @Test
  void fingerprint_ofWhatIsNoObject_hasNoGroup() {
    for (String json :
        List.of(
            "",
            " ",
            "{",
            "[]",
            "\"a\"",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{\"a\":1 \"b\":2}",
            "{}{}",
            "{} x",
            "{\"message\":\"a}",
            "{\"message\":\"a\"",
            "{\"message\":[1,]}",
            "{\"message\":{\"a\" 1}}",
            "{'a':1}",
            "{\"a\":[1,2}")) {
      assertThat(group(json)).as(json).isNull();
    }
  }

  @Test
  void fingerprint_ofDeepNesting_hasNoGroupAndNoStackOverflow() {
    for (String name :
        List.of("extra", "message", "exception", "stacktrace", "culprit", "threads")) {
      for (String open : List.of("[", "{\"a\":", "{\"frames\":", "{\"values\":[")) {
        String json = "{\"" + name + "\":" + open.repeat(10_000);
        assertThat(group(json)).as(name).isNull();
      }
      String close = "]".repeat(10_000);
      assertThat(group("{\"" + name + "\":" + "[".repeat(10_000) + close + "}")).as(name).isNull();
      assertThat(group("{\"" + name + "\":" + "[".repeat(99) + "]".repeat(99) + "}"))
          .as(name)
          .isNotNull();
      assertThat(group("{\"" + name + "\":" + "[".repeat(100) + "]".repeat(100) + "}"))
          .as(name)
          .isNull();
    }
  }

  @Test
  void fingerprint_ofEachTruncation_hasNoGroupWhereItIsWalkedThrough() {
    byte[] json = JsonWriter.write(realistic(8)).getBytes(UTF_8);
    assertThat(json.length).isGreaterThan(2000);
    Fingerprinter walking = SentryFingerprinter.walking(Grouping.SECRET);
    for (int length = 0; length < json.length; length++) {
      Payload cut = Grouping.payload(Arrays.copyOf(json, length), DataCategory.ERROR);
      assertThat(walking.fingerprint(cut).group()).as("%d bytes", length).isNull();
    }
  }

  /** Once it is settled a rest that ends with a brace passes for whole. */
  @Test
  void fingerprint_ofEachTruncation_hasNoGroupOrThatOfTheWhole() {
    byte[] json = JsonWriter.write(realistic(8)).getBytes(UTF_8);
    GroupKey whole = fingerprint(json).group();
    for (int length = 0; length < json.length; length++) {
      GroupKey group = fingerprint(Arrays.copyOf(json, length)).group();
      assertThat(group).as("%d bytes", length).isIn(null, whole);
      assertThat(group == null || json[length - 1] == '}').as("%d bytes", length).isTrue();
    }
  }

  @Test
  void fingerprint_ofDamagedBytes_neverThrows() {
    byte[] json = JsonWriter.write(realistic(3)).getBytes(UTF_8);
    Random random = new Random(99);
    int grouped = 0;
    for (int i = 0; i < 30_000; i++) {
      byte[] damaged = json.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      grouped += fingerprint(damaged).group() == null ? 0 : 1;
    }
    assertThat(grouped).isBetween(1, 29_999);
  }

  @Test
  void fingerprint_ofInvalidUtf8_groupsByTheBytes() {
    assertThat(fingerprint("{\"message\":\"\u00ff\u00fe\"}".getBytes(ISO_8859_1)).group())
        .isNotNull()
        .isNotEqualTo(fingerprint("{\"message\":\"\u00ff\u00fd\"}".getBytes(ISO_8859_1)).group());
    assertThat(group("{\"message\":\"\\ud800\"}")).isNotNull();
    assertThat(group("{\"message\":\"\\ud83d\\ude00\"}"))
        .isEqualTo(group("{\"message\":\"\ud83d\ude00\"}"));
  }

  @Test
  void fingerprint_ofAMebibyteOfEscapes_isFound() {
    String escapes = "\\\"\\u00e9\\\\\\n".repeat(100_000);
    for (String name : List.of("message", "culprit", "extra", "event_id", escapes)) {
      assertThat(group("{\"" + name + "\":\"" + escapes + "\",\"level\":\"a\"}")).isNotNull();
      assertThat(group("{\"" + name + "\":\"" + escapes)).isNull();
    }
  }
}
