/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.filter.EventFields.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which events the flood filter lets pass: rules, of which the first that is for an event decides,
 * and a limit for the events that no rule is for. Immutable and thread-safe; made ready once, so
 * that rules for other projects cost an event nothing.
 */
public final class FloodRules {
  /** The longest window. */
  public static final Duration MAX_WINDOW = Duration.ofHours(24);

  /** Which events of a window pass. */
  public enum Sample {
    /** The first ones, exactly as many as may. */
    FIRST,
    /**
     * At most as many, spread over the window: it is cut into parts of equal length, at least a
     * second each, of which every one lets its first two events pass (its first one where the limit
     * is below four; more than two where there are not enough parts). So the newest state of a long
     * flood is seen too.
     */
    SPREAD
  }

  private record Step(FloodRule rule, Quota quota) {}

  private final FloodAction otherwise;
  private final List<FloodRule> rules;
  private final Sample sample;
  private final boolean context;

  private final Set<Field> wanted;
  private final Quota lastQuota;

  /** The projects that rules name, sorted; and for each the rules that are for it. */
  private final long[] projects;

  private final Step[][] ofProjects;
  private final Step[] ofOthers;

  private FloodRules(FloodAction otherwise, List<FloodRule> rules, Sample sample, boolean context) {
    this.otherwise = otherwise;
    this.rules = List.copyOf(rules);
    this.sample = Objects.requireNonNull(sample, "sample == null");
    this.context = context;
    lastQuota = Quota.of(otherwise, sample, "otherwise");
    Set<Field> fields = EnumSet.noneOf(Field.class);
    this.rules.forEach(rule -> fields.addAll(rule.wanted()));
    wanted = Collections.unmodifiableSet(fields);
    List<Step> steps =
        this.rules.stream()
            .map(rule -> new Step(rule, Quota.of(rule.action(), sample, rule.toString())))
            .toList();
    projects =
        this.rules.stream()
            .flatMapToLong(rule -> Arrays.stream(rule.projects()))
            .sorted()
            .distinct()
            .toArray();
    ofProjects = new Step[projects.length][];
    for (int i = 0; i < projects.length; i++) {
      long project = projects[i];
      ofProjects[i] = steps.stream().filter(step -> step.rule.isFor(project)).toArray(Step[]::new);
    }
    ofOthers = steps.stream().filter(step -> step.rule.projects().length == 0).toArray(Step[]::new);
  }

  /**
   * A limit for all events, without rules.
   *
   * @param maxEvents how many events of a group pass in a window, at least 1
   * @param window how long a window lasts, at most 24 hours; zero lets everything pass
   * @return rules that let the first of a window pass
   */
  public static FloodRules limit(int maxEvents, Duration window) {
    return new FloodRules(otherwise(maxEvents, window), List.of(), Sample.FIRST, false);
  }

  private static FloodAction otherwise(int maxEvents, Duration window) {
    if (window.isNegative()) {
      throw new IllegalArgumentException("window < 0: " + window);
    }
    if (!window.isZero()) {
      return FloodAction.limit(maxEvents, window);
    }
    // Checked all the same: it counts as soon as the window is set.
    FloodAction.limit(maxEvents, MAX_WINDOW);
    return FloodAction.PASS;
  }

  /**
   * These rules with another limit for the events that none of them is for.
   *
   * @param maxEvents how many events of a group pass in a window, at least 1
   * @param window how long a window lasts, at most 24 hours; zero lets them all pass
   * @return new rules
   */
  public FloodRules withLimit(int maxEvents, Duration window) {
    return new FloodRules(otherwise(maxEvents, window), rules, sample, context);
  }

  /**
   * The same limit with other rules before it.
   *
   * @param rules in their order: the first that is for an event decides
   * @return new rules
   */
  public FloodRules withRules(List<FloodRule> rules) {
    return new FloodRules(otherwise, rules, sample, context);
  }

  /**
   * These rules with another choice of what passes of a window.
   *
   * @param sample the first, or spread over it
   * @return new rules
   */
  public FloodRules withSample(Sample sample) {
    return new FloodRules(otherwise, rules, sample, context);
  }

  /**
   * These rules, and whether an event that passes says in itself how many of its group were ignored
   * before it, as the context {@code cyclops} of its JSON. Such an event is decoded and encoded
   * again; one whose body cannot be changed goes on as it came. The header {@code
   * X-CYCLOPS-IGNORED} says it in any case.
   *
   * @param context false unless set
   * @return new rules
   */
  public FloodRules withContext(boolean context) {
    return new FloodRules(otherwise, rules, sample, context);
  }

  /**
   * The rules before the limit.
   *
   * @return the rules in their order
   */
  public List<FloodRule> rules() {
    return rules;
  }

  /**
   * Whether an event tells in a context how many of its group were ignored.
   *
   * @return as set
   */
  public boolean context() {
    return context;
  }

  /**
   * The texts of an event that some rule looks at.
   *
   * @return empty when projects alone decide
   */
  public Set<Field> wanted() {
    return wanted;
  }

  /** Whether any event can be dropped. */
  boolean isOn() {
    return !rules.isEmpty() || otherwise.kind() != FloodAction.Kind.PASS;
  }

  /** What is for an event. */
  Quota quota(long project, EventFields fields) {
    for (Step step : steps(project)) {
      if (step.rule.matches(fields)) {
        return step.quota;
      }
    }
    return lastQuota;
  }

  private Step[] steps(long project) {
    if (projects.length == 0) {
      return ofOthers;
    }
    int i = Arrays.binarySearch(projects, project);
    return i < 0 ? ofOthers : ofProjects[i];
  }

  /** The limit for what no rule is for, in words. */
  @Override
  public String toString() {
    return otherwise + (sample == Sample.SPREAD ? ", spread over it" : "");
  }
}
