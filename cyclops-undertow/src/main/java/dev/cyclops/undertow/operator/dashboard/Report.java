/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one instance tells of itself, as of a second. Not to be changed.
 *
 * @param format of this record
 * @param id made up at its start
 * @param name where its operator's listener is, for people
 * @param startedMillis when it began, by its own clock
 * @param millis when this was so
 * @param totals by {@link Flow}
 * @param rates by {@link Flow}, a second
 * @param parts what the rest of it does, such as its Redis or its spool; shown as it is
 * @param lists null when nobody wants them
 */
@SuppressWarnings("ArrayRecordComponent")
record Report(
    int format,
    String id,
    String name,
    long startedMillis,
    long millis,
    long[] totals,
    double[] rates,
    Queue queue,
    Sentry sentry,
    Keys keys,
    JsonObject parts,
    @Nullable Lists lists) {
  static final int FORMAT = 1;
  private static final int MAX_NAME = 100;
  private static final int MAX_REASON = 1000;
  private static final Gson GSON = new GsonBuilder().create();

  /**
   * What waits.
   *
   * @param shared how many of the held ones every instance of the farm tells
   * @param bytes what it takes
   * @param notDurable how many wait less safely than they should
   */
  record Queue(
      long held,
      long shared,
      long delayed,
      long leased,
      long parked,
      long dead,
      long bytes,
      long maxBytes,
      long notDurable) {}

  /**
   * How Sentry does, as this instance sees it.
   *
   * @param awaySinceMillis 0 while it is there
   * @param averageMillis of its answers; null before the first
   * @param mayFly how many sends the pace allows at once; null when it has no such bound
   * @param perSecond how many sends the pace allows in a second; null when it has no such bound
   * @param breaker whether nothing but probes is sent
   * @param openings how often that was so
   * @param reason why it was so last, in words; may be empty
   * @param sends how they ended, by name
   */
  record Sentry(
      boolean away,
      long awaySinceMillis,
      @Nullable Double averageMillis,
      @Nullable Double percentileMillis,
      int inFlight,
      @Nullable Double mayFly,
      @Nullable Double perSecond,
      boolean breaker,
      long openings,
      String reason,
      JsonObject sends) {}

  /** The keys of projects. */
  record Keys(
      int keys, int projects, @Nullable Double ageSeconds, boolean fromSnapshot, boolean failing) {}

  /** Who floods, and which projects send. */
  record Lists(List<Group> groups, List<Project> projects) {}

  /**
   * A group that comes often.
   *
   * @param trend how many a second came, in steps of {@link GroupTrends#STEP_SECONDS}, the newest
   *     last; null where it was not followed yet
   */
  record Group(
      long project,
      String id,
      String title,
      @Nullable String level,
      String category,
      long seen,
      long ignored,
      double perSecond,
      long firstSeenMillis,
      long lastSeenMillis,
      List<@Nullable Double> trend) {}

  /** A project, with its totals and its rates by {@link ProjectFlow}. */
  @SuppressWarnings("ArrayRecordComponent")
  record Project(long project, long[] totals, double[] rates) {}

  byte[] toJson() {
    return GSON.toJson(this).getBytes(UTF_8);
  }

  Report withoutLists() {
    return new Report(
        format, id, name, startedMillis, millis, totals, rates, queue, sentry, keys, parts, null);
  }

  /** Null when it is not a report of this form: that of another version, or something else. */
  static @Nullable Report read(byte[] json) {
    try {
      Report report = GSON.fromJson(new String(json, UTF_8), Report.class);
      return report != null && report.isSound() ? report : null;
    } catch (JsonParseException | ArithmeticException e) {
      return null;
    }
  }

  /** Gson leaves null what is not there. */
  @SuppressWarnings("ConstantValue")
  private boolean isSound() {
    return format == FORMAT
        && isName(id)
        && isName(name)
        && totals != null
        && totals.length == Flow.count()
        && isFinite(rates, Flow.count())
        && queue != null
        && sentry != null
        && sentry.sends != null
        && sentry.reason != null
        && sentry.reason.length() <= MAX_REASON
        && keys != null
        && parts != null
        && (lists == null || areSound(lists));
  }

  private static boolean areSound(Lists lists) {
    return lists.groups != null
        && lists.projects != null
        && lists.groups.stream()
            .allMatch(
                group ->
                    group != null
                        && isName(group.id)
                        && group.title != null
                        && group.category != null
                        && group.trend != null
                        && Double.isFinite(group.perSecond))
        && lists.projects.stream()
            .allMatch(
                project ->
                    project != null
                        && project.totals != null
                        && project.totals.length == ProjectFlow.count()
                        && isFinite(project.rates, ProjectFlow.count()));
  }

  private static boolean isName(@Nullable String text) {
    return text != null && text.length() <= MAX_NAME;
  }

  private static boolean isFinite(double @Nullable [] values, int count) {
    return values != null
        && values.length == count
        && Arrays.stream(values).allMatch(Double::isFinite);
  }

  /** Without what strangers have written. */
  @Override
  public String toString() {
    return "Report[" + name + "]";
  }
}
