/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.cyclops.undertow.operator.dashboard.Report.Group;
import dev.cyclops.undertow.operator.dashboard.Report.Project;
import dev.cyclops.undertow.operator.dashboard.Report.Queue;
import dev.cyclops.undertow.operator.dashboard.Report.Sentry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Several instances as if they were one. What all of them tell of one shared queue counts once;
 * they may have told it at different moments. Not to be changed.
 */
@SuppressWarnings("ArrayRecordComponent")
record FarmSum(long[] totals, double[] rates, Queue queue, Sentry sentry, boolean anyKeysFailing) {
  /** So many of a kind are shown. */
  static final int MOST = 20;

  /** So that one who has sent nothing of late counts a little. */
  private static final double LEAST_WEIGHT = 0.01;

  /**
   * Sums up.
   *
   * @param sharedQueue whether the instances hold one queue
   * @param sharedPace whether one of them finds the pace of all
   */
  static FarmSum of(List<Report> reports, boolean sharedQueue, boolean sharedPace) {
    long[] totals = new long[Flow.count()];
    double[] rates = new double[Flow.count()];
    for (Report report : reports) {
      for (int i = 0; i < totals.length; i++) {
        totals[i] += report.totals()[i];
        rates[i] += report.rates()[i];
      }
    }
    List<Queue> queues = reports.stream().map(Report::queue).toList();
    boolean keysFailing = reports.stream().anyMatch(report -> report.keys().failing());
    return new FarmSum(
        totals,
        rates,
        sharedQueue ? once(queues) : sum(queues),
        sentry(reports, sharedPace),
        keysFailing);
  }

  private static Queue sum(List<Queue> queues) {
    return new Queue(
        sum(queues, Queue::held),
        0,
        sum(queues, Queue::delayed),
        sum(queues, Queue::leased),
        sum(queues, Queue::parked),
        sum(queues, Queue::dead),
        sum(queues, Queue::bytes),
        sum(queues, Queue::maxBytes),
        sum(queues, Queue::notDurable));
  }

  /** What is kept by an instance itself, for want of the shared one, comes to it. */
  private static Queue once(List<Queue> queues) {
    long shared = most(queues, Queue::shared);
    return new Queue(
        shared + queues.stream().mapToLong(queue -> queue.held() - queue.shared()).sum(),
        shared,
        most(queues, Queue::delayed),
        most(queues, Queue::leased),
        most(queues, Queue::parked),
        most(queues, Queue::dead),
        most(queues, Queue::bytes),
        most(queues, Queue::maxBytes),
        sum(queues, Queue::notDurable));
  }

  /** As long as the bound allows: one that has none says the highest number. */
  private static long sum(List<Queue> queues, ToLongFunction<Queue> part) {
    long sum = 0;
    for (Queue queue : queues) {
      long value = part.applyAsLong(queue);
      sum = value > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + value;
    }
    return sum;
  }

  private static <T> long most(List<T> views, ToLongFunction<T> part) {
    return views.stream().mapToLong(part).max().orElse(0);
  }

  private static Sentry sentry(List<Report> reports, boolean sharedPace) {
    List<Sentry> views = reports.stream().map(Report::sentry).toList();
    JsonObject detail = new JsonObject();
    views.forEach(view -> add(detail, view.sends()));
    return new Sentry(
        views.stream().anyMatch(Sentry::away),
        views.stream().filter(Sentry::away).mapToLong(Sentry::awaySinceMillis).min().orElse(0),
        mean(reports, Sentry::averageMillis),
        mean(reports, Sentry::percentileMillis),
        views.stream().mapToInt(Sentry::inFlight).sum(),
        pace(views, Sentry::mayFly, sharedPace),
        pace(views, Sentry::perSecond, sharedPace),
        views.stream().anyMatch(Sentry::breaker),
        most(views, Sentry::openings),
        reason(views),
        detail);
  }

