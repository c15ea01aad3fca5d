/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.FloodRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloodRuleReaderTest {
  private static final String KEYS = "PROJECT_KEYS = [(1, 'public')]\n";

  private static ConfigResult read(String text) {
    return ConfigReader.read("cyclops.conf", KEYS + text, Map.of());
  }

  private static List<String> rules(String value) {
    ConfigResult result = read("FLOOD_RULES = " + value);
    assertThat(result.errors()).isEmpty();
    return result.config().orElseThrow().get(FloodSettings.FLOOD_RULES).stream()
        .map(entry -> entry.rule(10, Duration.ofSeconds(1)))
        .map(FloodRule::toString)
        .toList();
  }

  @Test
  void read_takesEveryConditionAndAction() {
    assertThat(
            rules(
                """
                [
                  {'project': 3, 'level': 'warning', 'limit': 5, 'window': 60},
                  {'message': 'ResizeObserver loop*', 'drop': True},
                  {'type': ['OutOfMemoryError', 'Disk?ull'], 'pass': True},   # always
                  {'environment': 'staging', 'one_in': 100},
                  {'release': 'shop@1.*', 'project': [7, 2], 'level': ['fatal', 'ERROR'], 'limit': 5},
                  {'window': 0.5},
                ]"""))
        .containsExactly(
            "project 3, level warning: 5 of an error pass in 60 s",
            "message 'ResizeObserver loop*': all are dropped",
            "type 'OutOfMemoryError' or 'Disk?ull': all pass",
            "environment 'staging': one in 100 of an error passes",
            "project 2 or 7, level fatal or error, release 'shop@1.*': 5 of an error pass in 1 s",
            "everything: 10 of an error pass in 0.5 s");
    assertThat(rules("[]")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{'lvl': 'error', 'drop': True}] | rule 1: there is no key 'lvl'; did you mean 'level'?",
        "[{'drop': True}, 7] | rule 2: is no dict",
        "[{1: 2, 'drop': True}] | rule 1: a key is no string",
        "[{'drop': True, 'drop': True}] | rule 1: 'drop' is there twice",
        "[{'level': 'error'}] | rule 1: says not what to do; that is 'pass': True, 'drop': True, 'limit' and 'window', or 'one_in'",
        "[{'pass': True, 'drop': True}] | rule 1: 'pass' and 'drop' exclude each other",
        "[{'one_in': 5, 'window': 60}] | rule 1: 'window' and 'one_in' exclude each other",
        "[{'limit': 5, 'drop': True}] | rule 1: 'drop' and 'limit' exclude each other",
        "[{'drop': False}] | rule 1: 'drop': expected True",
        "[{'pass': 1}] | rule 1: 'pass': expected True",
        "[{'limit': 0}] | rule 1: 'limit': expected a whole number from 1 to 2147483647",
        "[{'one_in': 1}] | rule 1: 'one_in': expected a whole number from 2 to 2147483647",
        "[{'limit': 1, 'window': 0}] | rule 1: 'window': expected a number of seconds above 0, up to 86400",
        "[{'limit': 1, 'window': 86401}] | rule 1: 'window': expected a number of seconds above 0, up to 86400",
        "[{'level': 'warn', 'drop': True}] | rule 1: 'level': no level: warn; there are fatal, error, warning, info and debug",
        "[{'level': [], 'drop': True}] | rule 1: 'level': no level",
        "[{'project': 'x', 'drop': True}] | rule 1: 'project': expected a project's id, or a list of them",
        "[{'project': [1, 0], 'drop': True}] | rule 1: 'project': project < 1: 0",
        "[{'message': None, 'drop': True}] | rule 1: 'message': expected a string, or a list of strings",
        "[{'message': '', 'drop': True}] | rule 1: 'message': length of a pattern is not within 1 to 256: 0",
      })
  void read_namesWhatIsWrongWithARule(String value, String message) {
    assertThat(read("FLOOD_RULES = " + value).errors())
        .singleElement()
        .asString()
        .startsWith("cyclops.conf:2: FLOOD_RULES = [{")
        .endsWith(": expected " + FloodRuleReader.EXPECTED + "; " + message);
  }

  @Test
  void read_takesNothingButAList() {
    assertThat(read("FLOOD_RULES = {'drop': True}").errors())
        .containsExactly(
            "cyclops.conf:2: FLOOD_RULES = {'drop': True}: expected " + FloodRuleReader.EXPECTED);
  }

  @Test
  void read_asksForAWindowWhereThereIsNoOther() {
    String off = "URL_CACHE_EXPIRATION = 0\nFLOOD_RULES = ";

    assertThat(read(off + "[{'drop': True}, {'limit': 5}]").errors())
        .containsExactly(
            "cyclops.conf:3: FLOOD_RULES = [{'drop': True}, {'limit': 5}]: rule 2: 'limit' needs a"
                + " 'window', since URL_CACHE_EXPIRATION is 0");
    assertThat(read(off + "[{'limit': 5, 'window': 1}, {'one_in': 2}]").errors()).isEmpty();
  }

  @Test
  void read_notesWhatNothingIsCountedFor() {
    String none = "CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.NoCache'\nFLOOD_RULES = ";

    assertThat(read(none + "[{'drop': True}]").notes()).isEmpty();
    assertThat(read(none + "[{'one_in': 2}]").notes())
        .containsExactly(
            "FLOOD_RULES: 'limit' and 'one_in' let everything pass, since nothing is counted with"
                + " CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.NoCache'");
  }
}
