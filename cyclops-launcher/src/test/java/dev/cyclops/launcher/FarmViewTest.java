/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A farm as it is watched, and its addresses. */
class FarmViewTest {
  private static final Instant NOON = Instant.parse("2020-02-03T12:00:00Z");
  private static final long SECOND = 1_000_000_000L;

  private final FarmRates rates = new FarmRates();

  private static FarmCount.Answer answer(String server, long processed, long ignored) {
    return new FarmCount.Answer(
        address(server), Optional.of(new ServerCount(5, 80.5, 70.0, processed, ignored, 0)), "");
  }

  private static FarmCount.Answer missing(String server) {
    return new FarmCount.Answer(address(server), Optional.empty(), "the connection was refused");
  }

  private static FarmAddress address(String server) {
    return FarmAddress.of(server, List.of(9999)).get(0);
  }

  @Test
  void rates_areThoseBetweenTwoLooks() {
    rates.add(List.of(answer("a", 100, 1000), answer("b", 0, 0)), 0);
    assertThat(rates.ofAll()).isEmpty();

    rates.add(List.of(answer("a", 120, 1300), answer("b", 10, 0)), 2 * SECOND);
    assertThat(rates.of(address("a"))).contains(new FarmRates.Rate(10, 150));
    assertThat(rates.ofAll()).contains(new FarmRates.Rate(15, 150));
  }

  @Test
  void rates_areUnknownOfAServerThatBeganAnewOrWasAway() {
    rates.add(List.of(answer("a", 100, 1000), missing("b")), 0);
    rates.add(List.of(answer("a", 1, 1), answer("b", 1, 1)), SECOND);

    assertThat(rates.ofAll()).isEmpty();
  }

  @Test
  void line_tellsOfAll() {
    List<FarmCount.Answer> first = List.of(answer("a", 100, 900), missing("b"));
    rates.add(first, 0);
    assertThat(FarmView.line(first, rates, NOON))
        .isEqualTo(
            "2020-02-03T12:00:00Z  1 of 2 answer  waiting 5  processed 100  ignored 900"
                + "  Sentry 80.50 ms");

    List<FarmCount.Answer> second = List.of(answer("a", 101, 910), missing("b"));
    rates.add(second, SECOND);
    assertThat(FarmView.line(second, rates, NOON))
        .contains("processed 101 (1.0/s)  ignored 910 (10.0/s)");
  }

  @Test
  void picture_namesWhoIsMissing() {
    List<FarmCount.Answer> answers = List.of(answer("a", 100, 900), missing("b"));
    rates.add(answers, 0);

    List<String> lines = FarmView.picture(answers, rates, NOON, Paint.PLAIN);

    assertThat(lines.get(0)).contains("1 of 2 answer");
    assertThat(lines.get(1)).startsWith("SERVER").endsWith("SENTRY MS");
    assertThat(lines.get(2)).startsWith("a:9999").contains("100", "900", "80.50");
    assertThat(lines.get(3)).startsWith("b:9999").endsWith("the connection was refused");
    assertThat(lines.get(4)).startsWith("all");
    assertThat(String.join("", lines)).doesNotContain("\u001B");
    assertThat(FarmView.picture(answers, rates, NOON, Paint.COLOURED).get(3))
        .contains("\u001B[31m");
  }

  @Test
  void json_isOneObject() {
    List<FarmCount.Answer> answers = List.of(answer("a", 100, 900), missing("b"));

    JsonObject json = FarmView.json(answers, rates, NOON);

    assertThat(json.get("time").getAsString()).isEqualTo("2020-02-03T12:00:00Z");
    assertThat(json.get("answered").getAsInt()).isEqualTo(1);
    assertThat(json.get("ignoredPercent").getAsDouble()).isEqualTo(90);
    assertThat(json.get("processedPerSecond").isJsonNull()).isTrue();
    assertThat(json.getAsJsonArray("servers").get(1).toString())
        .isEqualTo(
            "{\"server\":\"b:9999\",\"url\":\"http://b:9999/count\","
                + "\"error\":\"the connection was refused\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one | http://one:9000/count http://one:9020/count",
        "https://one/x/,two:81 | https://one:9000/x/count https://one:9020/x/count http://two:81/count",
        "::1 | http://[::1]:9000/count http://[::1]:9020/count",
        "[::1]:9999 | http://[::1]:9999/count",
        "https://[fd00::1]:9443 | https://[fd00::1]:9443/count",
        "one:9000,one | http://one:9000/count http://one:9020/count",
      })
  void addresses_areThoseOfAllHosts(String hosts, String urls) {
    List<String> found =
        FarmAddress.of(hosts, List.of(9000, 9020)).stream().map(a -> a.url().toString()).toList();

    assertThat(found).containsExactly(urls.split(" "));
  }

  @ParameterizedTest
  @CsvSource({"'one,'", "one:70000", "http://", "ftp://one"})
  void addresses_areRefused(String hosts) {
    assertThatIllegalArgumentException().isThrownBy(() -> FarmAddress.of(hosts, List.of(9000)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"9000 | 9000", "9000-9002,9020 | 9000 9001 9002 9020", "9001, 9001 | 9001"})
  void ports_areListsAndRanges(String text, String ports) {
    assertThat(new PortRange.Converter().convert(text).ports().stream().map(String::valueOf))
        .containsExactly(ports.split(" "));
  }
}
