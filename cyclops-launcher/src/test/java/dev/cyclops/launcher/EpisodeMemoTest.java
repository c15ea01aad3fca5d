/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.FloodGroup;
import dev.cyclops.watch.StateChange;
import dev.cyclops.watch.StateChange.Kind;
import dev.cyclops.watch.StateChange.Phase;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpisodeMemoTest {
  private static final Instant BEGAN = Instant.parse("2020-02-03T12:00:00Z");

  private static StateChange flood(Phase phase, String title, @Nullable String level) {
    FloodGroup group =
        new FloodGroup(
            7, "00112233", title, level, DataCategory.ERROR, 2000, 1234, 210.0, BEGAN, BEGAN);
    return new StateChange(Kind.FLOOD, phase, BEGAN, Duration.ZERO, 7, group, 1234, 205.5, "");
  }

  private static StateChange away(Phase phase) {
    return new StateChange(
        Kind.SENTRY_AWAY, phase, BEGAN, Duration.ZERO, 0, null, 0, 0, "Connection refused");
  }

  @Test
  void name_isOfWhatIsSeen_whateverIsKnownOfIt() {
    assertThat(EpisodeMemo.name(flood(Phase.BEGIN, "a", "error")))
        .isEqualTo(EpisodeMemo.name(flood(Phase.END, "b", null)))
        .isEqualTo("FLOOD:7:00112233");
    assertThat(EpisodeMemo.name(away(Phase.END))).isEqualTo("SENTRY_AWAY");
  }

  @Test
  void end_isToldWithWhatWasWrittenDown() {
    String title = "a \"title\"\n of a \u20ac stranger";
    StateChange end =
        EpisodeMemo.end(
                EpisodeMemo.write(flood(Phase.BEGIN, title, "error")), BEGAN.plusSeconds(90))
            .orElseThrow();

    assertThat(end.kind()).isEqualTo(Kind.FLOOD);
    assertThat(end.begins()).isFalse();
    assertThat(end.at()).isEqualTo(BEGAN.plusSeconds(90));
    assertThat(end.lasted()).isEqualTo(Duration.ofSeconds(90));
    assertThat(end.count()).isEqualTo(1234);
    assertThat(end.perSecond()).isEqualTo(205.5);
    assertThat(end.detail()).contains("gone");
    assertThat(end.group().title()).isEqualTo(title);
    assertThat(end.group().level()).isEqualTo("error");
    assertThat(end.text()).contains("project 7", "00112233", "1234 repeats");
  }

  @Test
  void end_ofWhatHasNoGroupAndOfClocksThatDiffer() {
    StateChange end =
        EpisodeMemo.end(EpisodeMemo.write(away(Phase.BEGIN)), BEGAN.minusSeconds(5)).orElseThrow();
    assertThat(end.kind()).isEqualTo(Kind.SENTRY_AWAY);
    assertThat(end.group()).isNull();
    assertThat(end.lasted()).isZero();
    assertThat(
            EpisodeMemo.end(EpisodeMemo.write(flood(Phase.BEGIN, "t", null)), BEGAN)
                .orElseThrow()
                .group()
                .level())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "[]",
        "{}",
        "{\"kind\":\"NEW_KIND\",\"at\":\"2020-02-03T12:00:00Z\",\"count\":1,\"perSecond\":1}",
        "{\"kind\":\"FLOOD\",\"at\":\"yesterday\",\"count\":1,\"perSecond\":1}",
        "{\"kind\":\"FLOOD\",\"at\":\"2020-02-03T12:00:00Z\",\"count\":[],\"perSecond\":1}",
        "{\"kind\":\"FLOOD\",\"at\":\"2020-02-03T12:00:00Z\",\"count\":1,\"perSecond\":1,\"group\":\"g\"}",
      })
  void end_ofWhatNobodyHereHasWritten_isNone(String text) {
    assertThat(EpisodeMemo.end(text, BEGAN)).isEmpty();
  }
}
