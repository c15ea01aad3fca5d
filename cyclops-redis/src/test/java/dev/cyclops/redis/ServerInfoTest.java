/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerInfoTest {
  private static ServerInfo info(String version, String mode, String policy, String aof) {
    return new ServerInfo(
        ServerInfo.fields(
            "# Server\r\nredis_version:%s\r\nredis_mode:%s\r\nmaxmemory_policy:%s\r\naof_enabled:%s\r\n"
                .formatted(version, mode, policy, aof)),
        "3600 1");
  }

  private static @Nullable String wrong(String version) {
    return info(version, "standalone", "noeviction", "1").wrong(false);
  }

  @ParameterizedTest
  @CsvSource({"6.2.0", "6.10.1", "7.0.15", "8.0.0", "255.255.255"})
  void wrong_isNothing_from62(String version) {
    assertThat(wrong(version)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"6.0.16", "5.0.14", "2.8.24"})
  void wrong_isAnEarlierVersion(String version) {
    assertThat(wrong(version)).contains(version).contains("6.2");
  }

  @Test
  void wrong_isAPolicyThatThrowsEventsAway() {
    assertThat(info("7.0.0", "standalone", "allkeys-lru", "1").wrong(false))
        .contains("maxmemory-policy is allkeys-lru")
        .contains("noeviction");
  }

  @Test
  void wrong_isAnotherKindOfServer() {
    assertThat(info("7.0.0", "cluster", "noeviction", "1").wrong(false)).contains("REDIS_CLUSTER");
    assertThat(info("7.0.0", "cluster", "noeviction", "1").wrong(true)).isNull();
    assertThat(info("7.0.0", "sentinel", "", "").wrong(false)).contains("REDIS_SENTINEL_MASTER");
  }

  @Test
  void warnings_areAboutWhatIsLostWhenItEnds() {
    assertThat(info("7.0.0", "standalone", "noeviction", "1").warnings()).isEmpty();
    assertThat(info("7.0.0", "standalone", "noeviction", "0").warnings())
        .singleElement()
        .asString()
        .contains("last snapshot");
    assertThat(new ServerInfo(ServerInfo.fields("aof_enabled:0"), "").warnings())
        .singleElement()
        .asString()
        .contains("writes nothing to disk");
  }

  @Test
  void nothingIsWrong_whenNothingMayBeAsked_butThatIsNoted() {
    ServerInfo unknown = new ServerInfo(null, null);

    assertThat(unknown.wrong(false)).isNull();
    assertThat(unknown.warnings()).isEmpty();
    assertThat(unknown.notes()).singleElement().asString().contains("INFO").contains("noeviction");
  }
}
