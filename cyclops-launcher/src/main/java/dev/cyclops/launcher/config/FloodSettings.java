/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.filter.FloodRules;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.launcher.config.Setting.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which repeats are dropped, and how much a project may send. */
public final class FloodSettings {
  static final Topic TOPIC = new Topic(Section.FLOOD);

  public static final Setting<Map<Long, Integer>> IGNORE_PERCENTAGE =
      TOPIC.add(
          "IGNORE_PERCENTAGE",
          ProjectTypes.percentages(),
          "{}",
          "How many percent of a project's events are dropped at the door, by project id. For"
              + " example {1: 50, 7: 100}.");

  public static final Setting<Duration> URL_CACHE_EXPIRATION =
      TOPIC.add(
          "URL_CACHE_EXPIRATION",
          DurationTypes.secondsOrZero(Duration.ofDays(1)),
          "1",
          "How long a window lasts in which the repeats of an error are counted, in seconds."
              + " 0 lets every event pass.");

  public static final Setting<Optional<PluginName>> FINGERPRINTER =
      TOPIC.add(
          "FINGERPRINTER",
          PluginTypes.name().orNone(),
          "None",
          "Another one than ours tells which events are repeats of each other, a plugin's. None: near"
              + " enough as Sentry does.");

  public static final Setting<Integer> MAX_CACHE_USES =
      TOPIC.add(
          "MAX_CACHE_USES",
          NumberTypes.whole(1, Integer.MAX_VALUE),
          "10",
          "How many events of the same error pass in one window; the others are ignored.");

  public static final Setting<List<FloodRuleEntry>> FLOOD_RULES =
      TOPIC.add(
          "FLOOD_RULES",
          ValueType.of(FloodRuleReader.EXPECTED, FloodRuleReader::read),
          "[]",
          "Rules for some events, of which the first that is for an event decides; MAX_CACHE_USES"
              + " and URL_CACHE_EXPIRATION hold for the rest. A rule names 'project', 'level',"
              + " 'environment', 'release', 'type' or 'message' (one or a list of them, texts with *"
              + " and ?), and what becomes of such events: 'pass': True, 'drop': True, 'limit' and"
              + " 'window' in seconds, or 'one_in'.");

  public static final Setting<FloodRules.Sample> FLOOD_SAMPLE =
      TOPIC.add(
          "FLOOD_SAMPLE",
          TextTypes.oneOf(
              "'first' or 'spread'",
              Map.of(
                  "first", FloodRules.Sample.FIRST,
                  "spread", FloodRules.Sample.SPREAD)),
          "'first'",
          "Which events of a window pass. 'first': the first ones, exactly as many as may."
              + " 'spread': at most as many, spread over the window, so that the newest state of a"
              + " long flood is seen too.");

  public static final Setting<Boolean> FLOOD_CONTEXT =
      TOPIC.add(
          "FLOOD_CONTEXT",
          ValueType.bool(),
          "False",
          "True: an event that passes after others of its error were ignored says in its context"
              + " 'cyclops' how many. Such an event is encoded anew.");

  public static final Setting<Choice<CacheKind>> CACHE_IMPLEMENTATION_CLASS =
      TOPIC.add(
          "CACHE_IMPLEMENTATION_CLASS",
          PluginTypes.ownOrPlugin(
              "'cyclops.cache.InMemoryCache', 'cyclops.cache.RedisCache' or"
                  + " 'cyclops.cache.NoCache'",
              Map.of(
                  "cyclops.cache.InMemoryCache", CacheKind.MEMORY,
                  "cyclops.cache.NoCache", CacheKind.DISABLED,
                  "cyclops.cache.RedisCache", CacheKind.REDIS)),
          "'cyclops.cache.InMemoryCache'",
          "Where the repeats are counted. 'cyclops.cache.NoCache' lets every event pass. With"
              + " STORAGE in Redis, or a REDIS_ key that says which Redis, they are counted there"
              + " unless this says otherwise.");

  public static final Setting<Integer> CACHE_MAX_ENTRIES =
      TOPIC.add(
          "CACHE_MAX_ENTRIES",
          NumberTypes.whole(64, 1 << 28),
          "1000000",
          "How many different errors are counted at once, at 36 bytes each; with"
              + " 'cyclops.cache.RedisCache' in this process, while Redis counts them all.");

  public static final Setting<ProjectLimits> PROJECT_LIMITS =
      TOPIC.add(
          "PROJECT_LIMITS",
          ProjectTypes.limits(),
          "{}",
          "How many events a second of a project pass once its repeats are dropped; a number alone"
              + " allows ten times as many at once. 'auto': five times what is usual at that time"
              + " of the day, learned from the last seven days. 'default' stands for each project"
              + " that is not named. For example {1: 100, 2: {'sustained': 50, 'burst': 1000}, 3:"
              + " None, 'default': 'auto'}.");

  public static final Setting<Optional<String>> LIMITS_SNAPSHOT =
      TOPIC.add(
          "LIMITS_SNAPSHOT",
          TextTypes.text().orNone(),
          "None",
          "A file in which what was learned for 'auto' outlives a restart. None: it is learned"
              + " anew, for a day in which all pass.");

  private FloodSettings() {}
}
