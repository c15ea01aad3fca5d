/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.filter.Cache;
import dev.cyclops.filter.FloodRules;
import dev.cyclops.filter.ProjectLimit;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.launcher.config.CacheKind;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.FloodSettings;
import dev.cyclops.launcher.config.RedisUse;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Builds what drops repeats, and says what is dropped. */
final class FloodWiring {
  private FloodWiring() {}

  /** Which events pass. */
  static FloodRules rules(Config config) {
    int maxEvents = config.get(FloodSettings.MAX_CACHE_USES);
    Duration window = config.get(FloodSettings.URL_CACHE_EXPIRATION);
    return FloodRules.limit(maxEvents, window)
        .withRules(
            config.get(FloodSettings.FLOOD_RULES).stream()
                .map(entry -> entry.rule(maxEvents, window))
                .toList())
        .withSample(config.get(FloodSettings.FLOOD_SAMPLE))
        .withContext(config.get(FloodSettings.FLOOD_CONTEXT));
  }

  /** What counts the repeats, where no plugin does. */
  static Cache cache(Config config, Backends backends) {
    if (RedisUse.of(config).cache()) {
      return backends.redis().orElseThrow().cache(config);
    }
    return config.get(FloodSettings.CACHE_IMPLEMENTATION_CLASS).is(CacheKind.DISABLED)
        ? Cache.disabled()
        : Cache.inMemory(config.get(FloodSettings.CACHE_MAX_ENTRIES));
  }

  /** Which events pass, in a line. */
  static String describe(Config config) {
    FloodRules rules = rules(config);
    boolean off = config.get(FloodSettings.CACHE_IMPLEMENTATION_CLASS).is(CacheKind.DISABLED);
    String limit =
        off || config.get(FloodSettings.URL_CACHE_EXPIRATION).isZero()
            ? "repeats are not dropped"
            : "repeats counted in %s (%s)"
                .formatted(
                    config
                        .get(FloodSettings.CACHE_IMPLEMENTATION_CLASS)
                        .plugin()
                        .map(name -> "plugin '" + name + "'")
                        .orElse(RedisUse.of(config).cache() ? "Redis" : "memory"),
                    rules);
    return switch (rules.rules().size()) {
      case 0 -> limit;
      case 1 -> limit + ", 1 flood rule";
      default -> limit + ", " + rules.rules().size() + " flood rules";
    };
  }

  /** How much each project may send, a line each; empty when that is not limited. */
  static List<String> describeLimits(Config config) {
    ProjectLimits limits = config.get(FloodSettings.PROJECT_LIMITS);
    if (limits.equals(ProjectLimits.NONE)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    new TreeMap<>(limits.byProject())
        .forEach((project, limit) -> lines.add("project " + project + ": " + describe(limit)));
    lines.add((lines.isEmpty() ? "each project: " : "others: ") + describe(limits.others()));
    return lines;
  }

  private static String describe(ProjectLimit limit) {
    if (limit instanceof ProjectLimit.Fixed fixed) {
      return "%s events a second, %d at once"
          .formatted(
              BigDecimal.valueOf(fixed.sustained()).stripTrailingZeros().toPlainString(),
              fixed.burst());
    }
    return limit instanceof ProjectLimit.Learned
        ? "a limit learned from what is usual"
        : "no limit";
  }
}
