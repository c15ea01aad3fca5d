/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.EventFields.Field;
import dev.cyclops.filter.grouping.Grouping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stopping early against walking through all of an event; a failure names the event. */
class EarlyStopTest {
  private static final String SETTLING =
      "\"exception\":{\"values\":[{\"type\":\"E\",\"value\":\"v\"}]}";
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String[] NAMES = {
    "event_id",
    "fingerprint",
    "exception",
    "level",
    "environment",
    "release",
    "transaction",
    "culprit",
    "logger",
    "message",
    "logentry",
    "contexts",
    "threads",
    "stacktrace",
    "type",
    "sentry.interfaces.Exception",
    "sentry.interfaces.Message",
    "fingerprints",
    "xception",
    "event_i",
    "tags",
    "breadcrumbs",
    "extra"
  };

  private final SentryFingerprinter stopping = new SentryFingerprinter(Grouping.SECRET);
  private final SentryFingerprinter walking = SentryFingerprinter.walking(Grouping.SECRET);
  private final Random random = new Random(20260103);

  @Test
  void fingerprint_isThatOfAWalkThroughAll() {
    int grouped = 0;
    for (int i = 0; i < 20_000; i++) {
      Payload payload = payload(event());
      Set<Field> wanted = wanted();
      Fingerprint expected = walking.fingerprint(payload, wanted);
      List<String> texts = texts(expected, wanted);
      Fingerprint found = stopping.fingerprint(payload, wanted);
      assertThat(found.group()).as("%s", text(payload)).isEqualTo(expected.group());
      assertThat(found.eventId()).as("%s", text(payload)).isEqualTo(expected.eventId());
      assertThat(texts(found, wanted)).as("%s of %s", wanted, text(payload)).isEqualTo(texts);
      grouped += found.group() == null ? 0 : 1;
    }
    assertThat(grouped).isEqualTo(20_000);
  }

  @Test
  void fingerprint_ofWhatIsBroken_isThatOfAWalkWhereThatFindsAGroup() {
    int same = 0;
    for (int i = 0; i < 15_000; i++) {
      byte[] json = event().getBytes(UTF_8);
      if (random.nextBoolean()) {
        json[random.nextInt(json.length)] = (byte) random.nextInt(128);
      } else {
        json = Arrays.copyOf(json, random.nextInt(json.length));
      }
      Payload payload = Grouping.payload(json, DataCategory.ERROR);
      GroupKey expected = walking.fingerprint(payload).group();
      Fingerprint found = stopping.fingerprint(payload);
      if (expected != null) {
        assertThat(found.group()).as("%s", text(payload)).isEqualTo(expected);
        same++;
      }
    }
    assertThat(same).isGreaterThan(2_000);
  }

  @Test
  void fingerprint_findsEachNameAtEachPlaceOfTheRest() {
    String[] late = {
      "\"fingerprint\":[\"own\"]",
      "\"fi\\u006egerprint\" : [\"own\"]",
      "\"\\u0066\\u0069\\u006E\\u0067\\u0065\\u0072\\u0070\\u0072\\u0069\\u006e\\u0074\":[\"own\"]"
    };
    GroupKey plain = group("{" + SETTLING + "}");
    GroupKey own = group("{\"fingerprint\":[\"own\"]," + SETTLING + "}");
    assertThat(own).isNotEqualTo(plain);
    for (String member : late) {
      for (int before = 0; before < 40; before++) {
        for (int behind = 0; behind < 30; behind++) {
          String json =
              "{%s,\"a\":\"%s\",%s%s}"
                  .formatted(SETTLING, "x".repeat(before), member, " ".repeat(behind));
          assertThat(group(json)).as(json).isEqualTo(own);
        }
      }
    }
  }

