/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.launcher.config.Setting;
import dev.cyclops.launcher.config.Setting.Section;
import dev.cyclops.launcher.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page for who comes from the Python Cyclops: it has every key of the original's. */
class UpgradingPageTest {
  /** What the original knew, all versions together, with its defaults. */
  private static final Map<String, String> ORIGINAL =
      Map.ofEntries(
          Map.entry("HEALTHCHECK_TEXT", "'WORKING'"),
          Map.entry("SENTRY_BASE_URL", "'localhost:9000'"),
          Map.entry("UPDATE_PERIOD", "120"),
          Map.entry("PROCESS_NEWER_MESSAGES_FIRST", "True"),
          Map.entry("STORAGE", "'cyclops.storage.InMemoryStorage'"),
          Map.entry("MAX_DUMP_INTERVAL", "1000"),
          Map.entry("MAX_REQUESTS_TO_AVERAGE", "5000"),
          Map.entry("NUMBER_OF_FORKS", "1"),
          Map.entry("IGNORE_PERCENTAGE", "{}"),
          Map.entry("RESTRICT_API_ACCESS", "True"),
          Map.entry("PROJECT_KEYS", "None"),
          Map.entry("MYSQL_HOST", "'localhost'"),
          Map.entry("MYSQL_PORT", "3306"),
          Map.entry("MYSQL_DB", "'sentry'"),
          Map.entry("MYSQL_USER", "'root'"),
          Map.entry("MYSQL_PASS", "''"),
          Map.entry("URL_CACHE_EXPIRATION", "1"),
          Map.entry("MAX_CACHE_USES", "10"),
          Map.entry("CACHE_IMPLEMENTATION_CLASS", "'cyclops.cache.RedisCache'"),
          Map.entry("REDIS_HOST", "'127.0.0.1'"),
          Map.entry("REDIS_PORT", "7780"),
          Map.entry("REDIS_DB_COUNT", "0"),
          Map.entry("REDIS_PASSWORD", "None"));

  @Test
  void table_hasEveryOldKeyOnceAndNoOther() throws Exception {
    List<String> rows =
        Files.readAllLines(Path.of("..", "docs", "upgrading.md")).stream()
            .filter(line -> line.matches("\\| `[A-Z_]+` \\|.*"))
            .map(line -> line.split("`", 3)[1])
            .toList();

    Set<String> old = new TreeSet<>(ORIGINAL.keySet());
    Settings.ALL.stream()
        .filter(setting -> setting.section() == Section.OLD)
        .map(Setting::name)
        .forEach(old::add);
    assertThat(rows).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(old);
  }

  @Test
  void fileOfAllDefaults_isReadAsItIs() {
    String file =
        ORIGINAL.entrySet().stream()
            .map(key -> key.getKey() + " = " + key.getValue())
            .collect(Collectors.joining("\n", "", "\n"));

    assertThat(ConfigReader.read("cyclops.conf", file, Map.of()).errors()).isEmpty();
  }
}
