/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.send.SentryUrl;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static final String KEYS = "PROJECT_KEYS = [(1, 'public', 'secret')]\n";

  @Test
  void read_embedsTheDefaults() {
    Config config = accepted(KEYS);

    assertThat(config.get(ListenerSettings.HEALTHCHECK_TEXT)).isEqualTo("WORKING");
    assertThat(config.get(SentrySettings.SENTRY_BASE_URL))
        .isEqualTo(new SentryUrl(false, "localhost", 9000, ""));
    assertThat(config.get(AccessSettings.UPDATE_PERIOD)).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.get(QueueSettings.PROCESS_NEWER_MESSAGES_FIRST)).isTrue();
    assertThat(config.get(QueueSettings.STORAGE)).isEqualTo(Choice.of(StorageKind.MEMORY));
    assertThat(config.get(SentrySettings.MAX_DUMP_INTERVAL)).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.get(SentrySettings.MAX_REQUESTS_TO_AVERAGE)).isEqualTo(5000);
    assertThat(config.get(FloodSettings.IGNORE_PERCENTAGE)).isEmpty();
    assertThat(config.get(AccessSettings.RESTRICT_API_ACCESS)).isTrue();
    assertThat(config.get(DatabaseSettings.DB_BACKEND)).isEqualTo(DatabaseKind.MYSQL);
    assertThat(config.get(DatabaseSettings.DB_HOST)).contains("localhost");
    assertThat(config.get(DatabaseSettings.DB_PORT)).isEmpty();
    assertThat(config.get(DatabaseSettings.DB_NAME)).isEqualTo("sentry");
    assertThat(config.get(DatabaseSettings.DB_USER)).isEmpty();
    assertThat(config.get(DatabaseSettings.DB_PASS)).isEmpty();
    assertThat(config.get(DatabaseSettings.DB_URL)).isEmpty();
    assertThat(config.get(DatabaseSettings.DB_TLS)).isEqualTo(TlsMode.PREFER);
    assertThat(config.get(DatabaseSettings.DB_CA_FILE)).isEmpty();
    assertThat(config.get(DatabaseSettings.DB_QUERY)).isEmpty();
    assertThat(config.get(DatabaseSettings.DB_TIMEOUT)).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.get(DatabaseSettings.DB_START_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.get(DatabaseSettings.KEYS_SNAPSHOT)).isEmpty();
    assertThat(config.get(FloodSettings.URL_CACHE_EXPIRATION)).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.get(FloodSettings.MAX_CACHE_USES)).isEqualTo(10);
    assertThat(config.get(FloodSettings.CACHE_IMPLEMENTATION_CLASS))
        .isEqualTo(Choice.of(CacheKind.MEMORY));
    assertThat(config.get(RedisSettings.REDIS_HOST)).contains("127.0.0.1");
    assertThat(config.get(RedisSettings.REDIS_PORT)).isEqualTo(7780);
    assertThat(config.get(RedisSettings.REDIS_DB_COUNT)).isZero();
    assertThat(config.get(RedisSettings.REDIS_PASSWORD)).isEmpty();
    assertThat(config.get(SentrySettings.MAX_IN_FLIGHT)).isEqualTo(256);
    assertThat(config.get(SentrySettings.SENTRY_CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.get(SentrySettings.SENTRY_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.get(QueueSettings.STORAGE_MAX_BYTES)).isEmpty();
    assertThat(config.get(QueueSettings.MAX_EVENT_AGE)).isEqualTo(Duration.ofDays(1));
    assertThat(config.get(FloodSettings.CACHE_MAX_ENTRIES)).isEqualTo(1_000_000);
    assertThat(config.get(RequestSettings.MAX_BODY_BYTES)).isEqualTo(20 << 20);
    assertThat(config.get(RequestSettings.MAX_EVENT_BYTES)).isEqualTo(1 << 20);
    assertThat(config.get(RequestSettings.MAX_ENVELOPE_BYTES)).isEqualTo(100 << 20);
    assertThat(config.get(RequestSettings.MAX_READING_BYTES)).isEmpty();
    assertThat(config.get(ServerSettings.IO_THREADS)).isEmpty();
    assertThat(config.get(ServerSettings.WORKER_THREADS)).isEmpty();
    assertThat(config.get(SentrySettings.RATE_CONTROLLER)).isEqualTo(Choice.of(Pace.ADAPTIVE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "HEALTHCHECK_TEXT | 'fine'",
        "DB_HOST | 'db-1.internal'",
        "DB_HOST | '::1'",
        "DB_HOST | 'fe80::1:2'",
        "DB_BACKEND | 'postgres'",
        "DB_PORT | None",
        "DB_USER | ''",
        "DB_URL | 'jdbc:h2:mem:keys'",
        "DB_TLS | 'verify'",
        "DB_QUERY | 'select 1, 2, 3'",
        "DB_TIMEOUT | 0.5",
        "DB_START_TIMEOUT | 3600",
        "KEYS_SNAPSHOT | 'keys'",
        "SENTRY_BASE_URL | 'https://sentry.example.com/prefix'",
        "UPDATE_PERIOD | 0.5",
        "PROCESS_NEWER_MESSAGES_FIRST | False",
        "STORAGE | 'cyclops.storage.memory'",
        "STORAGE | 'cyclops.storage.base.InMemoryStorage'",
        "MAX_DUMP_INTERVAL | 1",
        "MAX_REQUESTS_TO_AVERAGE | 1",
        "IGNORE_PERCENTAGE | {1: 0, 2: 100}",
        "PROJECT_KEYS | ((1, 'a', None), [2, 'b'])",
        "CACHE_IMPLEMENTATION_CLASS | 'cyclops.cache.NoCache'",
        "CACHE_IMPLEMENTATION_CLASS | 'cyclops.cache.InMemoryCache'",
        "URL_CACHE_EXPIRATION | 0",
        "MAX_CACHE_USES | 2147483647",
        "REDIS_HOST | 'redis'",
        "REDIS_PORT | 65535",
        "REDIS_DB_COUNT | 15",
        "REDIS_PASSWORD | 'x'",
        "MAX_IN_FLIGHT | 1",
        "SENTRY_CONNECT_TIMEOUT | 0.25",
        "SENTRY_TIMEOUT | 60",
        "STORAGE_MAX_BYTES | 64 * 1024",
        "MAX_EVENT_AGE | 29 * 86400",
        "CACHE_MAX_ENTRIES | 64",
        "MAX_BODY_BYTES | 1024",
        "MAX_EVENT_BYTES | 1024",
        "MAX_ENVELOPE_BYTES | 1024 * 1024",
        "MAX_READING_BYTES | 20 * 1024 * 1024",
        "IO_THREADS | 1",
        "WORKER_THREADS | 4",
        "MAX_REQUESTS_PER_SECOND | 0.5",
        "MAX_REQUESTS_PER_SECOND | 1000000",
        "MAX_REQUESTS_PER_SECOND | None",
        "RATE_CONTROLLER | 'adaptive'",
        "RATE_CONTROLLER | 'percentile'",
        "NUMBER_OF_FORKS | 8",
      })
  void read_takesGoodValues(String key, String value) {
    ConfigResult result = read(KEYS + key + " = " + value);

    assertThat(result.errors()).isEmpty();
    assertThat(result.config().orElseThrow().set()).extracting(Setting::name).contains(key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "HEALTHCHECK_TEXT | 1 | a string",
        "SENTRY_BASE_URL | None | 'host', 'host:port' or 'http(s)://host:port/prefix'",
        "SENTRY_BASE_URL | 'ftp://x' | 'host', 'host:port' or 'http(s)://host:port/prefix'",
        "UPDATE_PERIOD | 0 | a number of seconds above 0, up to 86400",
        "UPDATE_PERIOD | -1 | a number of seconds above 0, up to 86400",
        "PROCESS_NEWER_MESSAGES_FIRST | 1 | True or False",
        "STORAGE | 'mine' | 'cyclops.storage.InMemoryStorage'",
        "MAX_DUMP_INTERVAL | 0 | a number of milliseconds above 0, up to 3600000",
        "MAX_REQUESTS_TO_AVERAGE | 0 | a whole number from 1 to 1000000",
        "IGNORE_PERCENTAGE | {1: 101} | a dict {project id: percent from 0 to 100}",
        "IGNORE_PERCENTAGE | {0: 1} | a dict {project id: percent from 0 to 100}",
        "IGNORE_PERCENTAGE | [1] | a dict {project id: percent from 0 to 100}",
        "RESTRICT_API_ACCESS | 'no' | True or False",
        "DB_BACKEND | 'oracle' | 'mysql', 'postgres' or 'sqlite'",
        "DB_HOST | 1 | a host name or an IP address or None",
        "DB_HOST | '' | a host name or an IP address or None",
        "DB_HOST | 'db:5432' | a host name or an IP address or None",
        "DB_HOST | '/run/postgresql' | a host name or an IP address or None",
        "DB_HOST | 'db?a=b' | a host name or an IP address or None",
        "DB_PORT | 65536 | a whole number from 1 to 65535 or None",
        "DB_NAME | None | a string that is not empty",
        "DB_NAME | ' ' | a string that is not empty",
        "DB_USER | 1 | a string or None",
        "DB_TLS | 'verify-full' | 'off', 'prefer', 'require' or 'verify'",
        "DB_TLS | True | 'off', 'prefer', 'require' or 'verify'",
        "DB_CA_FILE | 1 | a string or None",
        "DB_QUERY | '' | a string that is not empty or None",
        "DB_TIMEOUT | 0 | a number of seconds above 0, up to 3600",
        "DB_START_TIMEOUT | None | a number of seconds above 0, up to 3600",
        "KEYS_SNAPSHOT | True | a string or None",
        "MYSQL_PORT | 'x' | a whole number from 1 to 65535 or None",
        "URL_CACHE_EXPIRATION | -1 | a number of seconds from 0 to 86400",
        "URL_CACHE_EXPIRATION | 1e99 | a number of seconds from 0 to 86400",
        "MAX_CACHE_USES | 'ten' | a whole number from 1 to 2147483647",
        "MAX_CACHE_USES | 2147483648 | a whole number from 1 to 2147483647",
        "MAX_CACHE_USES | 1.5 | a whole number from 1 to 2147483647",
        "MAX_CACHE_USES | True | a whole number from 1 to 2147483647",
        "CACHE_IMPLEMENTATION_CLASS | None | 'cyclops.cache.InMemoryCache', 'cyclops.cache.RedisCache' or 'cyclops.cache.NoCache', or the name of a plugin or of a Java class",
        "REDIS_HOST | 'redis:6379' | a host name or an IP address or None",
        "REDIS_PORT | 0 | a whole number from 1 to 65535",
        "REDIS_DB_COUNT | -1 | a whole number from 0 to 2147483647",
        "MAX_IN_FLIGHT | 0 | a whole number from 1 to 65536",
        "SENTRY_CONNECT_TIMEOUT | None | a number of seconds above 0, up to 3600",
        "SENTRY_TIMEOUT | '5' | a number of seconds above 0, up to 3600",
        "STORAGE_MAX_BYTES | 65535 | a number of bytes from 65536 up or None",
        "MAX_EVENT_AGE | 30 * 86400 | a number of seconds above 0, up to 2505600",
        "CACHE_MAX_ENTRIES | 63 | a whole number from 64 to 268435456",
        "MAX_BODY_BYTES | 0 | a whole number from 1024 to 1073741824",
        "MAX_EVENT_BYTES | 0 | a whole number from 1024 to 2147483647",
        "MAX_ENVELOPE_BYTES | 0 | a whole number from 1024 to 2147483647",
        "MAX_READING_BYTES | 0 | a number of bytes from 65536 up or None",
        "IO_THREADS | 0 | a whole number from 1 to 1024 or None",
        "WORKER_THREADS | 0 | a whole number from 1 to 4096 or None",
        "RATE_CONTROLLER | 'Fastest' | 'adaptive' or 'percentile', or the name of a plugin or of a Java class",
        "MAX_REQUESTS_PER_SECOND | 0 | a number from 0.001 to 1000000 or None",
        "MAX_REQUESTS_PER_SECOND | 1000001 | a number from 0.001 to 1000000 or None",
        "MAX_REQUESTS_PER_SECOND | '5' | a number from 0.001 to 1000000 or None",
        "OPERATOR_PORT | 65536 | a whole number from 0 to 65535 or None",
        "OPERATOR_BIND | 1 | a string",
        "NUMBER_OF_FORKS | 'four' | a whole number from 0 to 2147483647",
      })
  void read_namesPlaceValueAndWhatIsAccepted(String key, String value, String expected) {
    assertThat(read(KEYS + "\n" + key + " = " + value + "  # why\n").errors())
        .singleElement()
        .asString()
        .startsWith("cyclops.conf:3: " + key + " = " + value + ": expected " + expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DB_PASS = 4711",
        "REDIS_PASSWORD = 4711",
        "DB_PASS = hunter4711",
        "DB_PASS = 'a' hunter4711",
        "DB_PASS = 'hunter4711",
        "DB_PASSWORD = 'hunter4711'",
        "DB_PASSWORD = hunter4711",
        "PROJECT_KEYS = [(1, 'a', 'b'), ('hunter4711', 'c', 'd')]",
        "PROJECT_KEYS = [(1, 'hunter4711', 'b') (2, 'c', 'hunter4711')]",
        "PROJECT_KEYS = [(1, hunter4711)]",
        "SENTRY_BASE_URL = 'ftp://key:hunter4711@sentry'",
        "MYSQL_PASS = 4711",
        "DB_URL = 'postgres://sentry:hunter4711@db/sentry'",
        "DB_URL = 'jdbc:postgresql://db/x?password=hunter4711' x",
        "DB_URL = 'jdbc:mariadb://db/x?password=hunter4711'\nDB_TLS = 'verify'",
      })
  void read_neverRepeatsASecret(String line) {
    ConfigResult result = read(line);

    assertThat(result.errors()).isNotEmpty();
    assertThat(result.toString()).doesNotContain("4711");
  }

  @Test
  void read_reportsAllMistakesInTheOrderOfTheFile() {
    assertThat(
            read("MAX_CACHE_USES = 'ten'\nimport os\nDB_PROT = 1\nREDIS_PORT = 0\n" + KEYS)
                .errors())
        .containsExactly(
            "cyclops.conf:1: MAX_CACHE_USES = 'ten': expected a whole number from 1 to 2147483647",
            "cyclops.conf:2: import: expected KEY = value; nothing else is read",
            "cyclops.conf:3: DB_PROT: there is no such key; did you mean DB_PORT?",
            "cyclops.conf:4: REDIS_PORT = 0: expected a whole number from 1 to 65535");
  }

  @Test
  void read_explainsWhatIsNoLiteral() {
    assertThat(read(KEYS + "MAX_CACHE_USES = int('5')").errors())
        .containsExactly(
            "cyclops.conf:2: MAX_CACHE_USES: int: names and calls are not read; accepted are None,"
                + " True, False, numbers, 'strings', (tuples), [lists] and {dicts}");
  }

  @Test
  void read_takesTheLastOfTwoAndWarns() {
    ConfigResult result = read(KEYS + "MAX_CACHE_USES = 1\nMAX_CACHE_USES = 2\n");

    assertThat(result.config().orElseThrow().get(FloodSettings.MAX_CACHE_USES)).isEqualTo(2);
    assertThat(result.warnings())
        .containsExactly(
            "cyclops.conf:3: MAX_CACHE_USES was set in line 2 already; the last one counts");
  }

  @Test
  void read_letsTheEnvironmentOverrideTheFile() {
    Config config =
        ConfigReader.read(
                "cyclops.conf",
                KEYS + "MAX_CACHE_USES = 'bad'\nHEALTHCHECK_TEXT = 'file'",
                Map.of(
                    "CYCLOPS_MAX_CACHE_USES", "2 * 3",
                    "CYCLOPS_HEALTHCHECK_TEXT", "it's fine",
                    "CYCLOPS_SENTRY_BASE_URL", "sentry:9001",
                    "CYCLOPS_REDIS_PASSWORD", "4711",
                    "CYCLOPS_REDIS_HOST", "'quoted'",
                    "CYCLOPS_PROJECT_KEYS", "[(7, 'k')]",
                    "CYCLOPS_MAX_EVENT_AGE", "",
                    "CYCLOPS_PORT", "tcp://10.0.0.1:80",
                    "OTHER", "x"))
            .config()
            .orElseThrow();

    assertThat(config.get(FloodSettings.MAX_CACHE_USES)).isEqualTo(6);
    assertThat(config.get(ListenerSettings.HEALTHCHECK_TEXT)).isEqualTo("it's fine");
    assertThat(config.get(SentrySettings.SENTRY_BASE_URL).port()).isEqualTo(9001);
    assertThat(config.get(RedisSettings.REDIS_PASSWORD)).contains("4711");
    assertThat(config.get(RedisSettings.REDIS_HOST)).contains("quoted");
    assertThat(config.get(AccessSettings.PROJECT_KEYS))
        .contains(List.of(new ProjectKey(7, "k", null)));
    assertThat(config.get(QueueSettings.MAX_EVENT_AGE)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void read_namesTheVariableThatIsWrong() {
    ConfigResult result =
        ConfigReader.read(
            "cyclops.conf",
            KEYS,
            Map.of(
                "CYCLOPS_IO_THREADS", "many",
                "CYCLOPS_MAX_CACHE_USES", "0",
                "CYCLOPS_PROJECT_KEYS", "[(1, hunter4711)]",
                "CYCLOPS_MAX_CACHE_USE", "5"));

    assertThat(result.errors())
        .containsExactlyInAnyOrder(
            "environment: CYCLOPS_IO_THREADS = many: expected a whole number from 1 to 1024 or"
                + " None",
            "environment: CYCLOPS_MAX_CACHE_USES = 0: expected a whole number from 1 to 2147483647",
            "environment: CYCLOPS_PROJECT_KEYS = ***: expected a list of tuples (project id,"
                + " 'public key', 'secret key' or None) or None");
    assertThat(result.warnings())
        .containsExactly(
            "environment: CYCLOPS_MAX_CACHE_USE is unknown; did you mean"
                + " CYCLOPS_MAX_CACHE_USES?");
  }

  @Test
  void read_takesOldNamesWithAWarning() {
    ConfigResult result =
        read(KEYS + "MYSQL_HOST = None\nMYSQL_PORT = 3307\nMYSQL_DB = 'old'\nDB_NAME = 'new'\n");

    Config config = result.config().orElseThrow();
    assertThat(config.get(DatabaseSettings.DB_HOST)).isEqualTo(Optional.empty());
    assertThat(config.get(DatabaseSettings.DB_PORT)).contains(3307);
    assertThat(config.get(DatabaseSettings.DB_NAME)).isEqualTo("new");
    assertThat(result.warnings())
        .containsExactly(
            "cyclops.conf:2: MYSQL_HOST is the old name of DB_HOST",
            "cyclops.conf:3: MYSQL_PORT is the old name of DB_PORT",
            "cyclops.conf:4: MYSQL_DB is the old name of DB_NAME, which is set as well and counts");
  }

  @Test
  void read_saysWhatIsWithoutEffect() {
    assertThat(
            read(KEYS + "REDIS_HOST = None\nREDIS_PORT = 1\nDB_HOST = None\nDB_NAME = 'y'").notes())
        .containsExactly(
            "REDIS_PORT: without effect, since REDIS_HOST = None",
            "DB_NAME: without effect, since DB_HOST = None");
  }

  @Test
  void read_needsSomebodyWhoMayReport() {
    assertThat(read("").errors())
        .singleElement()
        .asString()
        .startsWith("cyclops.conf: nobody may report:");
    assertThat(read("PROJECT_KEYS = []").errors())
        .singleElement()
        .asString()
        .startsWith("cyclops.conf:1: PROJECT_KEYS: nobody may report:");
    assertThat(read("RESTRICT_API_ACCESS = False").errors()).isEmpty();
  }

  @Test
  void read_warnsOfOpenAccessAndRepeatedKeys() {
    assertThat(
            read("RESTRICT_API_ACCESS = False\nPROJECT_KEYS = [(1, 'a'), (2, 'b'), (3, 'a')]")
                .warnings())
        .containsExactly(
            "cyclops.conf:1: RESTRICT_API_ACCESS = False: everyone who reaches this server may"
                + " report to every project",
            "cyclops.conf:2: PROJECT_KEYS: entries 1 and 3 have the same public key");
  }

  @Test
  void read_refusesSizesThatContradict() {
    assertThat(read(KEYS + "MAX_READING_BYTES = 1024 * 1024").errors())
        .containsExactly(
            "cyclops.conf:2: MAX_READING_BYTES = 1024 * 1024: is less than MAX_BODY_BYTES"
                + " (20971520): such a body could never be read");
    assertThat(read(KEYS + "MAX_ENVELOPE_BYTES = 2048").errors())
        .containsExactly(
            "cyclops.conf:2: MAX_ENVELOPE_BYTES = 2048: MAX_EVENT_BYTES must not be above"
                + " MAX_ENVELOPE_BYTES");
  }

  @Test
  void read_runsAnOperatorsOldFileUnchanged() throws Exception {
    String text;
    try (InputStream in = ConfigReaderTest.class.getResourceAsStream("../operator.conf")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    for (String variant :
        List.of(text, text.replace("CACHE_IMPLEMENTATION_CLASS", "#CACHE_IMPLEMENTATION_CLASS"))) {
      ConfigResult result = read(variant);

      assertThat(result.errors()).isEmpty();
      assertThat(result.warnings()).isEmpty();
      Config config = result.config().orElseThrow();
      assertThat(config.get(SentrySettings.SENTRY_BASE_URL))
          .isEqualTo(new SentryUrl(false, "sentry.example.com", 9000, ""));
      assertThat(config.get(AccessSettings.UPDATE_PERIOD)).isEqualTo(Duration.ofMinutes(2));
      assertThat(config.get(FloodSettings.IGNORE_PERCENTAGE)).isEqualTo(Map.of(1L, 50, 7L, 100));
      assertThat(config.get(AccessSettings.PROJECT_KEYS).orElseThrow())
          .containsExactly(
              new ProjectKey(
                  1, "0f9d1c6dd3bb4cd0b4ba0d0b2c7f3a11", "6c1f2e9a7b5d4c3e8f0a1b2c3d4e5f60"),
              new ProjectKey(2, "aa9d1c6dd3bb4cd0b4ba0d0b2c7f3a22", null),
              new ProjectKey(3, "bb9d1c6dd3bb4cd0b4ba0d0b2c7f3a33", null));
    }
    assertThat(read(text).config().orElseThrow().get(FloodSettings.CACHE_IMPLEMENTATION_CLASS))
        .isEqualTo(Choice.of(CacheKind.DISABLED));
  }

  @Test
  void config_toStringShowsNoValue() {
    assertThat(accepted(KEYS).toString()).doesNotContain("public").contains("PROJECT_KEYS");
  }

  private static Config accepted(String text) {
    ConfigResult result = read(text);
    assertThat(result.errors()).isEmpty();
    return result.config().orElseThrow();
  }

  private static ConfigResult read(String text) {
    return ConfigReader.read("cyclops.conf", text, Map.of());
  }
}
