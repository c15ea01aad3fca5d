/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.cyclops.undertow.operator.dashboard.Report.Group;
import dev.cyclops.undertow.operator.dashboard.Report.Keys;
import dev.cyclops.undertow.operator.dashboard.Report.Project;
import dev.cyclops.undertow.operator.dashboard.Report.Queue;
import dev.cyclops.undertow.operator.dashboard.Report.Sentry;
import dev.cyclops.undertow.operator.dashboard.Sampler.Picture;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page asks for once a second. Stateless. */
final class DataPage {
  private static final double HUNDREDTHS = 100;

  private DataPage() {}

  /**
   * The answer.
   *
   * @param run which run of the instance the asker knows; one of another has to begin anew
   * @param since the last second of it that the asker has seen
   */
  static JsonObject of(Sampler sampler, String run, long since) {
    JsonObject json = new JsonObject();
    Picture picture = sampler.picture();
    json.addProperty("run", sampler.id());
    json.addProperty("last", picture == null ? 0 : picture.last());
    json.add("history", sampler.history().since(run.equals(sampler.id()) ? since : 0));
    if (picture == null) {
      return json;
    }
    FarmSum sum = picture.sum();
    json.addProperty("millis", picture.own().millis());
    json.addProperty("startedMillis", picture.own().startedMillis());
    json.add("totals", flows(Flow.values(), sum.totals()));
    json.add("rates", flows(Flow.values(), sum.rates()));
    json.add("queue", queue(sum.queue()));
    json.add("sentry", sentry(sum.sentry()));
    json.addProperty("keysFailing", sum.anyKeysFailing());
    json.add("keys", keys(picture.own().keys()));
    json.add("parts", picture.own().parts());
    json.add(
        "groups",
        groups(
            FarmSum.groups(picture.all(), picture.view().sharedGroups()), picture.own().millis()));
    json.add("projects", projects(FarmSum.projects(picture.all())));
    json.add("farm", farm(picture));
    return json;
  }

  private static JsonObject flows(Counted<?>[] flows, long[] totals) {
    JsonObject json = new JsonObject();
    for (Counted<?> flow : flows) {
      json.addProperty(flow.wireName(), totals[flow.place()]);
    }
    return json;
  }

  private static JsonObject flows(Counted<?>[] flows, double[] rates) {
    JsonObject json = new JsonObject();
    for (Counted<?> flow : flows) {
      json.addProperty(flow.wireName(), rounded(rates[flow.place()]));
    }
    return json;
  }

  private static JsonObject queue(Queue queue) {
    JsonObject json = new JsonObject();
    json.addProperty("held", queue.held());
    json.addProperty("delayed", queue.delayed());
    json.addProperty("leased", queue.leased());
    json.addProperty("parked", queue.parked());
    json.addProperty("dead", queue.dead());
    json.addProperty("bytes", queue.bytes());
    json.add(
        "maxBytes",
        queue.maxBytes() == Long.MAX_VALUE
            ? JsonNull.INSTANCE
            : new JsonPrimitive(queue.maxBytes()));
    json.addProperty("notDurable", queue.notDurable());
    return json;
  }

  private static JsonObject sentry(Sentry sentry) {
    JsonObject json = new JsonObject();
    json.addProperty("away", sentry.away());
    json.addProperty("awaySinceMillis", sentry.awaySinceMillis());
    json.add("averageMillis", number(sentry.averageMillis()));
    json.add("percentileMillis", number(sentry.percentileMillis()));
    json.addProperty("inFlight", sentry.inFlight());
    json.add("perSecond", number(sentry.perSecond()));
    json.add("mayFly", number(sentry.mayFly()));
    json.addProperty("breaker", sentry.breaker());
    json.addProperty("openings", sentry.openings());
    json.addProperty("reason", sentry.reason());
    json.add("sends", sentry.sends());
    return json;
  }

  private static JsonObject keys(Keys keys) {
    JsonObject json = new JsonObject();
    json.addProperty("keys", keys.keys());
    json.addProperty("projects", keys.projects());
    json.add("ageSeconds", number(keys.ageSeconds()));
    json.addProperty("fromSnapshot", keys.fromSnapshot());
    json.addProperty("failing", keys.failing());
    return json;
  }

  private static JsonArray groups(List<Group> groups, long nowMillis) {
    JsonArray array = new JsonArray();
    for (Group group : groups) {
      JsonObject json = new JsonObject();
      json.addProperty("project", group.project());
      json.addProperty("id", group.id());
      json.addProperty("title", group.title());
      json.addProperty("level", group.level());
      json.addProperty("category", group.category());
      json.addProperty("seen", group.seen());
      json.addProperty("ignored", group.ignored());
      json.addProperty("perSecond", rounded(group.perSecond()));
      json.addProperty("sinceSeconds", seconds(nowMillis - group.firstSeenMillis()));
      json.addProperty("agoSeconds", seconds(nowMillis - group.lastSeenMillis()));
      JsonArray trend = new JsonArray();
      group.trend().forEach(rate -> trend.add(number(rate)));
      json.add("trend", trend);
      array.add(json);
    }
    return array;
  }

  private static long seconds(long millis) {
    return Math.max(0, millis / 1000);
  }

  private static JsonArray projects(List<Project> projects) {
    JsonArray array = new JsonArray();
    for (Project project : projects) {
      JsonObject json = new JsonObject();
      json.addProperty("project", project.project());
      json.add("totals", flows(ProjectFlow.values(), project.totals()));
      json.add("rates", flows(ProjectFlow.values(), project.rates()));
      array.add(json);
    }
    return array;
  }

  private static JsonObject farm(Picture picture) {
    JsonObject json = new JsonObject();
    json.addProperty("over", picture.view().over());
    json.addProperty("connected", picture.view().connected());
    json.addProperty("expected", picture.view().instances());
    JsonArray instances = new JsonArray();
    for (Report report : picture.all()) {
      instances.add(instance(report, report.id().equals(picture.own().id())));
    }
    json.add("instances", instances);
    JsonArray silent = new JsonArray();
    picture.silent().forEach(silent::add);
    json.add("silent", silent);
    return json;
  }

  private static JsonObject instance(Report report, boolean own) {
    JsonObject json = new JsonObject();
    json.addProperty("id", report.id());
    json.addProperty("name", report.name());
    json.addProperty("own", own);
    json.addProperty("upSeconds", seconds(report.millis() - report.startedMillis()));
    json.add("rates", flows(Flow.values(), report.rates()));
    json.addProperty("held", report.queue().held());
    json.addProperty("notDurable", report.queue().notDurable());
    json.addProperty("away", report.sentry().away());
    json.add("averageMillis", number(report.sentry().averageMillis()));
    json.addProperty("keysFailing", report.keys().failing());
    json.add("parts", report.parts());
    return json;
  }

  private static JsonElement number(@Nullable Double value) {
    return value == null || !Double.isFinite(value)
        ? JsonNull.INSTANCE
        : new JsonPrimitive(rounded(value));
  }

  private static double rounded(double value) {
    return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
  }
}
