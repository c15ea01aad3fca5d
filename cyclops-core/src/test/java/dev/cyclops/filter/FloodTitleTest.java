/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static dev.cyclops.filter.grouping.JsonWriter.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.FloodGroup;
import dev.cyclops.event.Payload;
import dev.cyclops.event.Payload.Format;
import dev.cyclops.filter.grouping.JsonWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloodTitleTest {
  private static FloodGroup shown(Format format, DataCategory category, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    Payload payload = new Payload(format, category, bytes, 0, bytes.length);
    FloodGroups groups = new FloodGroups();
    groups.add(1, new GroupKey(1, 1), true, payload, 0);
    groups.add(1, new GroupKey(1, 1), true, payload, 0);
    return groups.top(1, 0).get(0);
  }

  private static String title(Object event) {
    return shown(Format.JSON, DataCategory.ERROR, JsonWriter.write(event)).title();
  }

  private static String report(String body) {
    return shown(Format.REPORTS, DataCategory.SECURITY, body).title();
  }

  private static Object thrown(String type, String value) {
    return object("type", type, "value", value);
  }

  @Test
  void title_isTheExceptionRaisedLast() {
    Object values =
        object("values", List.of(thrown("IOError", "disk"), thrown("AppError", "save")));
    assertThat(title(object("exception", values, "message", "m"))).isEqualTo("AppError: save");
    assertThat(title(object("exception", List.of(thrown("KeyError", "a")))))
        .isEqualTo("KeyError: a");
    assertThat(title(object("exception", thrown("KeyError", "a")))).isEqualTo("KeyError: a");
    assertThat(title(object("sentry.interfaces.Exception", List.of(thrown("KeyError", "a")))))
        .isEqualTo("KeyError: a");
  }

  @Test
  void title_isWhatThereIsOfAnException() {
    assertThat(title(object("exception", thrown("KeyError", "")))).isEqualTo("KeyError");
    assertThat(title(object("exception", object("value", "gone")))).isEqualTo("gone");
    assertThat(title(object("exception", object("values", List.of()), "message", "m")))
        .isEqualTo("m");
  }

  @Test
  void title_isElseTheMessageOrThePlace() {
    assertThat(title(object("culprit", "a in b", "transaction", "/pay", "message", "no basket")))
        .isEqualTo("no basket");
    assertThat(title(object("logentry", object("message", "user %s", "params", List.of("x")))))
        .isEqualTo("user %s");
    assertThat(title(object("culprit", "a in b", "transaction", "/pay"))).isEqualTo("/pay");
    assertThat(title(object("culprit", "a in b"))).isEqualTo("a in b");
    assertThat(title(object("platform", "python"))).isEqualTo("(no title)");
    assertThat(title(object("message", " \n\t "))).isEqualTo("(no title)");
  }

  @Test
  void title_ofATransactionIsItsName() {
    FloodGroup group =
        shown(
            Format.JSON,
            DataCategory.TRANSACTION,
            "{\"type\":\"transaction\",\"message\":\"m\",\"transaction\":\"GET /pay\"}");
    assertThat(group.title()).isEqualTo("GET /pay");
    assertThat(group.category()).isEqualTo(DataCategory.TRANSACTION);
    assertThat(group.level()).isNull();
  }

  @Test
  void title_ofAGetWithoutDataIsNotItsAddress() {
    assertThat(shown(Format.OPAQUE, DataCategory.ERROR, "/api/1/store/?sentry_key=public").title())
        .isEqualTo("(GET without data)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nothing", "[1]", "{\"message\":", "{\"exception\":{\"type\":3}}"})
  void title_ofWhatCannotBeReadIsNone(String body) {
    assertThat(shown(Format.JSON, DataCategory.ERROR, body).title()).isEqualTo("(no title)");
    assertThat(report(body)).isEqualTo("(no title)");
  }

  @Test
  void title_isOneLineThatCanBeShown() {
    assertThat(title(object("message", "\n  first \r\nsecond"))).isEqualTo("first");
    assertThat(title(object("exception", thrown("E", "one\ntwo")))).isEqualTo("E: one");
    assertThat(title(object("message", "a\u001b[2Jb\u0000c\u202ed\ue9e9\u0085e")))
        .isEqualTo("a?[2Jb?c?d\ue9e9?e");
    assertThat(title(object("message", "<script>alert('\u00e9 \ud83d\ude00')</script>")))
        .isEqualTo("<script>alert('\u00e9 \ud83d\ude00')</script>");
  }

  @Test
  void title_isCutWithoutBreakingACharacter() {
    assertThat(title(object("message", "x".repeat(200)))).isEqualTo("x".repeat(200));
    assertThat(title(object("message", "x".repeat(201)))).isEqualTo("x".repeat(199) + "…");
    assertThat(title(object("message", "\ud83d\ude00".repeat(300))))
        .isEqualTo("\ud83d\ude00".repeat(99) + "…");
    assertThat(title(object("message", "x" + "\ud83d\ude00".repeat(300))))
        .isEqualTo("x" + "\ud83d\ude00".repeat(99) + "…");
    assertThat(title(object("exception", thrown("T".repeat(900), "v".repeat(900))))).hasSize(200);
  }

  @Test
  void level_isShownWhereThereIsOne() {
    assertThat(shown(Format.JSON, DataCategory.ERROR, "{\"level\":\"fatal\"}").level())
        .isEqualTo("fatal");
    assertThat(shown(Format.JSON, DataCategory.ERROR, "{\"level\":40}").level()).isNull();
    assertThat(
            shown(Format.JSON, DataCategory.ERROR, "{\"level\":\"" + "x\\n".repeat(90) + "\"}")
                .level())
        .isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "script-src-elem | https://Evil.example:8443/a.js?x | Blocked 'script' from 'evil.example:8443'",
        "img-src 'self' https://cdn.example | http://a.example | Blocked 'img' from 'a.example'",
        "frame-ancestors | https://a.example | Blocked 'frame-ancestors' from 'a.example'",
        "style-src | inline | Blocked 'style' from 'inline'",
        "img-src | data:image/png;base64,AAAA | Blocked 'img' from 'data'",
        "img-src | '' | Blocked 'img'",
      })
  void title_ofAViolationIsWhatWasBlockedFromWhere(String directive, String blocked, String title) {
    assertThat(
            report(
                "{\"csp-report\":{\"blocked-uri\":\"%s\",\"effective-directive\":\"%s\"}}"
                    .formatted(blocked, directive)))
        .isEqualTo(title);
    assertThat(
            report(
                "[{\"type\":\"csp-violation\",\"url\":\"https://shop.example/\",\"body\":{\"blockedURL\":\"%s\",\"effectiveDirective\":\"%s\"}}]"
                    .formatted(blocked, directive)))
        .isEqualTo(title);
    assertThat(
            report(
                "{\"csp-report\":{\"blocked-uri\":\"%s\",\"violated-directive\":\"%s\"}}"
                    .formatted(blocked, directive)))
        .isEqualTo(title);
  }

  @Test
  void title_ofOtherReports() {
    assertThat(report("{\"expect-ct-report\":{\"hostname\":\"a.example\",\"port\":443}}"))
        .isEqualTo("Certificate of 'a.example'");
    assertThat(report("{\"hostname\":\"a.example\"}")).isEqualTo("Certificate of 'a.example'");
    assertThat(report("{\"type\":\"deprecation\",\"url\":\"https://a.example/x\",\"body\":{}}"))
        .isEqualTo("Report 'deprecation' from a.example");
    assertThat(report("{\"csp-report\":{\"blocked-uri\":\"https://a.example/x\"}}"))
        .isEqualTo("Blocked a resource from 'a.example'");
  }
}
