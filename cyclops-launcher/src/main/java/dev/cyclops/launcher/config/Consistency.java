/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.launcher.config.Setting.Section;
import dev.cyclops.launcher.config.Settings.CacheKind;
import dev.cyclops.launcher.config.Settings.StorageKind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What values must hold together, and what this version can do with them. */
final class Consistency {
  /** Takes a message for a line; 0 for none. */
  interface Report {
    void add(int line, String text);
  }

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|0:0:0:0:0:0:0:1");

  private final String fileName;
  private final Config config;
  private final Map<Setting<?>, Given> given;
  private final Report errors;
  private final Report warnings;
  private final List<String> notes = new ArrayList<>();

  Consistency(
      String fileName,
      Config config,
      Map<Setting<?>, Given> given,
      Report errors,
      Report warnings) {
    this.fileName = fileName;
    this.config = config;
    this.given = given;
    this.errors = errors;
    this.warnings = warnings;
  }

  /**
   * Checks.
   *
   * @param complete whether every value could be read; if not, nothing is said of what is missing
   */
  void check(boolean complete) {
    checkBackends();
    checkFloodRules();
    checkSizes();
    checkTls();
    checkLimits();
    checkOperator();
    checkKeys(complete);
    Given forks = given.get(Settings.NUMBER_OF_FORKS);
    if (forks != null) {
      notes.add(forks.where() + " is ignored: one process uses all cores");
    }
  }

  /** What is set and has no effect. */
  List<String> notes() {
    return notes;
  }

  private void checkBackends() {
    boolean redis = false;
    if (config.get(Settings.STORAGE) == StorageKind.REDIS) {
      redis = true;
      refuse(
          Settings.STORAGE,
          "this version keeps events in memory only; the Redis storage is not part of it yet."
              + " Remove the line, or set 'cyclops.storage.InMemoryStorage'");
    }
    if (config.get(Settings.CACHE_IMPLEMENTATION_CLASS) == CacheKind.REDIS) {
      redis = true;
      refuse(
          Settings.CACHE_IMPLEMENTATION_CLASS,
          "this version counts repeats in memory only; the Redis cache is not part of it yet."
              + " Remove the line, or set 'cyclops.cache.InMemoryCache'");
    }
    if (!redis) {
      noteWithoutEffect(Section.REDIS, "nothing is kept in Redis");
    }
    Setting<?> selecting = databaseSelectedBy();
    if (selecting != null) {
      refuse(
          selecting,
          "this version takes keys from PROJECT_KEYS only; Sentry's database is not part of it"
              + " yet. Set DB_HOST = None and list the keys in PROJECT_KEYS");
    } else {
      noteWithoutEffect(Section.DATABASE, "DB_HOST = None");
    }
  }

  private void checkFloodRules() {
    List<FloodRuleEntry> rules = config.get(Settings.FLOOD_RULES);
    boolean off = config.get(Settings.URL_CACHE_EXPIRATION).isZero();
    for (int i = 0; off && i < rules.size(); i++) {
      if (rules.get(i).leavesTheWindowOut()) {
        refuse(
            Settings.FLOOD_RULES,
            "rule " + (i + 1) + ": 'limit' needs a 'window', since URL_CACHE_EXPIRATION is 0");
      }
    }
    boolean disabled = config.get(Settings.CACHE_IMPLEMENTATION_CLASS) == CacheKind.DISABLED;
    if (disabled && rules.stream().anyMatch(FloodRuleEntry::counts)) {
      notes.add(
          "FLOOD_RULES: 'limit' and 'one_in' let everything pass, since nothing is counted with"
              + " CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.NoCache'");
    }
  }

  private void refuse(Setting<?> setting, String message) {
    Given value = given.get(setting);
    // What could not be read has been reported already.
    if (value != null && config.set().contains(setting)) {
      errors.add(value.line(), value.describe(setting) + ": " + message);
    }
  }

  /** The first key that asks for the database; null when none does, or DB_HOST says None. */
  private @Nullable Setting<?> databaseSelectedBy() {
    if (given.containsKey(Settings.DB_HOST)) {
      return config.get(Settings.DB_HOST).isEmpty() ? null : Settings.DB_HOST;
    }
    return Settings.ALL.stream()
        .filter(setting -> setting.section() == Section.DATABASE && given.containsKey(setting))
        .findFirst()
        .orElse(null);
  }

  private void noteWithoutEffect(Section section, String reason) {
    List<String> names =
        Settings.ALL.stream()
            .filter(setting -> setting.section() == section && !setting.equals(Settings.DB_HOST))
            .filter(given::containsKey)
            .map(Setting::name)
            .toList();
    if (!names.isEmpty()) {
      notes.add(String.join(", ", names) + ": without effect, since " + reason);
    }
  }