  @Test
  void fingerprint_findsEachEscapeOfEachLetter() {
    for (String plain : new String[] {"event_id", "exception", "fingerprint"}) {
      for (int i = 0; i < plain.length(); i++) {
        for (String format : new String[] {"\\u%04x", "\\u%04X"}) {
          String escaped = format.formatted((int) plain.charAt(i));
          String spelled = plain.substring(0, i) + escaped + plain.substring(i + 1);
          for (int before = 0; before < 8; before++) {
            String value = plain.equals("event_id") ? "\"" + ID + "\"" : "[\"other\"]";
            String json =
                "{%s,\"a\":\"%s\",\"%s\":%s}"
                    .formatted(SETTLING, "x".repeat(before), spelled, value);
            Fingerprint expected = walking.fingerprint(payload(json));
            Fingerprint found = stopping.fingerprint(payload(json));
            assertThat(found.group()).as(json).isEqualTo(expected.group());
            assertThat(found.eventId()).as(json).isEqualTo(expected.eventId());
          }
        }
      }
    }
  }

  @Test
  void fingerprint_doesNotWalkThroughTheRest() {
    // What is broken there, a walk would find.
    String json = "{\"event_id\":\"" + ID + "\"," + SETTLING + ",\"a\":[1,,2],\"b\":\"c\"}";
    assertThat(walking.fingerprint(payload(json)).group()).isNotNull();
    String broken = json.replace("[1,,2]", "{\"x\"]]");
    assertThat(walking.fingerprint(payload(broken)).group()).isNull();
    Fingerprint found = stopping.fingerprint(payload(broken));
    assertThat(found.group()).isEqualTo(group("{" + SETTLING + "}"));
    assertThat(found.eventId()).isEqualTo(EventId.parse(ID));
  }

  @Test
  void fingerprint_ofAnEventCutOffBehindItsException_hasNoGroup() {
    String json = "{" + SETTLING + ",\"a\":{\"b\":\"some more text\"},\"c\":12}";
    for (int length = 0; length < json.length(); length++) {
      String cut = json.substring(0, length);
      if (!cut.endsWith("}") || length <= SETTLING.length() + 1) {
        assertThat(group(cut)).as(cut).isNull();
      }
    }
    assertThat(group(json + " \r\n")).isEqualTo(group(json)).isNotNull();
  }

  @Test
  void fingerprint_takesTheFirstOfTwoLevels() {
    String json = "{\"level\":\"info\"," + SETTLING + ",\"level\":\"error\"}";
    for (SentryFingerprinter each : List.of(walking, stopping)) {
      EventFields fields = each.fingerprint(payload(json), EnumSet.of(Field.LEVEL)).fields();
      assertThat(fields.get(Field.LEVEL)).isEqualTo("info");
    }
  }

  private GroupKey group(String json) {
    return stopping.fingerprint(payload(json)).group();
  }

  private Set<Field> wanted() {
    Set<Field> wanted = EnumSet.noneOf(Field.class);
    for (Field field : Field.values()) {
      if (random.nextInt(6) == 0) {
        wanted.add(field);
      }
    }
    return wanted;
  }

  /** Decoded at once, for the view is used again by the same thread. */
  private static List<String> texts(Fingerprint fingerprint, Set<Field> wanted) {
    List<String> texts = new ArrayList<>();
    for (Field field : wanted) {
      texts.add(fingerprint.fields().get(field));
    }
    return texts;
  }

  private Payload payload(String json) {
    boolean transaction = json.startsWith("{ ");
    return Grouping.payload(
        json.getBytes(UTF_8), transaction ? DataCategory.TRANSACTION : DataCategory.ERROR);
  }

  private static String text(Payload payload) {
    return new String(payload.array(), UTF_8);
  }

