/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.FloodGroup;
import dev.cyclops.watch.StateChange.Kind;
import dev.cyclops.watch.StateChange.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateWatchTest {
  private static final Instant START = Instant.parse("2020-02-03T12:00:00Z");
  private static final String TITLE = "stranger@example.com failed";

  private final StateWatch watch = new StateWatch(WatchOptions.DEFAULT);
  private final List<StateChange> told = new ArrayList<>();
  private long seconds;

  /** What the next looks are shown. */
  private @Nullable String away;

  private long atDoor;
  private long stored;
  private long expired;
  private long notDurable;
  private boolean notDurableNow;
  private boolean keysFailing;
  private long dead;
  private List<Situation.Limited> limited = List.of();

  @Test
  void look_atAFloodOfThousandsTellsOneBeginAndOneEnd() {
    for (int i = 0; i < 600; i++) {
      look(Map.of("a", 5000L));
    }
    quiet(300);

    assertThat(told).hasSize(2);
    StateChange begin = told.get(0);
    assertThat(begin.kind()).isEqualTo(Kind.FLOOD);
    assertThat(begin.phase()).isEqualTo(Phase.BEGIN);
    assertThat(begin.at()).isEqualTo(START.plusSeconds(3));
    assertThat(begin.project()).isEqualTo(7);
    assertThat(begin.group()).isNotNull().extracting(FloodGroup::id).isEqualTo("a");
    StateChange end = told.get(1);
    assertThat(end.phase()).isEqualTo(Phase.END);
    assertThat(end.count()).isEqualTo(3_000_000);
    assertThat(end.at()).isEqualTo(START.plusSeconds(600));
    assertThat(end.lasted()).isEqualTo(Duration.ofSeconds(599));
    assertThat(end.perSecond()).isBetween(5000.0, 5010.0);
  }

  @Test
  void look_atAFloodThatComesAndGoesTellsItOnce() {
    for (int minute = 0; minute < 30; minute++) {
      for (int i = 0; i < 10; i++) {
        look(Map.of("a", 100L));
      }
      quiet(45);
    }
    quiet(100);

    assertThat(told).extracting(StateChange::phase).containsExactly(Phase.BEGIN, Phase.END);
    assertThat(told.get(1).count()).isEqualTo(30 * 1000);
  }

  @Test
  void look_atAFewRepeatsTellsNothing() {
    for (int i = 0; i < 500; i++) {
      look(Map.of("a", 9L));
    }
    assertThat(told).isEmpty();
  }

  @Test
  void look_atASingleBurstTellsNothing() {
    look(Map.of("a", 100_000L));
    quiet(200);
    assertThat(told).isEmpty();
  }

  @Test
  void look_atAFloodAroundTheMarkTellsItOnce() {
    for (int i = 0; i < 1000; i++) {
      look(Map.of("a", i % 2 == 0 ? 11L : 8L));
      if (i == 20) {
        // Above the mark for a while, then at some two thirds of it.
        repeat(10, Map.of("a", 12L));
      }
    }
    assertThat(told).hasSize(1);
  }

  @Test
  void look_atMoreFloodsThanAreToldTellsTheOthersTogether() {
    Map<String, Long> all = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      all.put("g" + i, 50L);
    }
    repeat(120, all);
    quiet(200);

    assertThat(told.stream().filter(c -> c.kind() == Kind.FLOOD && c.begins()))
        .hasSize(FloodWatch.MAX_TOLD);
    assertThat(told.stream().filter(c -> c.kind() == Kind.FLOOD && !c.begins()))
        .hasSize(FloodWatch.MAX_TOLD);
    assertThat(told.stream().filter(c -> c.kind() == Kind.MANY_FLOODS))
        .extracting(StateChange::phase, StateChange::count)
        .containsExactly(tuple(Phase.BEGIN, 480L), tuple(Phase.END, 480L));
    assertThat(told).hasSize(2 * FloodWatch.MAX_TOLD + 2);
  }

  @Test
  void look_tellsAFloodAgainThatComesBackLater() {
    repeat(20, Map.of("a", 50L));
    quiet(120);
    repeat(20, Map.of("a", 70L));
    quiet(120);

    assertThat(told)
        .extracting(StateChange::phase)
        .containsExactly(Phase.BEGIN, Phase.END, Phase.BEGIN, Phase.END);
    assertThat(told.get(1).count()).isEqualTo(1000);
    assertThat(told.get(3).count()).isEqualTo(1400);
  }

  @Test
  void look_atAnAbsenceThatFlapsTellsItOnceWithItsReason() {
    quiet(5);
    for (int i = 0; i < 50; i++) {
      away = "Connection refused";
      quiet(3);
      away = null;
      quiet(20);
    }
    quiet(60);

    assertThat(told).hasSize(2);
    assertThat(told.get(0).detail()).isEqualTo("Connection refused");
    assertThat(told.get(0).text()).isEqualTo("Sentry is away, events wait: Connection refused");
    // From the first time that it was away to the last.
    assertThat(told.get(1).lasted()).isEqualTo(Duration.ofSeconds(49 * 23 + 2));
    assertThat(told.get(1).text()).isEqualTo("Sentry is back after 1129 s");
  }

  @Test
  void look_countsWhatIsGivenUpFromBeginToEnd() {
    atDoor = 100;
    stored = 50;
    quiet(10);
    assertThat(told).isEmpty();
    atDoor += 5;
    quiet(1);
    stored += 7;
    expired += 2;
    quiet(100);

    assertThat(told).extracting(StateChange::kind).containsOnly(Kind.SHEDDING);
    assertThat(told.get(0).text())
        .isEqualTo("events are given up: 5 at the door, 0 in the queue, 0 for their age");
    assertThat(told.get(1).count()).isEqualTo(14);
    assertThat(told.get(1).text())
        .isEqualTo(
            "no more events are given up: 14 were in 1 s"
                + " (5 at the door, 7 in the queue, 2 for their age)");
    assertThat(told).hasSize(2);
  }

  @Test
  void look_tellsDeadLettersOncePerPeriod() {
    dead = 1000;
    quiet(3);
    for (int i = 0; i < 100; i++) {
      dead += 3;
      quiet(10);
    }
    quiet(60);
    assertThat(told)
        .extracting(StateChange::kind, StateChange::count)
        .containsExactly(tuple(Kind.DEAD_LETTERS, 3L), tuple(Kind.DEAD_LETTERS, 300L));
  }

  @Test
  void look_tellsDurabilityKeysAndLimits() {
    quiet(1);
    notDurableNow = true;
    notDurable = 4;
    keysFailing = true;
    limited = List.of(new Situation.Limited(3, "errors", 17));
    quiet(2);
    notDurableNow = false;
    keysFailing = false;
    limited = List.of();
    quiet(61);

    assertThat(told)
        .extracting(StateChange::text)
        .containsExactlyInAnyOrder(
            "events are kept in memory only, and would be lost with the process",
            "the project keys cannot be loaded, the last ones hold",
            "project 3 sends more errors than its limit: those above it are dropped",
            "events are kept as they should be again, after 1 s: 4 had been in memory only",
            "the project keys can be loaded again, after 1 s",
            "project 3 sends no more errors than its limit again: 17 dropped in 1 s");
  }

  @Test
  void text_holdsNoWordOfAStranger() {
    repeat(20, Map.of("a", 50L));
    quiet(120);
    assertThat(told).hasSize(2).noneMatch(change -> change.text().contains("stranger"));
  }

  @Test
  void detail_isOneLineAndBounded() {
    away = "evil\r\n2020-02-03 forged\u0085" + "x".repeat(10_000);
    quiet(1);
    assertThat(told.get(0).detail())
        .hasSize(StateChange.MAX_DETAIL_CHARS)
        .startsWith("evil  2020-02-03 forged x");
  }

  @Test
  void options_refuseWhatMakesNoSense() {
    assertThatThrownBy(() -> new WatchOptions(0, Duration.ZERO))
        .hasMessage("floodPerSecond <= 0: 0.0");
    assertThatThrownBy(() -> new WatchOptions(1, Duration.ofSeconds(-1)))
        .hasMessage("quiet < 0: PT-1S");
  }

  private void repeat(int times, Map<String, Long> dropped) {
    for (int i = 0; i < times; i++) {
      look(dropped);
    }
  }

  private void quiet(int times) {
    repeat(times, Map.of());
  }

  private void look(Map<String, Long> dropped) {
    seconds++;
    List<Situation.Repeats> repeats =
        dropped.entrySet().stream()
            .map(entry -> new Situation.Repeats(group(entry.getKey()), entry.getValue()))
            .toList();
    Situation situation =
        new Situation(
            away,
            atDoor,
            stored,
            expired,
            notDurable,
            notDurableNow,
            keysFailing,
            dead,
            repeats,
            limited);
    told.addAll(watch.look(situation, seconds * 1_000_000_000L, START.plusSeconds(seconds)));
  }

  private static FloodGroup group(String id) {
    return new FloodGroup(
        7, id, TITLE, "error", DataCategory.ERROR, 10, 5, 5.0, START, START.plusSeconds(1));
  }
}