  private static @Nullable Double pace(
      List<Sentry> views, Function<Sentry, @Nullable Double> part, boolean shared) {
    List<Double> known = new ArrayList<>();
    for (Sentry view : views) {
      Double value = part.apply(view);
      if (value != null) {
        known.add(value);
      }
    }
    if (known.isEmpty()) {
      return null;
    }
    return shared ? Collections.max(known) : known.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Of one whose breaker is open; else of any that ever was. */
  private static String reason(List<Sentry> views) {
    return views.stream()
        .filter(view -> !view.reason().isEmpty())
        .min(Comparator.comparing(view -> !view.breaker()))
        .map(Sentry::reason)
        .orElse("");
  }

  /** Each counts as much as it sends. */
  private static @Nullable Double mean(
      List<Report> reports, Function<Sentry, @Nullable Double> part) {
    double sum = 0;
    double weights = 0;
    for (Report report : reports) {
      Double value = part.apply(report.sentry());
      if (value != null) {
        double weight = LEAST_WEIGHT + report.rates()[Flow.SENT.place()];
        sum += value * weight;
        weights += weight;
      }
    }
    return weights == 0 ? null : (Double) (sum / weights);
  }

  private static void add(JsonObject sum, JsonObject more) {
    for (Map.Entry<String, JsonElement> entry : more.entrySet()) {
      if (entry.getValue() instanceof JsonPrimitive value && value.isNumber()) {
        JsonElement before = sum.get(entry.getKey());
        long known = before == null ? 0 : before.getAsLong();
        sum.addProperty(entry.getKey(), known + value.getAsLong());
      }
    }
  }

  /** Which groups of different instances are one. */
  private record Key(long project, String word, String category, @Nullable String level, int nth) {}

  /**
   * The groups of all, the highest rate first.
   *
   * @param sharedIds whether a group has the same id everywhere; else those are one that look alike
   */
  static List<Group> groups(List<Report> reports, boolean sharedIds) {
    Map<Key, Group> all = new LinkedHashMap<>();
    for (Report report : reports) {
      Map<Key, Integer> alike = new HashMap<>();
      for (Group group : report.lists() == null ? List.<Group>of() : report.lists().groups()) {
        String word = sharedIds ? group.id() : group.title();
        Key look = new Key(group.project(), word, group.category(), group.level(), 0);
        int nth = alike.merge(look, 1, Integer::sum);
        Key key = new Key(look.project, word, look.category, look.level, nth);
        all.merge(key, group, FarmSum::both);
      }
    }
    return all.values().stream()
        .sorted(Comparator.comparingDouble(Group::perSecond).reversed())
        .limit(MOST)
        .toList();
  }

  private static Group both(Group one, Group other) {
    return new Group(
        one.project(),
        one.id(),
        one.title(),
        one.level(),
        one.category(),
        one.seen() + other.seen(),
        one.ignored() + other.ignored(),
        one.perSecond() + other.perSecond(),
        Math.min(one.firstSeenMillis(), other.firstSeenMillis()),
        Math.max(one.lastSeenMillis(), other.lastSeenMillis()),
        both(one.trend(), other.trend()));
  }

  private static List<@Nullable Double> both(
      List<@Nullable Double> one, List<@Nullable Double> other) {
    if (one.size() != other.size()) {
      return one.size() > other.size() ? one : other;
    }
    List<@Nullable Double> sums = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      Double left = one.get(i);
      Double right = other.get(i);
      if (left == null || right == null) {
        sums.add(left == null ? right : left);
      } else {
        sums.add(left + right);
      }
    }
    return sums;
  }

  /** The projects of all, the highest rate first. */
  static List<Project> projects(List<Report> reports) {
    Map<Long, Project> all = new LinkedHashMap<>();
    for (Report report : reports) {
      for (Project project :
          report.lists() == null ? List.<Project>of() : report.lists().projects()) {
        all.merge(project.project(), project, FarmSum::both);
      }
    }
    return all.values().stream().sorted(ProjectFlow.BUSIEST_FIRST).limit(2L * MOST).toList();
  }

  private static Project both(Project one, Project other) {
    long[] totals = one.totals().clone();
    double[] rates = one.rates().clone();
    for (int i = 0; i < totals.length; i++) {
      totals[i] += other.totals()[i];
      rates[i] += other.rates()[i];
    }
    return new Project(one.project(), totals, rates);
  }

  @Override
  public String toString() {
    return "FarmSum[" + queue + "]";
  }
}