  private void checkSizes() {
    config
        .get(Settings.MAX_READING_BYTES)
        .filter(reading -> reading < config.get(Settings.MAX_BODY_BYTES))
        .ifPresent(
            reading ->
                refuse(
                    Settings.MAX_READING_BYTES,
                    "is less than MAX_BODY_BYTES ("
                        + config.get(Settings.MAX_BODY_BYTES)
                        + "): such a body could never be read"));
    if (config.get(Settings.MAX_EVENT_BYTES) > config.get(Settings.MAX_ENVELOPE_BYTES)) {
      Setting<?> smaller =
          given.containsKey(Settings.MAX_ENVELOPE_BYTES)
              ? Settings.MAX_ENVELOPE_BYTES
              : Settings.MAX_EVENT_BYTES;
      refuse(smaller, "MAX_EVENT_BYTES must not be above MAX_ENVELOPE_BYTES");
    }
  }

  private void checkTls() {
    boolean certificate = config.get(Settings.TLS_CERTIFICATE).isPresent();
    boolean key = config.get(Settings.TLS_KEY).isPresent();
    checkFileName(Settings.TLS_CERTIFICATE);
    checkFileName(Settings.TLS_KEY);
    if (certificate && !key) {
      refuse(Settings.TLS_CERTIFICATE, "needs TLS_KEY as well");
    }
    if (key && !certificate) {
      refuse(Settings.TLS_KEY, "needs TLS_CERTIFICATE as well");
    }
    if (certificate && key && config.get(Settings.H2C)) {
      notes.add("H2C: without effect, since with TLS_CERTIFICATE every connection has TLS");
    }
  }

  private void checkLimits() {
    checkFileName(Settings.LIMITS_SNAPSHOT);
    if (config.get(Settings.LIMITS_SNAPSHOT).isPresent()
        && !config.get(Settings.PROJECT_LIMITS).learnAnything()) {
      notes.add("LIMITS_SNAPSHOT: without effect, since no limit of PROJECT_LIMITS is 'auto'");
    }
  }

  private void checkFileName(Setting<Optional<String>> setting) {
    if (!config.get(setting).map(Consistency::isFileName).orElse(true)) {
      refuse(setting, "is no name of a file");
    }
  }

  private static boolean isFileName(String text) {
    try {
      return !Path.of(text).toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private void checkOperator() {
    if (config.get(Settings.OPERATOR_PORT).isPresent()
        && config.get(Settings.OPERATOR_TOKEN).isEmpty()
        && !LOOPBACK.matcher(config.get(Settings.OPERATOR_BIND)).matches()) {
      refuse(
          Settings.OPERATOR_BIND,
          "is no loopback address, such as '127.0.0.1': set OPERATOR_TOKEN as well, or everyone who"
              + " reaches that port could drop events");
    }
  }

  private void checkKeys(boolean complete) {
    List<ProjectKey> keys = config.get(Settings.PROJECT_KEYS).orElse(List.of());
    Given listed = given.get(Settings.PROJECT_KEYS);
    boolean open = !config.get(Settings.RESTRICT_API_ACCESS);
    Given access = given.get(Settings.RESTRICT_API_ACCESS);
    if (open && access != null) {
      warnings.add(
          access.line(),
          access.describe(Settings.RESTRICT_API_ACCESS)
              + ": everyone who reaches this server may report to every project");
    }
    if (listed != null && databaseSelectedBy() != null) {
      warnings.add(
          listed.line(), listed.where() + ": the database wins, PROJECT_KEYS are without effect");
    }
    if (listed != null) {
      checkRepeats(keys, listed);
    }
    if (complete && keys.isEmpty() && !open && databaseSelectedBy() == null) {
      errors.add(
          listed == null ? 0 : listed.line(),
          (listed == null ? fileName : listed.where())
              + ": nobody may report: list the projects' keys in PROJECT_KEYS, or set"
              + " RESTRICT_API_ACCESS = False ('init cyclops.conf' writes an example)");
    }
  }

  private void checkRepeats(List<ProjectKey> keys, Given listed) {
    Map<String, Integer> entries = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      Integer before = entries.putIfAbsent(keys.get(i).publicKey(), i + 1);
      if (before != null) {
        String both = "entries " + before + " and " + (i + 1) + " have the same public key";
        warnings.add(listed.line(), listed.where() + ": " + both);
      }
    }
  }
}
