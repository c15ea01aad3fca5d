/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.filter.EventFields.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One rule of the flood filter: for which events it is, and how many of them pass. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * FloodRule.when().project(3).level("warning").limit(5, Duration.ofMinutes(1))
 * FloodRule.when().message("ResizeObserver loop*").drop()
 * FloodRule.when().exceptionType("OutOfMemoryError").pass()
 * FloodRule.when().environment("staging", "test-?").oneIn(100)
 * }</pre>
 *
 * <p>A rule is for the events that meet all of its conditions, and a condition is met by any of the
 * values it names. In patterns {@code *} stands for any characters and {@code ?} for one; upper and
 * lower case differ but in messages, as in Sentry's own rules. Of a text the first 1,024 bytes are
 * looked at. What an event does not have meets no pattern.
 */
public final class FloodRule {
  private final long[] projects;

  /** Bits of the levels it is for; 0 for all of them. */
  private final int levels;

  private final Pattern[] patterns;
  private final FloodAction action;
  private final String words;

  private FloodRule(Conditions conditions, FloodAction action) {
    projects = conditions.projects.stream().mapToLong(Long::longValue).toArray();
    levels = conditions.levels.stream().mapToInt(EventLevel::bit).sum();
    patterns = conditions.patterns.toArray(Pattern[]::new);
    this.action = action;
    words = conditions.words() + ": " + action;
  }

  /**
   * Starts a rule; without any condition it is for all events.
   *
   * @return conditions, not thread-safe
   */
  public static Conditions when() {
    return new Conditions();
  }

  /** The projects it is for, sorted; empty for all of them. */
  long[] projects() {
    return projects;
  }

  FloodAction action() {
    return action;
  }

  boolean isFor(long project) {
    return projects.length == 0 || Arrays.binarySearch(projects, project) >= 0;
  }

  /** Whether an event of a project that it is for meets the other conditions. */
  boolean matches(EventFields fields) {
    if (levels != 0 && (levels & fields.levelBit()) == 0) {
      return false;
    }
    for (Pattern pattern : patterns) {
      if (!pattern.matches(fields)) {
        return false;
      }
    }
    return true;
  }

  /** The texts it looks at. */
  Set<Field> wanted() {
    Set<Field> wanted = EnumSet.noneOf(Field.class);
    if (levels != 0) {
      wanted.add(Field.LEVEL);
    }
    for (Pattern pattern : patterns) {
      wanted.addAll(pattern.fields);
    }
    return wanted;
  }

  /** The rule in words, conditions first. */
  @Override
  public String toString() {
    return words;
  }

  /** One condition: any of its globs on any of its fields. */
  private record Pattern(String name, List<Field> fields, List<Glob> globs) {
    boolean matches(EventFields event) {
      // By index: an iterator would be garbage of every event.
      for (int f = 0; f < fields.size(); f++) {
        for (int g = 0; g < globs.size(); g++) {
          if (event.matches(fields.get(f), globs.get(g))) {
            return true;
          }
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return name + " " + either(globs);
    }
  }

  private static String either(Iterable<?> values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.toString()));
    return String.join(" or ", texts);
  }

  /** For which events a rule is. Not thread-safe; may end in several rules. */
  public static final class Conditions {
    private final TreeSet<Long> projects = new TreeSet<>();
    private final Set<EventLevel> levels = EnumSet.noneOf(EventLevel.class);
    private final List<Pattern> patterns = new ArrayList<>();

    private Conditions() {}

    /**
     * For events of some projects.
     *
     * @param ids at least one, each above 0
     * @return this
     */
    public Conditions project(long... ids) {
      atLeastOne("project", ids.length);
      for (long id : ids) {
        if (id < 1) {
          throw new IllegalArgumentException("project < 1: " + id);
        }
        projects.add(id);
      }
      return this;
    }

    /**
     * For events of some levels. An error that names no level is of level error, as at Sentry;
     * transactions and security reports have none.
     *
     * @param names at least one of fatal, error, warning, info and debug
     * @return this
     */
    public Conditions level(String... names) {
      atLeastOne("level", names.length);
      for (String name : names) {
        levels.add(EventLevel.of(name));
      }
      return this;
    }

    /**
     * For events of some environments.
     *
     * @param patterns at least one, each of 1 to 256 characters
     * @return this
     */
    public Conditions environment(String... patterns) {
      return text("environment", List.of(Field.ENVIRONMENT), Glob::of, patterns);
    }

    /**
     * For events of some releases.
     *
     * @param patterns at least one, each of 1 to 256 characters
     * @return this
     */
    public Conditions release(String... patterns) {
      return text("release", List.of(Field.RELEASE), Glob::of, patterns);
    }

    /**
     * For events with an exception of some types: the one raised last where there are several.
     *
     * @param patterns at least one, each of 1 to 256 characters
     * @return this
     */
    public Conditions exceptionType(String... patterns) {
      return text("type", List.of(Field.EXCEPTION_TYPE), Glob::of, patterns);
    }

    /**
     * For events that say something: what the exception says, or the event's message. Upper and
     * lower case are the same.
     *
     * @param patterns at least one, each of 1 to 256 characters
     * @return this
     */
    public Conditions message(String... patterns) {
      return text(
          "message", List.of(Field.EXCEPTION_VALUE, Field.MESSAGE), Glob::ofAnyCase, patterns);
    }

    private Conditions text(
        String name, List<Field> fields, Function<String, Glob> glob, String... texts) {
      atLeastOne(name, texts.length);
      patterns.add(new Pattern(name, fields, Arrays.stream(texts).map(glob).toList()));
      return this;
    }

    private static void atLeastOne(String name, int count) {
      if (count < 1) {
        throw new IllegalArgumentException("no " + name);
      }
    }

    /**
     * All of these events pass, and are not counted.
     *
     * @return a rule
     */
    public FloodRule pass() {
      return new FloodRule(this, FloodAction.PASS);
    }

    /**
     * All of these events are dropped, and count as ignored.
     *
     * @return a rule
     */
    public FloodRule drop() {
      return new FloodRule(this, FloodAction.DROP);
    }

    /**
     * Some events of each group pass in each window, which begins at the first of them.
     *
     * @param maxEvents at least 1
     * @param window above 0, at most 24 hours
     * @return a rule
     */
    public FloodRule limit(int maxEvents, Duration window) {
      return new FloodRule(this, FloodAction.limit(maxEvents, window));
    }

    /**
     * The first event of each group passes, and then one of every so many, however far apart they
     * are. Counting begins again after 24 hours.
     *
     * @param events at least 2
     * @return a rule
     */
    public FloodRule oneIn(int events) {
      return new FloodRule(this, FloodAction.oneIn(events));
    }

    private String words() {
      List<String> words = new ArrayList<>();
      if (!projects.isEmpty()) {
        words.add("project " + either(projects));
      }
      if (!levels.isEmpty()) {
        words.add(
            "level " + levels.stream().map(EventLevel::word).collect(Collectors.joining(" or ")));
      }
      patterns.forEach(pattern -> words.add(pattern.toString()));
      return words.isEmpty() ? "everything" : String.join(", ", words);
    }
  }
}
