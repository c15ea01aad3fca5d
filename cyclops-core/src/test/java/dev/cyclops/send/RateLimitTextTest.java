/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.send.RateLimitText.Stated;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RateLimitTextTest {
  /** Each limit as it would be told on; with an arrow where we call the category otherwise. */
  private static String read(String header) {
    return RateLimitText.parse(header).stream()
        .map(RateLimitTextTest::text)
        .collect(Collectors.joining(", "));
  }

  private static String text(Stated limit) {
    DataCategory category = limit.category();
    String ours = category == null ? "" : category.wireName();
    String name = limit.name().equals(ours) ? ours : limit.name() + ">" + ours;
    String scope = limit.scope().wireName;
    return limit.seconds() + ":" + name + ":" + scope + ":" + limit.detail();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      nullValues = "-",
      value = {
        // As Sentry states them.
        "60:error:project:quota | 60:error:project:quota",
        "60:error;transaction:key:q | 60:error:key:q, 60:transaction:key:q",
        "60::organization:usage | 60::organization:usage",
        "1:error:key:a, 2:session:key:b | 1:error:key:a, 2:session:key:b",
        "1:error:key:a,2:session:key:b | 1:error:key:a, 2:session:key:b",
        "60:default;error;security:organization | 60:default:organization:, 60:error:organization:,"
            + " 60:security:organization:",
        // With less than all fields.
        "60 | 60::key:",
        "60: | 60::key:",
        "60:error | 60:error:key:",
        "60:error:organization | 60:error:organization:",
        "60:error::why | 60:error:key:why",
        "60:;: | 60::key:",
        // With more fields than we know.
        "60:error:key:why::later:fields | 60:error:key:why",
        // With blanks and odd separators.
        "\"  60 : error ; transaction : key : why \" | 60:error:key:why, 60:transaction:key:why",
        "\",, 60:error:key ,\" | 60:error:key:",
        "60:;error;;:key | 60:error:key:",
        // Scopes.
        "60:error:global | 60:error:key:",
        "60:error:Organization | 60:error:key:",
        // Numbers.
        "0:error:key | 0:error:key:",
        "-5:error:key | 0:error:key:",
        "17.1:error:key | 18:error:key:",
        "+7:error:key | 7:error:key:",
        "007:error:key | 7:error:key:",
        "99999999999999999999999:error:key | 1000000000:error:key:",
        "NaN:error:key | ''",
        "inf:error:key | ''",
        "1e9:error:key | ''",
        "0x10:error:key | ''",
        "6 0:error:key | ''",
        "1.2.3:error:key | ''",
        ".:error:key | ''",
        "-:error:key | ''",
        ":error:key | ''",
        "\u0661:error:key | ''",
        "x:error:key, 5:session:key | 5:session:key:",
        // Categories.
        "60:unheard_of:key | ''",
        "60:unheard_of;error:key | 60:error:key:",
        "60:client_report:key | ''",
        "60:ERROR:key | ''",
        "60:log_byte:key | 60:log_byte>log_item:key:",
        "60:trace_metric:key | 60:trace_metric>metric_bucket:key:",
        // Namespaces concern metrics alone, and of those that clients send one.
        "60:metric_bucket:key:q | 60:metric_bucket:key:q",
        "60:metric_bucket:key:q: | 60:metric_bucket:key:q",
        "60:metric_bucket:key:q:custom | 60:metric_bucket:key:q:custom",
        "60:metric_bucket:key:q:sessions; custom | 60:metric_bucket:key:q:custom",
        "60:metric_bucket:key::custom | 60:metric_bucket:key::custom",
        "60:metric_bucket:key:q:sessions;spans | ''",
        "60:metric_bucket;error:key:q:sessions | 60:error:key:q",
        "60:error:key:q:sessions | 60:error:key:q",
        // Reasons.
        "60:error:key:a b | 60:error:key:a_b",
        "60:error:key:a;b | 60:error:key:a_b",
      })
  void parse_reads(String header, String limits) {
    assertThat(read(header)).isEqualTo(limits.replace("''", ""));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "CLIENT_REPORT")
  void parse_knowsEachCategory(DataCategory category) {
    assertThat(RateLimitText.parse("60:" + category.wireName() + ":key"))
        .extracting(Stated::category)
        .containsExactly(category);
  }

  @Test
  void parse_ofNothingIsNothing() {
    assertThat(RateLimitText.parse("")).isEmpty();
    assertThat(RateLimitText.parse(" ")).isEmpty();
    assertThat(RateLimitText.parse("\u0000\r\n")).isEmpty();
  }

  @Test
  void parse_leavesNothingInAReasonThatMayNotStandInAHeader() {
    assertThat(read("60:error:key:a\r\nSet-Cookie=x\u0000\u00e4\u2028\u007f"))
        .isEqualTo("60:error:key:a__Set-Cookie=x____");
    assertThat(RateLimitText.parse("60:error:key:" + "r".repeat(1000)).get(0).detail())
        .hasSize(RateLimitText.MAX_REASON_CHARS);
  }

  /** Half of "3600:transaction:key" could say "everything". */
  @Test
  void parse_ofALongHeaderReadsWholeLimitsOnly() {
    String limit = "3600:transaction:key:r";
    String header = (limit + ",").repeat(RateLimitText.MAX_CHARS);

    for (int cut = 0; cut < limit.length(); cut++) {
      String shifted = "1:" + ";".repeat(cut) + "session:key," + header;
      assertThat(RateLimitText.parse(shifted))
          .hasSizeBetween(2, 200)
          .allMatch(stated -> stated.seconds() == 3600 || stated.name().equals("session"))
          .allMatch(stated -> !stated.name().isEmpty());
    }
    assertThat(RateLimitText.parse("60:error:key:" + "r".repeat(5000))).isEmpty();
  }
}
