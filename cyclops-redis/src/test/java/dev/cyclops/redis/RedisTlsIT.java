/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cyclops.servers.RedisServer;
import dev.cyclops.testkit.PemIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTlsIT {
  @TempDir private Path folder;

  private PemIdentity identity(String name, String alternativeName) {
    return PemIdentity.generate(folder, name, alternativeName, PemIdentity.EC);
  }

  private static RedisServer server(PemIdentity identity) {
    return RedisServer.builder().tls(identity.certificatePem(), identity.keyPem()).create();
  }

  private Path caFile(PemIdentity identity) throws IOException {
    return Files.writeString(folder.resolve("ca.pem"), identity.certificatePem());
  }

  private static void start(RedisServer redis, boolean tls, @Nullable Path caFile) {
    start(redis, tls, caFile, Duration.ofSeconds(60));
  }

  private static void start(RedisServer redis, boolean tls, @Nullable Path caFile, Duration limit) {
    RedisOptions options =
        RedisOptions.builder()
            .address("localhost", redis.port())
            .tls(tls)
            .caFile(caFile)
            .timeout(PatientLink.TIMEOUT)
            .build();
    try (RedisLink link = RedisLink.open(options)) {
      link.awaitUp(limit, line -> {});
      assertThat(LinkProbe.works(link, 3)).isTrue();
    }
  }

  @Test
  void start_speaksTls_withWhomTheFileNames() throws IOException {
    PemIdentity identity = identity("localhost", "dns:localhost");
    try (RedisServer redis = server(identity)) {
      start(redis, true, caFile(identity));
    }
  }

  @Test
  void start_refusesWhomNobodyVouchesFor() {
    try (RedisServer redis = server(identity("localhost", "dns:localhost"))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> start(redis, true, null))
          .withMessageContaining("signed by nobody who is trusted")
          .withMessageNotContaining("waited");
    }
  }

  @Test
  void start_refusesAnothersCertificate() throws IOException {
    PemIdentity other = identity("other", "dns:other.example");
    try (RedisServer redis = server(other)) {
      Path trusted = caFile(other);
      assertThatIllegalStateException()
          .isThrownBy(() -> start(redis, true, trusted))
          .withMessageContaining("its certificate is refused")
          .withMessageNotContaining("waited");
    }
  }

  @Test
  void start_withoutTls_saysThatTheOtherSideMayWantIt() {
    try (RedisServer redis = server(identity("localhost", "dns:localhost"))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> start(redis, false, null, Duration.ofSeconds(3)))
          .withMessageContaining("it may want TLS");
    }
  }
}
