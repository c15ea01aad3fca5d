/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.EventFields.Field;
import dev.cyclops.filter.FloodAction.Kind;
import dev.cyclops.filter.FloodRules.Sample;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloodRulesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final FloodRules DEFAULTS = FloodRules.limit(10, Duration.ofSeconds(1));

  private final Fingerprinter fingerprinter = Fingerprinter.sentry();

  private EventFields fields(String json) {
    return fields(json, DataCategory.ERROR);
  }

  private EventFields fields(String json, DataCategory category) {
    byte[] bytes = json.getBytes(UTF_8);
    EventFields fields =
        fingerprinter
            .fingerprint(
                new Payload(Payload.Format.JSON, category, bytes, 0, bytes.length),
                EnumSet.allOf(Field.class))
            .fields();
    assertThat(fields).isNotNull();
    return fields;
  }

  private static boolean drops(FloodRule rule, long project, EventFields fields) {
    return DEFAULTS.withRules(List.of(rule)).quota(project, fields).kind() == Kind.DROP;
  }

  private boolean drops(FloodRule.Conditions conditions, String json) {
    return drops(conditions.drop(), 1, fields(json));
  }

  // ---- conditions

  @Test
  void project_isAnyOfThoseNamed() {
    FloodRule rule = FloodRule.when().project(3, 70_000_000_000L).drop();

    assertThat(drops(rule, 3, EventFields.NONE)).isTrue();
    assertThat(drops(rule, 70_000_000_000L, EventFields.NONE)).isTrue();
    assertThat(drops(rule, 1, EventFields.NONE)).isFalse();
    assertThat(drops(rule, 4, EventFields.NONE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "warning | {\"level\":\"warning\"} | true",
        "warning | {\"level\":\"error\"} | false",
        "fatal | {\"level\":\"critical\"} | true",
        "info | {\"level\":\"log\"} | true",
        "debug | {\"level\":\"d\\u0065bug\"} | true",
        // What Sentry takes for an error.
        "error | {} | true",
        "error | {\"level\":\"\"} | true",
        "error | {\"level\":\"loud\"} | true",
        "error | {\"level\":null} | true",
        "warning | {} | false",
      })
  void level_isSentrysLevelOfTheEvent(String level, String json, boolean expected) {
    assertThat(drops(FloodRule.when().level(level), json)).isEqualTo(expected);
    assertThat(drops(FloodRule.when().level("FATAL", level), json)).isEqualTo(expected);
  }

  @Test
  void level_isNoneOfATransactionThatNamesNone() {
    FloodRule rule = FloodRule.when().level("fatal", "error", "warning", "info", "debug").drop();

    assertThat(drops(rule, 1, fields("{}", DataCategory.TRANSACTION))).isFalse();
    assertThat(drops(rule, 1, fields("{\"level\":\"info\"}", DataCategory.TRANSACTION))).isTrue();
    assertThat(drops(rule, 1, EventFields.NONE)).isFalse();
  }

  @Test
  void texts_areThoseOfTheEvent() {
    String json =
        """
        {"environment":"prod-eu","release":"shop@1.2.3","exception":{"values":[
        {"type":"IOException","value":"disk gone"},
        {"type":"ShopError","value":"no \\"cart\\" for J\\u00fcrgen"}]}}""";

    assertThat(drops(FloodRule.when().environment("prod-*"), json)).isTrue();
    assertThat(drops(FloodRule.when().environment("PROD-*"), json)).isFalse();
    assertThat(drops(FloodRule.when().environment("dev", "prod-e?"), json)).isTrue();
    assertThat(drops(FloodRule.when().environment("prod"), json)).isFalse();
    assertThat(drops(FloodRule.when().release("shop@1.*"), json)).isTrue();
    assertThat(drops(FloodRule.when().release("shop@2.*"), json)).isFalse();
    assertThat(drops(FloodRule.when().exceptionType("Shop*"), json)).isTrue();
    assertThat(drops(FloodRule.when().exceptionType("IOException"), json)).isFalse();
    assertThat(drops(FloodRule.when().message("NO \"cart\" for Jürgen"), json)).isTrue();
    assertThat(drops(FloodRule.when().message("disk*"), json)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"message\":\"loop limit exceeded\"}",
        "{\"logentry\":{\"message\":\"loop limit exceeded\"}}",
        "{\"logentry\":{\"message\":\"loop %s exceeded\",\"params\":[\"limit\"]}}",
        "{\"sentry.interfaces.Message\":{\"message\":\"Loop limit exceeded\"}}",
        "{\"exception\":{\"type\":\"E\",\"value\":\"loop limit exceeded\"}}",
      })
  void message_isFoundWhereverClientsPutIt(String json) {
    assertThat(drops(FloodRule.when().message("loop*exceeded"), json)).isTrue();
    assertThat(drops(FloodRule.when().message("poop*exceeded"), json)).isFalse();
  }

  @Test
  void conditions_mustAllBeMet() {
    FloodRule rule =
        FloodRule.when().project(3).level("warning").environment("a").environment("*").drop();
    String json = "{\"level\":\"warning\",\"environment\":\"a\"}";

    assertThat(drops(rule, 3, fields(json))).isTrue();
    assertThat(drops(rule, 4, fields(json))).isFalse();
    assertThat(drops(rule, 3, fields(json.replace("\"a\"", "\"b\"")))).isFalse();
    assertThat(drops(rule, 3, fields(json.replace("warning", "error")))).isFalse();
    assertThat(drops(rule, 3, fields("{\"level\":\"warning\"}"))).isFalse();
  }

  @Test
  void texts_ofTheEventBeforeAreForgotten() {
    FloodRule rule = FloodRule.when().message("first").drop();

    assertThat(drops(rule, 1, fields("{\"message\":\"first\"}"))).isTrue();
    assertThat(drops(rule, 1, fields("{\"message\":\"other\"}"))).isFalse();
    assertThat(drops(rule, 1, fields("{}"))).isFalse();
  }

  @Test
  void texts_areLookedAtAsFarAsTheyAreRead() {
    String json = "{\"message\":\"" + "x".repeat(1024) + "end\"}";

    assertThat(drops(FloodRule.when().message("x*"), json)).isTrue();
    assertThat(drops(FloodRule.when().message("*end"), json)).isFalse();
  }

  // ---- rules

  @Test
  void quota_isThatOfTheFirstRuleForAnEvent() {
    FloodRules rules =
        DEFAULTS.withRules(
            List.of(
                FloodRule.when().project(3).level("warning").limit(5, MINUTE),
                FloodRule.when().level("warning").drop(),
                FloodRule.when().project(3, 4).oneIn(7),
                FloodRule.when().environment("staging").pass()));
    String staging = "{\"environment\":\"staging\"}";

    assertThat(rules.quota(3, fields("{\"level\":\"warning\"}")).number()).isEqualTo(5);
    assertThat(rules.quota(4, fields("{\"level\":\"warning\"}")).kind()).isEqualTo(Kind.DROP);
    assertThat(rules.quota(5, fields("{\"level\":\"warning\"}")).kind()).isEqualTo(Kind.DROP);
    assertThat(rules.quota(3, fields(staging)).number()).isEqualTo(7);
    assertThat(rules.quota(4, fields(staging)).number()).isEqualTo(7);
    assertThat(rules.quota(5, fields(staging)).kind()).isEqualTo(Kind.PASS);
    assertThat(rules.quota(5, fields("{}")).number()).isEqualTo(10);
    assertThat(rules.quota(5, fields("{}")).window()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void wanted_namesTheTextsThatRulesLookAt() {
    assertThat(DEFAULTS.wanted()).isEmpty();
    assertThat(DEFAULTS.withRules(List.of(FloodRule.when().project(1).drop())).wanted()).isEmpty();
    assertThat(
            DEFAULTS
                .withRules(
                    List.of(
                        FloodRule.when().level("info").drop(),
                        FloodRule.when().message("x").environment("y").pass()))
                .wanted())
        .containsExactlyInAnyOrder(
            Field.LEVEL, Field.MESSAGE, Field.EXCEPTION_VALUE, Field.ENVIRONMENT);
    assertThat(
            DEFAULTS
                .withRules(List.of(FloodRule.when().exceptionType("x").release("y").pass()))
                .wanted())
        .containsExactlyInAnyOrder(Field.EXCEPTION_TYPE, Field.RELEASE);
  }

  @Test
  void isOn_asLongAsAnythingMayBeDropped() {
    FloodRules off = FloodRules.limit(1, Duration.ZERO);

    assertThat(off.isOn()).isFalse();
    assertThat(off.withRules(List.of(FloodRule.when().drop())).isOn()).isTrue();
    assertThat(off.withLimit(1, MINUTE).isOn()).isTrue();
    assertThat(DEFAULTS.withLimit(1, Duration.ZERO).isOn()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // limit, seconds, events of a part, millis of a part
    "10, 60, 2, 12000",
    "11, 60, 2, 12000",
    "1, 60, 1, 60000",
    "3, 60, 1, 20000",
    "4, 60, 2, 30000",
    "1000, 60, 16, 1000",
    "10, 3, 3, 1000",
    "10, 1, 10, 1000",
    "100, 86400, 2, 1728000",
  })
  void spread_cutsAWindowIntoPartsOfAPairAndASecondAtLeast(
      int limit, int seconds, int part, long millis) {
    FloodRules rules =
        FloodRules.limit(limit, Duration.ofSeconds(seconds)).withSample(Sample.SPREAD);

    Quota quota = rules.quota(1, EventFields.NONE);

    assertThat(quota.number()).isEqualTo(part);
    assertThat(quota.window()).isEqualTo(Duration.ofMillis(millis));
    assertThat(quota.number() * (Duration.ofSeconds(seconds).toNanos() / quota.windowNanos()))
        .isLessThanOrEqualTo(limit);
  }

  @Test
  void toString_saysARuleInWords() {
    assertThat(FloodRule.when().project(7, 3).level("info", "warning").limit(5, MINUTE))
        .hasToString("project 3 or 7, level warning or info: 5 of an error pass in 60 s");
    assertThat(FloodRule.when().message("Resize*", "x").drop())
        .hasToString("message 'Resize*' or 'x': all are dropped");
    assertThat(FloodRule.when().exceptionType("A").release("b").environment("c").pass())
        .hasToString("type 'A', release 'b', environment 'c': all pass");
    assertThat(FloodRule.when().oneIn(100))
        .hasToString("everything: one in 100 of an error passes");
    assertThat(FloodRules.limit(2, Duration.ofMillis(1500)))
        .hasToString("2 of an error pass in 1.5 s");
    assertThat(DEFAULTS.withSample(Sample.SPREAD))
        .hasToString("10 of an error pass in 1 s, spread over it");
    assertThat(FloodRules.limit(2, Duration.ZERO)).hasToString("all pass");
  }

  @Test
  void rules_checkTheirValues() {
    FloodRule.Conditions when = FloodRule.when();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> when.limit(0, MINUTE))
        .withMessage("maxEvents < 1: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> when.limit(1, Duration.ZERO))
        .withMessage("window <= 0: PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> when.limit(1, Duration.ofHours(24).plusNanos(1)))
        .withMessageStartingWith("window > 24 h: ");
    assertThat(when.limit(1, Duration.ofHours(24))).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> when.oneIn(1))
        .withMessage("events < 2: 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> when.project(0))
        .withMessage("project < 1: 0");
    assertThatIllegalArgumentException().isThrownBy(when::project).withMessage("no project");
    assertThatIllegalArgumentException().isThrownBy(when::message).withMessage("no message");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> when.level("warn"))
        .withMessage("no level: warn; there are fatal, error, warning, info and debug");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloodRules.limit(1, Duration.ofNanos(-1)))
        .withMessage("window < 0: PT-0.000000001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloodRules.limit(0, Duration.ZERO))
        .withMessage("maxEvents < 1: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloodRules.limit(1, Duration.ofDays(2)))
        .withMessage("window > 24 h: PT48H");
  }
}
