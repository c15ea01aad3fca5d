/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.cyclops.undertow.operator.dashboard.Report.Group;
import dev.cyclops.undertow.operator.dashboard.Report.Keys;
import dev.cyclops.undertow.operator.dashboard.Report.Lists;
import dev.cyclops.undertow.operator.dashboard.Report.Project;
import dev.cyclops.undertow.operator.dashboard.Report.Queue;
import dev.cyclops.undertow.operator.dashboard.Report.Sentry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FarmSumTest {
  private static Report report(String id, Queue queue, Sentry sentry, Group... groups) {
    long[] totals = new long[Flow.count()];
    double[] rates = new double[Flow.count()];
    Arrays.fill(totals, 5);
    Arrays.fill(rates, 2);
    Project project =
        new Project(7, new long[ProjectFlow.count()], new double[ProjectFlow.count()]);
    Lists lists = new Lists(List.of(groups), List.of(project));
    Keys keys = new Keys(1, 1, null, false, false);
    return new Report(1, id, id, 0, 0, totals, rates, queue, sentry, keys, new JsonObject(), lists);
  }

  private static Sentry sentry(boolean away, long since, Double millis, Double mayFly) {
    JsonObject sends = new JsonObject();
    sends.addProperty("errors", 3);
    return new Sentry(
        away, since, millis, millis, 2, mayFly, null, away, 1, away ? "500" : "", sends);
  }

  private static Sentry well() {
    return sentry(false, 0, 40.0, 8.0);
  }

  private static Queue queue(long held, long shared) {
    return new Queue(held, shared, 1, 1, 1, 4, 100, 1000, held - shared);
  }

  private static Group group(String id, double perSecond, Double... trend) {
    return new Group(
        7, id, "title", "error", "error", 10, 4, perSecond, 100, 200, Arrays.asList(trend));
  }

  @Test
  void counters_areAdded() {
    FarmSum sum =
        FarmSum.of(
            List.of(report("a", queue(3, 0), well()), report("b", queue(4, 0), well())),
            false,
            false);

    assertThat(sum.totals()).containsOnly(10);
    assertThat(sum.rates()).containsOnly(4);
    assertThat(sum.queue().held()).isEqualTo(7);
    assertThat(sum.queue().dead()).isEqualTo(8);
    assertThat(sum.queue().maxBytes()).isEqualTo(2000);
    assertThat(sum.sentry().sends().get("errors").getAsLong()).isEqualTo(6);
    assertThat(sum.sentry().inFlight()).isEqualTo(4);
    assertThat(sum.sentry().mayFly()).isEqualTo(16);
  }

  /** The shared queue once, and what each keeps in its own memory meanwhile. */
  @Test
  void sharedQueue_countsOnce() {
    FarmSum sum =
        FarmSum.of(
            List.of(
                report("a", queue(103, 100), well()),
                report("b", queue(101, 101), well()),
                report("c", queue(107, 100), well())),
            true,
            true);

    assertThat(sum.queue().held()).isEqualTo(101 + 3 + 7);
    assertThat(sum.queue().notDurable()).isEqualTo(10);
    assertThat(sum.queue().dead()).isEqualTo(4);
    assertThat(sum.queue().bytes()).isEqualTo(100);
    assertThat(sum.sentry().mayFly()).isEqualTo(8);
  }

  @Test
  void unboundedQueues_stayUnbounded() {
    Queue unbounded = new Queue(1, 0, 0, 0, 0, 0, 1, Long.MAX_VALUE, 0);
    FarmSum sum =
        FarmSum.of(
            List.of(report("a", unbounded, well()), report("b", unbounded, well())), false, false);
    assertThat(sum.queue().maxBytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void sentry_isAway_whenAnySaysSo_sinceTheFirst() {
    Sentry sum =
        FarmSum.of(
                List.of(
                    report("a", queue(0, 0), well()),
                    report("b", queue(0, 0), sentry(true, 900, null, null)),
                    report("c", queue(0, 0), sentry(true, 700, 60.0, null))),
                false,
                false)
            .sentry();

    assertThat(sum.away()).isTrue();
    assertThat(sum.breaker()).isTrue();
    assertThat(sum.awaySinceMillis()).isEqualTo(700);
    assertThat(sum.reason()).isEqualTo("500");
    assertThat(sum.averageMillis()).isCloseTo(50, within(1e-9));
  }

  @Test
  void groups_ofOneId_areOne() {
    List<Report> farm =
        List.of(
            report("a", queue(0, 0), well(), group("1", 3, null, 1.0), group("2", 4, 1.0, 1.0)),
            report("b", queue(0, 0), well(), group("1", 2, 2.0, 5.0)));

    List<Group> groups = FarmSum.groups(farm, true);
    assertThat(groups).extracting(Group::id).containsExactly("1", "2");
    assertThat(groups.get(0).perSecond()).isEqualTo(5);
    assertThat(groups.get(0).seen()).isEqualTo(20);
    assertThat(groups.get(0).ignored()).isEqualTo(8);
    assertThat(groups.get(0).trend()).containsExactly(2.0, 6.0);
  }

  /**
   * Without a common secret ids tell nothing; those of one instance are different groups though.
   */
  @Test
  void groups_withoutCommonIds_areOneWhereTheyLookAlike() {
    List<Report> farm =
        List.of(
            report("a", queue(0, 0), well(), group("1", 3), group("2", 4)),
            report("b", queue(0, 0), well(), group("8", 2), group("9", 1)));

    assertThat(FarmSum.groups(farm, false)).extracting(Group::perSecond).containsExactly(5.0, 5.0);
  }

  // ---- what others say

  @Test
  void report_isReadAsItWasWritten() {
    Report report = report("a", queue(3, 1), well(), group("1", 3, null, 1.0));
    Report read = Report.read(report.toJson());

    assertThat(read).isNotNull();
    assertThat(read.toJson()).isEqualTo(report.toJson());
    assertThat(Report.read(report.withoutLists().toJson()).lists()).isNull();
    assertThat(report.toString()).isEqualTo("Report[a]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "{\"format\":1}",
        "{\"format\":2,\"id\":\"a\"}",
        "{\"format\":1,\"id\":\"a\",\"name\":\"a\",\"totals\":[1],\"rates\":[1]}",
        "{\"format\":\"x\"}",
        "{\"format\":1e99}",
        "{\"format\":1,\"rates\":[NaN]}"
      })
  void report_thatIsNone_isNull(String json) {
    assertThat(Report.read(json.getBytes(UTF_8))).isNull();
  }

  @Test
  void report_withHolesInIt_isNull() {
    String json = new String(report("a", queue(1, 0), well(), group("1", 1)).toJson(), UTF_8);
    assertThat(Report.read(json.getBytes(UTF_8))).isNotNull();
    for (String part :
        List.of(
            "\"queue\"",
            "\"sentry\"",
            "\"keys\"",
            "\"parts\"",
            "\"title\"",
            "\"trend\"",
            "\"totals\"",
            "\"sends\"")) {
      String holed = json.replace(part, "\"other\"");
      assertThat(Report.read(holed.getBytes(UTF_8))).as(part).isNull();
    }
  }
}
