/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import dev.cyclops.redis.RedisUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the settings about Redis must hold together. Not thread-safe. */
final class RedisConsistency {
  private final Config config;
  private final Findings findings;

  RedisConsistency(Config config, Findings findings) {
    this.config = config;
    this.findings = findings;
  }

  void check() {
    config
        .get(RedisSettings.REDIS_CA_FILE)
        .ifPresent(file -> findings.refuseUnlessFileName(RedisSettings.REDIS_CA_FILE, file));
    boolean none = config.get(RedisSettings.REDIS_HOST).isEmpty();
    RedisUse use = RedisUse.of(config);
    if (none) {
      checkNone();
    } else if (!use.any()) {
      findings.noteWithoutEffect(all(), "nothing is kept in Redis");
    } else {
      config.get(RedisSettings.REDIS_URL).ifPresent(this::checkUrl);
      checkTopology();
      checkTls();
    }
    boolean memory =
        !use.storage()
            && SpoolUse.of(config) != SpoolUse.QUEUE
            && config.get(QueueSettings.STORAGE).plugin().isEmpty();
    if (memory && config.get(QueueSettings.STRICT)) {
      findings.note("STRICT: without effect, since the events wait in memory");
    }
  }

  private void checkNone() {
    String reason = "needs a Redis, and REDIS_HOST = None says that there is none";
    if (config.get(QueueSettings.STORAGE).is(StorageKind.REDIS)) {
      findings.refuse(QueueSettings.STORAGE, reason);
    }
    if (config.get(FloodSettings.CACHE_IMPLEMENTATION_CLASS).is(CacheKind.REDIS)) {
      findings.refuse(FloodSettings.CACHE_IMPLEMENTATION_CLASS, reason);
    }
    if (config.get(RedisSettings.REDIS_URL).isPresent()) {
      findings.refuse(RedisSettings.REDIS_URL, reason);
    }
    List<Setting<?>> others = all();
    others.removeAll(List.of(RedisSettings.REDIS_HOST, RedisSettings.REDIS_URL));
    findings.noteWithoutEffect(others, "REDIS_HOST = None");
  }

  private void checkUrl(RedisUrl url) {
    for (Setting<?> address : List.of(RedisSettings.REDIS_HOST, RedisSettings.REDIS_PORT)) {
      findings.refuse(address, "REDIS_URL (" + url + ") names the host as well: remove one");
    }
    if (url.user().isPresent()) {
      findings.refuse(RedisSettings.REDIS_USER, "REDIS_URL names a user as well: remove one");
    }
    if (url.password().isPresent()) {
      findings.refuse(
          RedisSettings.REDIS_PASSWORD, "REDIS_URL holds a password as well: remove one");
    }
    if (url.database().isPresent()) {
      findings.refuse(
          RedisSettings.REDIS_DB_COUNT, "REDIS_URL names a database as well: remove one");
    }
    boolean sentinel = config.get(RedisSettings.REDIS_SENTINEL_MASTER).isPresent();
    if (url.addresses().size() > 1 && !sentinel && !config.get(RedisSettings.REDIS_CLUSTER)) {
      findings.refuse(
          RedisSettings.REDIS_URL,
          "several hosts need REDIS_CLUSTER = True or REDIS_SENTINEL_MASTER to say what they are");
    }
  }

  private void checkTopology() {
    if (!config.get(RedisSettings.REDIS_CLUSTER)) {
      return;
    }
    findings.refuse(
        RedisSettings.REDIS_SENTINEL_MASTER,
        "a cluster has no Sentinel: remove it or REDIS_CLUSTER");
    String zero = "a cluster has database 0 only";
    if (config.get(RedisSettings.REDIS_DB_COUNT) > 0) {
      findings.refuse(RedisSettings.REDIS_DB_COUNT, zero);
    }
    Optional<Integer> ofUrl = config.get(RedisSettings.REDIS_URL).flatMap(RedisUrl::database);
    if (ofUrl.orElse(0) > 0) {
      findings.refuse(RedisSettings.REDIS_URL, zero);
    }
  }

  private void checkTls() {
    boolean tls = config.get(RedisSettings.REDIS_URL).map(RedisUrl::tls).orElse(false);
    if (!tls && config.get(RedisSettings.REDIS_CA_FILE).isPresent()) {
      findings.refuse(
          RedisSettings.REDIS_CA_FILE,
          "needs REDIS_URL = 'rediss://...': otherwise no certificate is checked");
    }
  }

  private static List<Setting<?>> all() {
    List<Setting<?>> settings = new ArrayList<>(Settings.ALL);
    settings.removeIf(setting -> setting.section() != Section.REDIS);
    return settings;
  }
}
