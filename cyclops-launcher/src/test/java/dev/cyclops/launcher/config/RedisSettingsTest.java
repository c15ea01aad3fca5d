/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a file asks for Redis, for what, and what its keys must hold together. */
class RedisSettingsTest {
  private static final String KEYS = "PROJECT_KEYS = [(1, 'public', 'secret')]\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "IO_THREADS = 1 | false | false",
        "REDIS_HOST = 'redis' | true | true",
        "REDIS_PORT = 6379 | true | true",
        "REDIS_DB_COUNT = 1 | true | true",
        "REDIS_PASSWORD = 'x' | true | true",
        "REDIS_USER = 'x' | true | true",
        "REDIS_URL = 'rediss://redis' | true | true",
        "REDIS_SENTINEL_MASTER = 'x' | true | true",
        "REDIS_CLUSTER = True | true | true",
        "STORAGE = 'cyclops.storage.RedisStorage' | true | true",
        "STORAGE = 'cyclops.storage.redis' | true | true",
        "CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.RedisCache' | false | true",
        "STORAGE = 'cyclops.storage.RedisStorage'; CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.InMemoryCache' | true | false",
        "STORAGE = 'cyclops.storage.RedisStorage'; CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.NoCache' | true | false",
        "REDIS_HOST = 'r'; STORAGE = 'cyclops.storage.InMemoryStorage' | false | true",
        "REDIS_HOST = 'r'; CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.RedisCache' | true | true",
        "REDIS_HOST = None | false | false",
      })
  void redis_isUsedForWhatTheFileSays(String lines, boolean storage, boolean cache) {
    ConfigResult result = read(KEYS + lines.replace("; ", "\n"));

    assertThat(result.errors()).isEmpty();
    assertThat(result.notes()).isEmpty();
    RedisUse use = RedisUse.of(result.config().orElseThrow());
    assertThat(use).isEqualTo(new RedisUse(storage, cache));
    assertThat(use.any()).isEqualTo(storage || cache);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "REDIS_HOST = None; REDIS_DB_COUNT = 2; REDIS_TIMEOUT = 9 | REDIS_DB_COUNT, REDIS_TIMEOUT: without effect, since REDIS_HOST = None",
        "REDIS_TIMEOUT = 9 | REDIS_TIMEOUT: without effect, since nothing is kept in Redis",
        "STRICT = True | STRICT: without effect, since the events wait in memory",
        "STRICT = True; CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.RedisCache' | STRICT: without effect, since the events wait in memory",
        "REDIS_PORT = 1; STORAGE = 'cyclops.storage.memory'; CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.NoCache' | REDIS_PORT: without effect, since nothing is kept in Redis",
      })
  void settings_withoutEffectAreNoted(String lines, String note) {
    ConfigResult result = read(KEYS + lines.replace("; ", "\n"));

    assertThat(result.errors()).isEmpty();
    assertThat(result.notes()).containsExactly(note);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "REDIS_HOST = None; STORAGE = 'cyclops.storage.redis' | :3: STORAGE = 'cyclops.storage.redis': needs a Redis, and REDIS_HOST = None says that there is none",
        "REDIS_HOST = None; CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.RedisCache' | :3: CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.RedisCache': needs a Redis, and REDIS_HOST = None says that there is none",
        "REDIS_URL = 'redis://r'; REDIS_HOST = None | :2: REDIS_URL = ***: needs a Redis, and REDIS_HOST = None says that there is none",
        "REDIS_CLUSTER = True; REDIS_DB_COUNT = 1 | :3: REDIS_DB_COUNT = 1: a cluster has database 0 only",
        "REDIS_CLUSTER = True; REDIS_URL = 'redis://r/1' | :3: REDIS_URL = ***: a cluster has database 0 only",
        "REDIS_CLUSTER = True; REDIS_SENTINEL_MASTER = 'm' | :3: REDIS_SENTINEL_MASTER = 'm': a cluster has no Sentinel: remove it or REDIS_CLUSTER",
        "REDIS_URL = 'redis://r'; REDIS_HOST = 's' | :3: REDIS_HOST = 's': REDIS_URL (redis://r) names the host as well: remove one",
        "REDIS_URL = 'redis://r'; REDIS_PORT = 1 | :3: REDIS_PORT = 1: REDIS_URL (redis://r) names the host as well: remove one",
        "REDIS_URL = 'redis://u:p4711@r'; REDIS_USER = 'v' | :3: REDIS_USER = 'v': REDIS_URL names a user as well: remove one",
        "REDIS_URL = 'redis://:p4711@r'; REDIS_PASSWORD = 'p4711' | :3: REDIS_PASSWORD = ***: REDIS_URL holds a password as well: remove one",
        "REDIS_URL = 'redis://r/0'; REDIS_DB_COUNT = 0 | :3: REDIS_DB_COUNT = 0: REDIS_URL names a database as well: remove one",
        "REDIS_URL = 'redis://r,s' | :2: REDIS_URL = ***: several hosts need REDIS_CLUSTER = True or REDIS_SENTINEL_MASTER to say what they are",
        "REDIS_URL = 'redis://r'; REDIS_CA_FILE = 'ca.pem' | :3: REDIS_CA_FILE = 'ca.pem': needs REDIS_URL = 'rediss://...': otherwise no certificate is checked",
        "REDIS_URL = 'rediss://r'; REDIS_CA_FILE = '' | :3: REDIS_CA_FILE = '': is no name of a file",
      })
  void contradictions_areErrorsWithTheirLine(String lines, String error) {
    ConfigResult result = read(KEYS + lines.replace("; ", "\n"));

    assertThat(result.errors()).containsExactly("cyclops.conf" + error);
    assertThat(result.toString() + result.warnings()).doesNotContain("4711");
  }

  @Test
  void cluster_zeroAsItsDatabaseIsFine() {
    assertThat(
            read(KEYS + "REDIS_CLUSTER = True\nREDIS_DB_COUNT = 0\nREDIS_URL = 'redis://r,s'")
                .errors())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:p4711",
        "redis://u:p4711,r",
        "redis:///0",
        "redis://",
        "http://r",
        "redis://r:0",
        "redis://r:65536",
        "redis://r:x",
        "redis://r/x",
        "redis://r?db=1",
        "redis://:p4711@ss@r",
        "redis://:p4711%zz@r",
        "redis://r,,s",
        "r:6379",
      })
  void url_thatIsNoneIsRefusedUnseen(String url) {
    assertThat(read(KEYS + "REDIS_URL = '" + url + "'").errors())
        .singleElement()
        .asString()
        .startsWith("cyclops.conf:2: REDIS_URL = ***: expected a URL such as 'redis://")
        .doesNotContain("4711");
  }

  private static ConfigResult read(String text) {
    return ConfigReader.read("cyclops.conf", text, Map.of());
  }
}
