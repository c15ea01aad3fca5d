/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.launcher.config.ConfigResult;
import dev.cyclops.launcher.config.OperatorSettings;
import dev.cyclops.launcher.config.Pace;
import dev.cyclops.launcher.config.QueueSettings;
import dev.cyclops.launcher.config.SentrySettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorSettingsTest {
  private static final String KEYS = "PROJECT_KEYS = [(1, 'a')]\n";
  private static final String TOKEN = "sixteen-letters!";

  private static ConfigResult read(String text, Map<String, String> environment) {
    return ConfigReader.read("c.conf", KEYS + text, environment);
  }

  private static Config config(String text) {
    ConfigResult result = read(text, Map.of());
    assertThat(result.errors()).isEmpty();
    return result.config().orElseThrow();
  }

  @Test
  void defaults_areThisMachineOnly() {
    Config config = config("");
    assertThat(config.get(OperatorSettings.OPERATOR_PORT)).hasValue(9998);
    assertThat(config.get(OperatorSettings.OPERATOR_BIND)).isEqualTo("127.0.0.1");
    assertThat(config.get(OperatorSettings.OPERATOR_TOKEN)).isEmpty();
    assertThat(config.isSet(OperatorSettings.OPERATOR_PORT)).isFalse();
    assertThat(config("OPERATOR_PORT = None").get(OperatorSettings.OPERATOR_PORT)).isEmpty();
    assertThat(config("OPERATOR_PORT = 9998").isSet(OperatorSettings.OPERATOR_PORT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "::1"})
  void bind_toThisMachineNeedsNoToken(String bind) {
    config("OPERATOR_BIND = '" + bind + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "::", "10.0.0.1", "cyclops.example", "127.0.0.1.example", "0", ""})
  void bind_toANetworkNeedsAToken(String bind) {
    String line = "OPERATOR_BIND = '" + bind + "'\n";
    assertThat(read(line, Map.of()).errors())
        .containsExactly(
            "c.conf:2: "
                + line.strip()
                + ": is no loopback address, such as '127.0.0.1': set OPERATOR_TOKEN as well, or"
                + " everyone who reaches that port could drop events");
    config(line + "OPERATOR_TOKEN = '" + TOKEN + "'");
    config(line + "OPERATOR_PORT = None");
    assertThat(read(line, Map.of("CYCLOPS_OPERATOR_TOKEN", TOKEN)).errors()).isEmpty();
  }

  @Test
  void bind_ofTheEnvironmentNeedsATokenToo() {
    assertThat(read("", Map.of("CYCLOPS_OPERATOR_BIND", "0.0.0.0")).errors())
        .singleElement()
        .asString()
        .startsWith("environment: CYCLOPS_OPERATOR_BIND = 0.0.0.0: is no loopback address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fifteen-letters",
        "with a blank in it",
        "tab\tin-its-middle",
        "ümlaut-in-its-middle"
      })
  void token_isCheckedAndNeverShown(String token) {
    ConfigResult result = read("OPERATOR_TOKEN = '" + token + "'", Map.of());
    assertThat(result.errors())
        .containsExactly(
            "c.conf:2: OPERATOR_TOKEN = ***: expected a string of 16 to 256 visible ASCII characters"
                + " or None");
  }

  @Test
  void command_needsNobodyWhoMayReport() {
    ConfigResult result =
        ConfigReader.readForCommand("none", "", Map.of("CYCLOPS_OPERATOR_TOKEN", TOKEN));
    assertThat(result.errors()).isEmpty();
    assertThat(result.config().orElseThrow().get(OperatorSettings.OPERATOR_TOKEN)).hasValue(TOKEN);
    assertThat(ConfigReader.readForCommand("c.conf", "NOPE = 1", Map.of()).errors()).hasSize(1);
  }

  @Test
  void rateController_isOneOfTwo() {
    assertThat(config("").get(SentrySettings.RATE_CONTROLLER))
        .matches(pace -> pace.is(Pace.ADAPTIVE));
    assertThat(config("RATE_CONTROLLER = 'percentile'").get(SentrySettings.RATE_CONTROLLER))
        .matches(pace -> pace.is(Pace.PERCENTILE));
    // An old file's settings are no mistake.
    ConfigResult old = read("MAX_DUMP_INTERVAL = 60\nMAX_REQUESTS_TO_AVERAGE = 100", Map.of());
    assertThat(old.errors()).isEmpty();
    assertThat(old.warnings()).isEmpty();
    assertThat(old.notes()).isEmpty();
    assertThat(read("RATE_CONTROLLER = 'fast'", Map.of()).errors())
        .containsExactly(
            "c.conf:2: RATE_CONTROLLER = 'fast': expected 'adaptive' or 'percentile', or the name of a plugin or of a Java class; PLUGINS, the folder of plugins, is not set");
  }

  @Test
  void maxEventAge_isAtMost29Days() {
    assertThat(config("").get(QueueSettings.MAX_EVENT_AGE)).isEqualTo(Duration.ofDays(1));
    assertThat(config("MAX_EVENT_AGE = 29 * 24 * 60 * 60").get(QueueSettings.MAX_EVENT_AGE))
        .isEqualTo(Duration.ofDays(29));
    assertThat(read("MAX_EVENT_AGE = 29 * 24 * 60 * 60 + 1", Map.of()).errors())
        .singleElement()
        .asString()
        .endsWith("expected a number of seconds above 0, up to 2505600");
    assertThat(read("MAX_EVENT_AGE = 0", Map.of()).errors()).hasSize(1);
  }
}
