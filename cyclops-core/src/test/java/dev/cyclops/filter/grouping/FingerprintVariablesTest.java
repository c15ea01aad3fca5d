/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import static dev.cyclops.filter.grouping.Grouping.group;
import static dev.cyclops.filter.grouping.JsonWriter.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.GroupKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintVariablesTest {
  /** An event that says all that a variable can name. */
  private static Map<String, Object> event() {
    Map<String, Object> first =
        object("function", "main", "module", "shop", "in_app", true, "filename", "main.py");
    Map<String, Object> crashed =
        object(
            "function",
            "pay",
            "module",
            "shop.cart",
            "package",
            "/usr/lib/libshop.so",
            "abs_path",
            "/app/shop/cart.py",
            "filename",
            "shop/cart.py",
            "in_app",
            true);
    Map<String, Object> library = object("function", "raise", "in_app", false);
    Map<String, Object> thrown =
        object(
            "type",
            "KeyError",
            "value",
            "no basket 12",
            "stacktrace",
            object("frames", List.of(first, crashed, library)));
    return object(
        "exception",
        object("values", List.of(object("type", "IOError", "value", "inner"), thrown)),
        "transaction",
        "/pay",
        "level",
        "fatal",
        "logger",
        "shop.log",
        "release",
        "1.2",
        "logentry",
        object("message", "lost %s", "formatted", "lost 17"),
        "tags",
        object("region", "eu", "tier", null));
  }

  private static Object with(String... fingerprint) {
    Map<String, Object> event = event();
    event.put("fingerprint", List.of(fingerprint));
    return event;
  }

  @ParameterizedTest
  @CsvSource({
    "{{ type }}, KeyError",
    "{{error.type}}, KeyError",
    "{{ value }}, no basket 12",
    "{{ error.value }}, no basket 12",
    "{{ transaction }}, /pay",
    "{{ level }}, fatal",
    "{{ logger }}, shop.log",
    "{{ function }}, pay",
    "{{ stack.function }}, pay",
    "{{ module }}, shop.cart",
    "{{ stack.module }}, shop.cart",
    "{{ stack.abs_path }}, /app/shop/cart.py",
    "{{ path }}, /app/shop/cart.py",
    "{{ stack.filename }}, shop/cart.py",
    "{{ tags.region }}, eu",
    "{{ tags.release }}, 1.2",
    "{{ tags.level }}, fatal",
  })
  void variable_countsAsWhatItNames(String variable, String value) {
    if (!value.equals("/pay")) {
      assertThat(group(with("a", variable))).isEqualTo(group(with("a", value)));
    }
    assertThat(group(with("a", variable))).isNotEqualTo(group(with("a", value + "x")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type",
        "value",
        "transaction",
        "level",
        "logger",
        "function",
        "module",
        "package",
        "stack.abs_path",
        "tags.region",
        "message"
      })
  void variable_tellsEventsApart(String name) {
    String variable = "{{ " + name + " }}";
    Map<String, Object> other =
        object(
            "fingerprint",
            List.of(variable),
            "exception",
            object(
                "values",
                List.of(
                    object(
                        "type",
                        "OSError",
                        "value",
                        "other",
                        "stacktrace",
                        object(
                            "frames",
                            List.of(
                                object(
                                    "function",
                                    "f",
                                    "module",
                                    "m",
                                    "package",
                                    "p",
                                    "abs_path",
                                    "a")))))),
            "transaction",
            "t",
            "level",
            "info",
            "logger",
            "l",
            "tags",
            List.of(List.of("region", "us"), List.of("x", "eu")));
    assertThat(group(other)).isNotNull().isNotEqualTo(group(with(variable)));
    assertThat(group(object("fingerprint", List.of(variable))))
        .isNotNull()
        .isNotEqualTo(group(other))
        .isEqualTo(group(object("fingerprint", List.of(variable), "extra", 1)));
  }

  @Test
  void variable_withoutAValue_isNoOther() {
    List<GroupKey> groups = new ArrayList<>();
    for (String name : List.of("type", "value", "level", "tags.a", "tags.b", "tags.tier")) {
      groups.add(group(object("fingerprint", List.of("{{ " + name + " }}"))));
    }
    assertThat(groups).doesNotContainNull().doesNotHaveDuplicates();
    assertThat(group(with("{{ tags.tier }}"))).isEqualTo(groups.get(5));
  }

  @Test
  void variable_message_countsByItsPattern() {
    String message = "{{ message }}";
    assertThat(group(object("fingerprint", List.of(message), "message", "lost 18")))
        .isEqualTo(group(with(message)));
    assertThat(group(object("fingerprint", List.of(message), "message", "won 18")))
        .isNotEqualTo(group(with(message)));
  }

  @Test
  void variable_package_countsByItsName() {
    Map<String, Object> event =
        object(
            "stacktrace",
            object("frames", List.of(object("package", "C:\\shop\\libshop.so"))),
            "fingerprint",
            List.of("{{ package }}"));
    assertThat(group(event)).isEqualTo(group(with("{{ package }}")));
  }

  @Test
  void variable_ofFrames_takesThoseOfOneThread() {
    Object trace = object("frames", List.of(object("function", "pay")));
    Object thread = object("id", 1, "stacktrace", trace);
    List<String> fingerprint = List.of("{{ function }}");
    assertThat(group(object("fingerprint", fingerprint, "threads", List.of(thread))))
        .isEqualTo(group(with("pay")));
    assertThat(group(object("fingerprint", fingerprint, "threads", List.of(thread, thread))))
        .isNotEqualTo(group(with("pay")));
    assertThat(group(object("fingerprint", fingerprint, "stacktrace", trace)))
        .isEqualTo(group(with("pay")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{ default }}", "{{default}}", "{{  default}}", "{{\tdefault\n}}"})
  void defaultVariable_isKnownInAllSpellings(String spelling) {
    Object plain = event();
    assertThat(group(with(spelling))).isEqualTo(group(plain));
    assertThat(group(with(spelling, "{{ level }}")))
        .isEqualTo(group(with("{{ default }}", "fatal")))
        .isNotEqualTo(group(plain))
        .isNotEqualTo(group(with("fatal")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ typ }}",
        "{{ }}",
        "{{}}",
        "{{",
        "{{ type }",
        "{{ type }} ",
        " {{ type }}",
        "db-{{ type }}",
        "{{ tags. }}",
        "{{ a b }}",
        "{{ release }}",
        "{{ environment }}"
      })
  void otherTexts_countAsTheyStand(String text) {
    assertThat(group(with(text)))
        .isNotNull()
        .isEqualTo(group(object("fingerprint", List.of(text))))
        .isNotEqualTo(group(with(text + "x")));
    assertThat(group(with(text, "{{ level }}"))).isEqualTo(group(with(text, "fatal")));
  }

  @Test
  void fingerprint_mayStandAnywhereInTheEvent() {
    Random random = new Random(5);
    Object event = with("{{ type }}", "{{ default }}", "{{ tags.region }}", "x");
    GroupKey group = group(event);
    for (int i = 0; i < 50; i++) {
      assertThat(group(JsonWriter.write(event, random))).isEqualTo(group);
    }
  }

  @Test
  void fingerprint_ofVeryManyVariables_isOne() {
    Map<String, Object> tags = new LinkedHashMap<>();
    for (int i = 0; i < 2_000; i++) {
      tags.put("t" + i, "v");
    }
    List<String> many = new ArrayList<>(Collections.nCopies(20_000, "{{ tags.none }}"));
    many.addAll(Collections.nCopies(20_000, "{{ type }}"));
    Object event = object("tags", tags, "fingerprint", many);
    GroupKey group = group(event);
    assertThat(group).isNotNull().isEqualTo(group(event));
    many.add("x");
    assertThat(group(event)).isNotEqualTo(group);
  }

  @Test
  void fingerprint_ofOddEvents_neverThrows() {
    for (Object odd :
        new Object[] {null, 7, "x", List.of(), List.of(1, List.of()), object("a", 1)}) {
      Map<String, Object> event = object("fingerprint", List.of("{{ type }}", "{{ tags.a }}"));
      for (String name : List.of("exception", "threads", "stacktrace", "tags", "logentry")) {
        event.put(name, odd);
      }
      assertThat(group(event)).isNotNull();
      event.put("exception", object("values", odd, "stacktrace", object("frames", odd)));
      assertThat(group(event)).isNotNull();
    }
  }
}
