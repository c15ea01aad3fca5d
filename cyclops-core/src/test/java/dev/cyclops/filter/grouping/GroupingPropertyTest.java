/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import static dev.cyclops.filter.grouping.JsonWriter.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.Fingerprint;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.GroupKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Chance against the rules of the Python program; a failure names the seed's event. */
class GroupingPropertyTest {
  private static final String[] WORDS = {
    "red", "blue", "pay", "add", "", "lost \"it\"", "\u00fcber"
  };

  private final Random random = new Random(20260102);

  @Test
  void group_keepsTogetherWhatTheOriginalKeptTogether() {
    Map<Object, GroupKey> groups = new HashMap<>();
    Set<GroupKey> distinct = new HashSet<>();
    int repeats = 0;
    for (int i = 0; i < 60_000; i++) {
      Map<String, Object> event = event();
      Object original = OriginalRules.key(event);
      if (original == null) {
        continue;
      }
      GroupKey group = Grouping.group(JsonWriter.write(event, random));
      GroupKey before = groups.putIfAbsent(original, group);
      if (before != null) {
        repeats++;
        assertThat(group).as("%s of %s", original, event).isEqualTo(before);
      }
      distinct.add(group);
    }
    assertThat(repeats).isGreaterThan(10_000);
    assertThat(distinct.size()).isGreaterThan(500);
  }

  @Test
  void group_tellsApartWhatTheOriginalToldApart() {
    Map<GroupKey, Object> originals = new HashMap<>();
    for (int i = 0; i < 60_000; i++) {
      Map<String, Object> event = event();
      // An object as a message counts by its text, which is coarser on purpose.
      if (event.get("message") instanceof Map) {
        continue;
      }
      Object original = OriginalRules.key((Map<?, ?>) CoarserOnPurpose.of(event));
      if (original != null) {
        GroupKey group = Grouping.group(event);
        Object before = originals.putIfAbsent(group, original);
        assertThat(before == null ? original : before).as("%s", event).isEqualTo(original);
      }
    }
    assertThat(originals.size()).isGreaterThan(500);
  }

  /** What a pass remembers of earlier events saves it time and never changes its answer. */
  @Test
  void group_doesNotDependOnTheEventsBefore() {
    int whole = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] json = JsonWriter.write(event(), random).getBytes(StandardCharsets.UTF_8);
      switch (random.nextInt(4)) {
        case 0 -> json = Arrays.copyOf(json, random.nextInt(json.length));
        case 1 -> json[random.nextInt(json.length)] = (byte) random.nextInt(128);
        case 2 ->
            json =
                new String(json, StandardCharsets.UTF_8)
                    .replace("\"f", "\"ff")
                    .getBytes(StandardCharsets.UTF_8);
        default -> whole++;
      }
      Payload payload = Grouping.payload(json, DataCategory.ERROR);
      Fingerprint fresh = Fingerprinter.sentry(Grouping.SECRET).fingerprint(payload);
      Fingerprint again = Grouping.FINGERPRINTER.fingerprint(payload);
      assertThat(again.group()).as("%s", new String(json, UTF_8)).isEqualTo(fresh.group());
      assertThat(again.eventId()).isEqualTo(fresh.eventId());
    }
    assertThat(whole).isPositive();
  }

  @Test
  void group_isTheSameHoweverTheEventIsWritten() {
    for (int i = 0; i < 20_000; i++) {
      Map<String, Object> event = event();
      event.put("event_id", "0123456789abcdef0123456789abcdef");
      String plain = JsonWriter.write(event);
      String other = JsonWriter.write(withVariables(event), random);
      assertThat(Grouping.group(other)).as("%s%n%s", plain, other).isEqualTo(Grouping.group(plain));
    }
  }

  /** A copy whose frames have local variables, others each time. */
  private Object withVariables(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(this::withVariables).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((name, member) -> copy.put((String) name, withVariables(member)));
      if (map.containsKey("function")) {
        copy.put("vars", object(word(), list(this::word), "n", random.nextInt()));
      }
      return copy;
    }
    return value;
  }

  private Map<String, Object> event() {
    Map<String, Object> event = new LinkedHashMap<>();
    maybe(3, event, "exception", this::exception);
    maybe(5, event, "stacktrace", this::trace);
    maybe(3, event, "sentry.interfaces.Exception", this::exception);
    maybe(3, event, "sentry.interfaces.Stacktrace", this::trace);
    maybe(2, event, "message", this::message);
    maybe(3, event, "sentry.interfaces.Message", () -> object("message", word(), "params", word()));
    maybe(3, event, "culprit", this::word);
    maybe(4, event, "logentry", () -> object("message", word(), "formatted", word()));
    maybe(4, event, "threads", () -> object("values", list(this::thrown)));
    maybe(2, event, "extra", () -> object("a", list(this::word), "\"}", object("fingerprint", 1)));
    maybe(4, event, "level", this::word);
    return event;
  }

  private interface Part {
    Object make();
  }

  private void maybe(int oneIn, Map<String, Object> object, String name, Part part) {
    if (random.nextInt(oneIn) == 0) {
      object.put(name, part.make());
    }
  }

  private Object exception() {
    return switch (random.nextInt(6)) {
      case 0 -> list(this::thrown);
      case 1 -> thrown();
      case 2 -> odd();
      default -> object("values", list(this::thrown), "type", word());
    };
  }

  private Object thrown() {
    Map<String, Object> thrown = new LinkedHashMap<>();
    maybe(2, thrown, "type", this::word);
    maybe(2, thrown, "value", this::word);
    maybe(2, thrown, "stacktrace", this::trace);
    maybe(3, thrown, "module", this::word);
    return random.nextInt(20) == 0 ? odd() : thrown;
  }

  private Object trace() {
    return random.nextInt(10) == 0 ? odd() : object("frames", list(this::frame), "x", word());
  }

  private Object frame() {
    // No "vars" here: the original counted them, and they must not tell our groups apart.
    Map<String, Object> frame = object("function", word(), "in_app", random.nextBoolean());
    maybe(4, frame, "lineno", () -> random.nextInt(3));
    maybe(6, frame, "pre_context", () -> list(this::word));
    maybe(9, frame, "data", () -> object("a", null, "b", object()));
    return frame;
  }

  private Object message() {
    return random.nextInt(5) == 0 ? object("message", word(), "params", word()) : word();
  }

  private Object odd() {
    Object[] odds = {null, false, true, 0, 7, "", "odd", List.of(), object(), List.of(object())};
    return odds[random.nextInt(odds.length)];
  }

  private List<Object> list(Part part) {
    List<Object> list = new ArrayList<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      list.add(part.make());
    }
    return list;
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }
}