  /** Of the members that count some, in any order and often twice, between others like them. */
  private String event() {
    List<String> members = new ArrayList<>();
    for (int left = 1 + random.nextInt(9); left > 0; left--) {
      String name = NAMES[random.nextInt(NAMES.length)];
      members.add(quoted(name) + space() + ":" + space() + value(name));
    }
    if (random.nextInt(4) > 0) {
      members.add(random.nextInt(2), quoted("exception") + ":" + exception());
    }
    if (random.nextBoolean()) {
      members.add(quoted("event_id") + ":\"" + ID.replace('3', digit()) + "\"");
    }
    if (random.nextInt(4) == 0) {
      Collections.shuffle(members, random);
    }
    String start = random.nextInt(8) == 0 ? "{ " : "{";
    return start + String.join("," + space(), members) + "}" + space();
  }

  private char digit() {
    return Character.forDigit(random.nextInt(16), 16);
  }

  private String space() {
    return random.nextInt(10) == 0 ? " \n".repeat(random.nextInt(3)) : "";
  }

  private String value(String name) {
    return switch (random.nextInt(8)) {
      case 0 -> "null";
      case 1 -> nested(3);
      case 2 -> word();
      default ->
          switch (name) {
            case "exception", "sentry.interfaces.Exception" -> exception();
            case "fingerprint" -> fingerprint();
            case "contexts" -> "{\"trace\":{\"op\":%s}}".formatted(word());
            case "threads" -> "[{\"crashed\":true,\"stacktrace\":%s}]".formatted(frames());
            case "stacktrace" -> frames();
            case "logentry" -> "{\"message\":%s}".formatted(word());
            case "breadcrumbs", "extra", "tags" -> nested(3);
            default -> word();
          };
    };
  }

  private String fingerprint() {
    return switch (random.nextInt(4)) {
      case 0 -> "[\"{{ default }}\",%s]".formatted(word());
      case 1 -> "[\"{{ level }}\",\"{{ message }}\",\"{{ error.value }}\"]";
      default -> "[" + word() + "]";
    };
  }

  private String exception() {
    String one = "{\"type\":%s,\"value\":%s,\"stacktrace\":%s}".formatted(word(), word(), frames());
    return switch (random.nextInt(7)) {
      case 0 -> one;
      case 1 -> "[" + one + "]";
      case 2 -> "{\"values\":[]}";
      case 3 -> "{\"values\":[{\"type\":%s,\"value\":%s}]}".formatted(word(), word());
      default -> "{\"values\":[" + one + "]}";
    };
  }

  private String frames() {
    return random.nextInt(4) == 0
        ? "null"
        : "{\"frames\":[{\"function\":%s,\"vars\":%s}]}".formatted(word(), nested(2));
  }

  private String nested(int levels) {
    if (levels == 0) {
      return word();
    }
    List<String> parts = new ArrayList<>();
    boolean object = random.nextBoolean();
    for (int left = random.nextInt(4); left > 0; left--) {
      String value = nested(levels - 1);
      parts.add(object ? quoted(NAMES[random.nextInt(NAMES.length)]) + ":" + value : value);
    }
    return (object ? "{" : "[") + String.join(",", parts) + (object ? "}" : "]");
  }

  /** A text: often a name that is looked for, or nearly one. */
  private String word() {
    return switch (random.nextInt(10)) {
      case 0 -> "\"\"";
      case 1 -> quoted(NAMES[random.nextInt(NAMES.length)]);
      case 2 -> "\"\\\"" + NAMES[random.nextInt(NAMES.length)] + "\\\":\"";
      case 3 -> "\"" + "\\\\".repeat(random.nextInt(20)) + "\"";
      case 4 -> "\"C:\\\\u0066 \\u0066\\u00e9\"";
      case 5 -> "\"" + "x".repeat(random.nextInt(40)) + "\"";
      default -> "\"word " + (char) ('a' + random.nextInt(5)) + "\"";
    };
  }

  /** In quotes, now and then with some characters escaped. */
  private String quoted(String name) {
    StringBuilder json = new StringBuilder("\"");
    boolean escapes = random.nextInt(6) == 0;
    for (char c : name.toCharArray()) {
      if (escapes && random.nextInt(4) == 0) {
        json.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
