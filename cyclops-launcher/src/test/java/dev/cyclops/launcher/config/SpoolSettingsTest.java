/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.spool.Durability;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a file asks for a spool, and what its keys must hold together. */
class SpoolSettingsTest {
  private static final String KEYS = "PROJECT_KEYS = [(1, 'public', 'secret')]\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STORAGE = 'cyclops.storage.SpoolStorage'; SPOOL_PATH = '/spool'",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = '/spool'",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = '/spool'; STRICT = True",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = '/spool'; REDIS_HOST = 'redis'",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = '/spool'; REDIS_HOST = None",
      })
  void spool_isUsedWhereStorageSaysSo(String lines) {
    ConfigResult result = read(lines);

    assertThat(result.errors()).isEmpty();
    assertThat(result.notes()).isEmpty();
    assertThat(result.warnings()).isEmpty();
    Config config = result.config().orElseThrow();
    assertThat(SpoolUse.of(config)).isEqualTo(SpoolUse.QUEUE);
    assertThat(RedisUse.of(config).storage()).isFalse();
  }

  @Test
  void repeats_areCountedInARedisThatIsNamed() {
    Config config =
        read("STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = '/spool'; REDIS_HOST = 'redis'")
            .config()
            .orElseThrow();

    assertThat(RedisUse.of(config)).isEqualTo(new RedisUse(false, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SPOOL_PATH = '/spool'",
        "STORAGE = 'cyclops.storage.InMemoryStorage'; SPOOL_PATH = '/spool'; STORAGE_MAX_BYTES = 65536",
        "STORAGE = 'cyclops.storage.InMemoryStorage'; SPOOL_PATH = '/spool'; REDIS_HOST = 'redis'",
      })
  void spool_isBehindTheMemoryWhereItIsNamed(String lines) {
    ConfigResult result = read(lines);

    assertThat(result.errors()).isEmpty();
    assertThat(result.notes()).isEmpty();
    assertThat(SpoolUse.of(result.config().orElseThrow())).isEqualTo(SpoolUse.OVERFLOW);
  }

  @Test
  void strict_isWithoutEffectInMemory() {
    assertThat(read("SPOOL_PATH = '/spool'; STRICT = True").notes())
        .containsExactly("STRICT: without effect, since the events wait in memory");
  }

  @Test
  void spool_isUsedByNobodyWhoDoesNotAsk() {
    Config config = read("").config().orElseThrow();

    assertThat(SpoolUse.of(config)).isEqualTo(SpoolUse.NONE);
    assertThat(config.get(QueueSettings.SPOOL_PATH)).isEmpty();
    assertThat(config.get(QueueSettings.SPOOL_MAX_BYTES)).isEqualTo(10L << 30);
    assertThat(config.get(QueueSettings.SPOOL_DURABILITY)).isEqualTo(Durability.FSYNC);
  }

  @Test
  void values_areReadFromTheEnvironmentAsTheyStand() {
    Config config =
        ConfigReader.read(
                "cyclops.conf",
                KEYS,
                Map.of(
                    "CYCLOPS_STORAGE", "cyclops.storage.SpoolStorage",
                    "CYCLOPS_SPOOL_PATH", "/spool",
                    "CYCLOPS_SPOOL_MAX_BYTES", "65536",
                    "CYCLOPS_SPOOL_DURABILITY", "process"))
            .config()
            .orElseThrow();

    assertThat(SpoolUse.of(config)).isEqualTo(SpoolUse.QUEUE);
    assertThat(config.get(QueueSettings.SPOOL_PATH)).contains("/spool");
    assertThat(config.get(QueueSettings.SPOOL_MAX_BYTES)).isEqualTo(65536);
    assertThat(config.get(QueueSettings.SPOOL_DURABILITY)).isEqualTo(Durability.PROCESS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SPOOL_MAX_BYTES = 1048576 | SPOOL_MAX_BYTES",
        "SPOOL_MAX_BYTES = 1048576; SPOOL_DURABILITY = 'process' | SPOOL_MAX_BYTES, SPOOL_DURABILITY",
      })
  void settings_withoutEffectAreNoted(String lines, String names) {
    ConfigResult result = read(lines);

    assertThat(result.errors()).isEmpty();
    assertThat(result.notes())
        .containsExactly(names + ": without effect, since nothing is kept in a spool");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "STORAGE = 'cyclops.storage.spool' | :2: STORAGE = 'cyclops.storage.spool': needs SPOOL_PATH, the folder of the spool",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = None | :2: STORAGE = 'cyclops.storage.spool': needs SPOOL_PATH, the folder of the spool",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = '' | :3: SPOOL_PATH = '': expected a string that is not empty or None",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = 7 | :3: SPOOL_PATH = 7: expected a string that is not empty or None",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = '/a?b' | :3: SPOOL_PATH = '/a?b': must not hold a question mark",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = '/s'; SPOOL_DURABILITY = 'disk' | :4: SPOOL_DURABILITY = 'disk': expected 'fsync' or 'process'",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = '/s'; SPOOL_DURABILITY = 'FSYNC' | :4: SPOOL_DURABILITY = 'FSYNC': expected 'fsync' or 'process'",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = '/s'; SPOOL_MAX_BYTES = 65535 | :4: SPOOL_MAX_BYTES = 65535: expected a number of bytes from 65536 up",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = '/s'; SPOOL_MAX_BYTES = '10G' | :4: SPOOL_MAX_BYTES = '10G': expected a number of bytes from 65536 up",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = '/s'; SPOOL_MAX_BYTES = None | :4: SPOOL_MAX_BYTES = None: expected a number of bytes from 65536 up",
        "STORAGE = 'cyclops.storage.spool'; SPOOL_PATH = '/s'; STORAGE_MAX_BYTES = 65536 | :4: STORAGE_MAX_BYTES = 65536: the spool is bounded by SPOOL_MAX_BYTES: use that instead",
        "STORAGE = 'cyclops.storage.redis'; SPOOL_PATH = '/s' | :3: SPOOL_PATH = '/s': the events wait in Redis: remove it, or set STORAGE = 'cyclops.storage.SpoolStorage'",
        "REDIS_HOST = 'redis'; SPOOL_PATH = '/s' | :3: SPOOL_PATH = '/s': the events wait in Redis: remove it, or set STORAGE = 'cyclops.storage.SpoolStorage'",
      })
  void contradictions_areErrorsWithTheirLine(String lines, String error) {
    assertThat(read(lines).errors()).containsExactly("cyclops.conf" + error);
  }

  private static ConfigResult read(String lines) {
    return ConfigReader.read("cyclops.conf", KEYS + lines.replace("; ", "\n"), Map.of());
  }
}
