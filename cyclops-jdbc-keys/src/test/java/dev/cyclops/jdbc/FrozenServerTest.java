/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static dev.cyclops.jdbc.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@Timeout(300)
class FrozenServerTest {
  /** Longer than any test: what ends before was not ended by it. */
  private static final Duration NEVER = Duration.ofMinutes(10);

  private static JdbcKeySource source(Database database, FrozenServer server, Duration timeout) {
    return JdbcKeySource.builder(database)
        .host("127.0.0.1")
        .port(server.port())
        .user("cyclops")
        .password("top secret")
        .timeout(timeout)
        .build();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SQLITE")
  void load_endsWhereNobodyAnswers(Database database) throws Exception {
    try (FrozenServer server = new FrozenServer()) {
      JdbcKeySource source = source(database, server, Duration.ofMillis(700));

      assertThatThrownBy(source::load)
          .isInstanceOf(KeyLoadException.class)
          .hasMessage(source + ": no answer within 700 ms while connecting");
      // It may say that the driver has not come back yet, as long as that has not.
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(source::load)
                      .isInstanceOf(KeyLoadException.class)
                      .hasMessage(source + ": no answer within 700 ms while connecting"));
      await().until(() -> server.connections() >= 2);
      source.close();
    }
  }

  @Test
  void load_endsInTheMiddleOfATlsHandshake() throws Exception {
    // PostgreSQL's yes to TLS.
    try (FrozenServer server = new FrozenServer((byte) 'S')) {
      JdbcKeySource source =
          JdbcKeySource.builder(Database.POSTGRES)
              .host("127.0.0.1")
              .port(server.port())
              .tls(DatabaseTls.of(DatabaseTls.Mode.REQUIRED))
              .timeout(Duration.ofMillis(700))
              .build();

      assertThatThrownBy(source::load)
          .isInstanceOf(KeyLoadException.class)
          .hasMessage(source + ": no answer within 700 ms while connecting");
      source.close();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SQLITE")
  void close_endsALoadThatIsConnecting(Database database) throws Exception {
    try (FrozenServer server = new FrozenServer()) {
      JdbcKeySource source = source(database, server, NEVER);
      CompletableFuture<Object> load = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  load.complete(source.load());
                } catch (Exception e) {
                  load.completeExceptionally(e);
                }
              });
      thread.start();
      server.awaitConnection();

      source.close();

      assertThatThrownBy(load::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(KeyLoadException.class)
          .hasMessage(source + ": closed");
    }
  }

  @Test
  void load_isInterruptible() throws Exception {
    try (FrozenServer server = new FrozenServer()) {
      JdbcKeySource source = source(Database.MYSQL, server, NEVER);
      CompletableFuture<Exception> failure = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  source.load();
                } catch (Exception e) {
                  failure.complete(e);
                }
              });
      thread.start();
      server.awaitConnection();

      thread.interrupt();

      assertThat(failure.get()).isInstanceOf(InterruptedException.class);
      source.close();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SQLITE")
  void load_leavesNoThreadBehind(Database database) throws Exception {
    try (FrozenServer server = new FrozenServer()) {
      JdbcKeySource source = source(database, server, Duration.ofMillis(300));
      assertThatThrownBy(source::load).isInstanceOf(KeyLoadException.class);
      source.close();
    }
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("cyclops-keys-jdbc")));
  }
}
