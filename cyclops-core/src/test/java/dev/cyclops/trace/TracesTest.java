/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventId;
import dev.cyclops.trace.TraceStep.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final EventId ID = new EventId(1, 2);

  private Instant now = Instant.parse("2020-02-03T12:00:00Z");
  private final Traces traces = new Traces(() -> now);

  private List<Kind> kinds(EventId id) {
    return traces.find(id).orElseThrow().steps().stream().map(TraceStep::kind).toList();
  }

  @Test
  void idle_untilSomebodyFollows() {
    traces.at(ID, Kind.SENDING, "");

    assertThat(traces.isIdle()).isTrue();
    assertThat(traces.find(ID)).isEmpty();

    traces.follow(ID);
    assertThat(traces.isIdle()).isFalse();
    assertThat(kinds(ID)).isEmpty();
  }

  @Test
  void steps_areThoseOfItsOwn() {
    traces.follow(ID);

    traces.at(new EventId(2, 1), Kind.SENDING, "");
    traces.at(null, Kind.SENDING, "");
    traces.answered(ID, "processed", 7, DataCategory.ERROR);
    traces.at(ID, Kind.SENDING, "probe");

    Trace trace = traces.find(ID).orElseThrow();
    assertThat(trace.steps())
        .containsExactly(
            new TraceStep(Kind.ANSWERED, now.toEpochMilli(), "processed"),
            new TraceStep(Kind.SENDING, now.toEpochMilli(), "probe"));
    assertThat(trace.project()).isEqualTo(7);
    assertThat(trace.lastMove().orElseThrow().kind()).isEqualTo(Kind.SENDING);
  }

  @Test
  void follow_goesOnWithWhatIsKnown() {
    traces.follow(ID);
    traces.at(ID, Kind.DONE, "");

    assertThat(traces.follow(ID).steps()).hasSize(1);
  }

  @Test
  void time_endsIt() {
    traces.follow(ID);
    now = now.plus(Traces.TIME).minusMillis(1);
    assertThat(traces.find(ID)).isPresent();

    now = now.plusMillis(1);
    assertThat(traces.find(ID)).isEmpty();
    assertThat(traces.isIdle()).isTrue();
  }

  @Test
  void time_endsItAlsoWhenNobodyAsks() {
    traces.follow(ID);
    now = now.plus(Traces.TIME);

    // As for any event that comes by.
    traces.at(new EventId(3, 3), Kind.SENDING, "");

    assertThat(traces.isIdle()).isTrue();
  }

  @Test
  void follow_keepsTheLatestOnly() {
    List<EventId> ids = new ArrayList<>();
    for (int i = 0; i <= Traces.MAX_EVENTS; i++) {
      ids.add(new EventId(i, i));
    }
    ids.forEach(traces::follow);

    assertThat(traces.find(ids.get(0))).isEmpty();
    assertThat(ids.subList(1, ids.size())).allMatch(id -> traces.find(id).isPresent());
  }

  @Test
  void steps_areBounded() {
    traces.follow(ID);
    traces.answered(ID, "processed", 7, DataCategory.ERROR);
    for (int i = 0; i < 1000; i++) {
      traces.at(ID, Kind.RETRY, "x".repeat(1000));
    }
    traces.at(ID, Kind.DONE, "");

    Trace trace = traces.find(ID).orElseThrow();
    assertThat(trace.steps()).hasSize(32);
    assertThat(trace.omitted()).isEqualTo(1002 - 32);
    assertThat(trace.steps().get(0).kind()).isEqualTo(Kind.ANSWERED);
    assertThat(trace.lastMove().orElseThrow().kind()).isEqualTo(Kind.DONE);
    assertThat(trace.steps().get(1).detail()).hasSize(200);
  }

  @Test
  void givenUp_isToldToThoseThatMayBeMeant() {
    EventId later = new EventId(5, 5);
    traces.follow(ID);
    traces.follow(later);
    traces.answered(ID, "processed", 7, DataCategory.ERROR);

    traces.givenUp(7, DataCategory.ERROR, "to make room", 3);
    traces.givenUp(8, DataCategory.ERROR, "to make room", 3);
    traces.givenUp(7, DataCategory.SESSION, "to make room", 3);

    assertThat(traces.find(ID).orElseThrow().last(Kind.OTHERS_GIVEN_UP).orElseThrow().detail())
        .isEqualTo("3 to make room");
    assertThat(kinds(ID)).containsExactly(Kind.ANSWERED, Kind.OTHERS_GIVEN_UP);
    assertThat(kinds(later)).isEmpty();
  }
}
