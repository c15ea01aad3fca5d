/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a:1", "cyclops-2.example.com:9998", "10.0.0.2:65535", "[::1]:9998"})
  void parse_takesHostAndPort(String address) {
    assertThat(PeerAddresses.parse(List.of(address))).containsExactly(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a:",
        ":1",
        "a:0",
        "a:65536",
        "a:99999",
        "http://a:1",
        "a:1/x",
        "a b:1",
        "u@a:1",
        "::1:9998",
        "a:1?x",
        "-a:1",
        "a\r\n:1"
      })
  void parse_refusesTheRest(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerAddresses.parse(List.of("a:1", address)))
        .withMessage("'" + address + "' is no host and port");
  }

  @Test
  void parse_hasABound() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerAddresses.parse(Collections.nCopies(65, "a:1")))
        .withMessage("65 are too many");
  }

  @Test
  void settings_askForTheTokenOfOtherMachines() {
    String conf =
        "SENTRY_BASE_URL = 'http://sentry'\nPROJECT_KEYS = [(1, 'key')]\nOPERATOR_PEERS = ['%s:9998']\n";

    assertThat(ConfigReader.read("c", conf.formatted("10.0.0.2"), Map.of()).errors())
        .singleElement()
        .asString()
        .contains("OPERATOR_PEERS", "OPERATOR_TOKEN");
    assertThat(ConfigReader.read("c", conf.formatted("127.0.0.1"), Map.of()).errors()).isEmpty();
    String token = "OPERATOR_TOKEN = 'a-token-that-nobody-guesses'\n";
    assertThat(ConfigReader.read("c", conf.formatted("10.0.0.2") + token, Map.of()).errors())
        .isEmpty();
  }
}
