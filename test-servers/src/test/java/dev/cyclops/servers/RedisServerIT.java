/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cyclops.testkit.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tests of others rely on. */
class RedisServerIT {
  private static Object as(RedisServer server, String user, String password, String... command)
      throws IOException {
    try (RespConnection connection = new RespConnection(RedisServer.HOST, server.port())) {
      connection.call("AUTH", user, password);
      return connection.call(command);
    }
  }

  private static Object asDefault(RedisServer server, String... command) throws IOException {
    try (RespConnection connection = new RespConnection(RedisServer.HOST, server.port())) {
      return connection.call(command);
    }
  }

  @Test
  void create_takesCommandsFromAnybody() throws IOException {
    try (RedisServer server = RedisServer.create()) {
      assertThat(server.info("redis_version")).startsWith("6.2.");
      assertThat(asDefault(server, "RPUSH", "list", "å\r\n", "")).isEqualTo(2L);
      assertThat(server.execute("LRANGE", "list", "0", "-1")).isEqualTo(List.of("å\r\n", ""));
      assertThat(server.execute("GET", "none")).isNull();
      assertThat(server.number("LLEN", "list")).isEqualTo(2);
      assertThatThrownBy(() -> server.execute("GET", "list"))
          .isInstanceOf(RedisRefusedException.class)
          .hasMessageStartingWith("WRONGTYPE");
    }
  }

  @Test
  void kill_keepsWhatIsInTheAppendOnlyFile() {
    for (String fsync : List.of("always", "everysec")) {
      try (RedisServer server = RedisServer.builder().appendOnly(fsync).create()) {
        server.execute("SET", "key", "value");
        assertThat(server.execute("CONFIG", "GET", "appendfsync"))
            .isEqualTo(List.of("appendfsync", fsync));
        int port = server.port();
        server.freeze();
        server.kill();
        assertThatThrownBy(() -> new Socket(RedisServer.HOST, port))
            .isInstanceOf(IOException.class);
        server.start();
        assertThat(server.port()).isEqualTo(port);
        assertThat(server.execute("GET", "key")).isEqualTo("value");
      }
    }
  }

  @Test
  void kill_losesEverythingWithoutAppendOnlyFile() {
    try (RedisServer server = RedisServer.create()) {
      server.execute("SET", "key", "value");
      server.kill();
      server.start();
      assertThat(server.number("DBSIZE")).isZero();
    }
  }

  @Test
  void freeze_silencesUntilThaw() throws IOException {
    try (RedisServer server = RedisServer.create();
        Socket socket = new Socket(RedisServer.HOST, server.port())) {
      server.freeze();
      // The kernel takes this one.
      new Socket(RedisServer.HOST, server.port()).close();
      socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
      socket.setSoTimeout(300);
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
      server.thaw();
      socket.setSoTimeout(60_000);
      assertThat(socket.getInputStream().read()).isEqualTo('+');
    }
  }

  @Test
  void maxMemory_isRefusedWhenUsedUp() {
    try (RedisServer server = RedisServer.builder().maxMemory("2mb", "noeviction").create()) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  server.execute("SET", "key" + i, "x".repeat(100_000));
                }
              })
          .isInstanceOf(RedisRefusedException.class)
          .hasMessageStartingWith("OOM");
    }
  }

  @Test
  void password_isAskedOfTheDefaultUser() throws IOException {
    String password = "a \"b\" \\ ü";
    try (RedisServer server = RedisServer.builder().password(password).create()) {
      assertThatThrownBy(() -> asDefault(server, "PING")).hasMessageStartingWith("NOAUTH");
      assertThatThrownBy(() -> as(server, "default", "wrong", "PING"))
          .hasMessageStartingWith("WRONGPASS");
      assertThat(server.execute("PING")).isEqualTo("PONG");
    }
  }

  @Test
  void user_mayDoWhatTheRulesSay() throws IOException {
    try (RedisServer server =
        RedisServer.builder().user("reader", "secret", "~{cy:*}*", "+get").create()) {
      assertThat(as(server, "reader", "secret", "GET", "{cy:01}:a")).isNull();
      assertThatThrownBy(() -> as(server, "reader", "secret", "GET", "a"))
          .hasMessageStartingWith("NOPERM");
      assertThatThrownBy(() -> as(server, "reader", "secret", "SET", "{cy:01}:a", "b"))
          .hasMessageStartingWith("NOPERM");
    }
  }

  private static void assertTlsOnly(TestCertificates certificates, RedisServer server) {
    try (Socket tls =
        certificates.trusting().getSocketFactory().createSocket(RedisServer.HOST, server.port())) {
      ((SSLSocket) tls).startHandshake();
      tls.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
      assertThat(tls.getInputStream().readNBytes(7)).isEqualTo("+PONG\r\n".getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThatThrownBy(() -> asDefault(server, "PING")).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void tls_isAllThatTheyUnderstand(RedisVersion version) {
    assumeTrue(version.isInstalled(), "apt-get install redis-server");
    try (TestCertificates certificates = TestCertificates.create();
        RedisServer server =
            RedisServer.builder()
                .version(version)
                .tls(
                    certificates.localhostPem().certificatePem(),
                    certificates.localhostPem().keyPem())
                .create()) {
      assertThat(server.info("redis_version")).startsWith(version.number() + ".");
      assertTlsOnly(certificates, server);
    }
  }

  @Test
  void tls_isWhatSentinelsAndClustersSpeak() {
    try (TestCertificates certificates = TestCertificates.create()) {
      UnaryOperator<RedisServerBuilder> tls =
          node ->
              node.tls(
                  certificates.localhostPem().certificatePem(),
                  certificates.localhostPem().keyPem());
      try (RedisSentinelGroup group = RedisSentinelGroup.create(1, tls)) {
        assertThat(group.master()).isSameAs(group.nodes().get(0));
        assertTlsOnly(certificates, group.sentinels().get(0));
      }
      try (RedisCluster cluster = RedisCluster.create(0, tls)) {
        int slot = cluster.slot("a");
        RedisServer source = cluster.owner(slot);
        source.execute("SET", "a", "value");
        int other = (cluster.nodes().indexOf(source) + 1) % 3;
        cluster.move(slot, cluster.nodes().get(other)).finish();
        assertThat(cluster.nodes().get(other).execute("GET", "a")).isEqualTo("value");
        assertTlsOnly(certificates, source);
      }
    }
  }

  @Test
  void databases_areAsManyAsAskedFor() {
    try (RedisServer server = RedisServer.builder().databases(3).create()) {
      assertThat(server.execute("SELECT", "2")).isEqualTo("OK");
      assertThatThrownBy(() -> server.execute("SELECT", "3"))
          .isInstanceOf(RedisRefusedException.class);
    }
  }

  @Test
  void create_saysWhatRedisDoesNotLike() {
    assertThatThrownBy(() -> RedisServer.builder().option("maxmemory", "much").create())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("maxmemory \"much\"");
    assertThatThrownBy(() -> RedisServer.create().start()).hasMessage("it runs");
  }

  @Test
  void close_leavesNoProcessAndNoFolder() {
    RedisServer server = RedisServer.create();
    long children = ProcessHandle.current().descendants().count();
    server.close();
    assertThat(ProcessHandle.current().descendants().count()).isLessThan(children);
    assertThat(server.folder()).doesNotExist();
  }
}
