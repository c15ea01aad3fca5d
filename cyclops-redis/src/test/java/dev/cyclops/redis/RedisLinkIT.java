/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static dev.cyclops.redis.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.redis.RedisException.Kind;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.servers.RedisVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedisLinkIT {
  private static final int SHARD = 7;

  private static RedisLink open(RedisServer redis) {
    return PatientLink.to(redis);
  }

  private static RedisLink open(RedisServer redis, Duration timeout) {
    return RedisLink.open(
        RedisOptions.builder().address(RedisServer.HOST, redis.port()).timeout(timeout).build());
  }

  private static void awaitUp(RedisLink link, boolean up) {
    await().until(() -> link.isUp(SHARD) == up);
  }

  @ParameterizedTest
  @EnumSource(RedisVersion.class)
  void run_answersWhatTheScriptReturns(RedisVersion version) {
    Script script = Script.of("mixed", "return {KEYS[1], ARGV[1], 7, false}");
    try (RedisServer redis = RedisServer.builder().version(version).create();
        RedisLink link = open(redis)) {
      assertThat((List<?>) LinkProbe.answer(link, script, SHARD, "x"))
          .hasSize(4)
          .satisfies(
              parts -> {
                assertThat((byte[]) parts.get(0)).isEqualTo(Shards.key(SHARD, "list"));
                assertThat((byte[]) parts.get(1)).isEqualTo("x".getBytes(UTF_8));
                assertThat(parts.get(2)).isEqualTo(7L);
                assertThat(parts.get(3)).isNull();
              });
    }
  }

  private static int calls(RedisServer redis, String command) {
    return Integer.parseInt(redis.info("cmdstat_" + command).replaceAll("calls=(\\d+),.*", "$1"));
  }

  @Test
  void run_sendsWhatGatheredAsOne_inOrder() {
    int count = 3000;
    try (RedisServer redis = RedisServer.create();
        RedisLink link = open(redis)) {
      List<CompletableFuture<@Nullable Object>> asked = new ArrayList<>();
      // So that all of them gather, however long it takes to ask.
      redis.freeze();
      for (int i = 0; i < count; i++) {
        asked.add(LinkProbe.ask(link, LinkProbe.APPEND, SHARD, "x"));
      }
      redis.thaw();
      for (int i = 0; i < count; i++) {
        assertThat(LinkProbe.await(asked.get(i))).isEqualTo(i + 1L);
      }
      assertThat(link.stats().commands()).isEqualTo(count);
      assertThat(link.stats().batches()).isBetween(count / 512L, count / 100L);
      assertThat(link.stats().waiting()).isZero();
      // The text goes once, for the first of them and for the first probe.
      assertThat(calls(redis, "eval")).isEqualTo(2);
      assertThat(calls(redis, "evalsha")).isGreaterThanOrEqualTo(count - 1);
    }
  }

  @Test
  void run_healsALostScript() {
    try (RedisServer redis = RedisServer.create();
        RedisLink link = open(redis)) {
      LinkProbe.answer(link, LinkProbe.APPEND, SHARD, "a");
      redis.execute("SCRIPT", "FLUSH");

      assertThat(LinkProbe.answer(link, LinkProbe.APPEND, SHARD, "b")).isEqualTo(2L);
      assertThat(LinkProbe.answer(link, LinkProbe.APPEND, SHARD, "c")).isEqualTo(3L);
    }
  }

  @Test
  void run_failsWhatAScriptCannot_andNothingElse() {
    Script wrong = Script.of("wrong", "return redis.call('HGET', KEYS[1], 'a')");
    try (RedisServer redis = RedisServer.create();
        RedisLink link = open(redis)) {
      CompletableFuture<@Nullable Object> before =
          LinkProbe.ask(link, LinkProbe.APPEND, SHARD, "a");
      CompletableFuture<@Nullable Object> bad = LinkProbe.ask(link, wrong, SHARD);
      CompletableFuture<@Nullable Object> after = LinkProbe.ask(link, LinkProbe.APPEND, SHARD, "b");

      assertThat(LinkProbe.await(before)).isEqualTo(1L);
      assertThat(LinkProbe.kind(bad)).isEqualTo(Kind.FAILED);
      assertThat(LinkProbe.await(after)).isEqualTo(2L);
      assertThat(link.isUp(SHARD)).isTrue();
    }
  }

  @Test
  void run_givesUpWhenRedisHangs_allThatWaits() {
    try (RedisServer redis = RedisServer.create();
        RedisLink link = open(redis, Duration.ofSeconds(10))) {
      LinkProbe.answer(link, LinkProbe.APPEND, SHARD, "a");
      AtomicInteger changes = new AtomicInteger();
      link.onChange(changes::incrementAndGet);
      redis.freeze();
      List<CompletableFuture<@Nullable Object>> asked = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        asked.add(LinkProbe.ask(link, LinkProbe.APPEND, SHARD, "b"));
      }
      for (CompletableFuture<@Nullable Object> each : asked) {
        assertThat(LinkProbe.kind(each)).isEqualTo(Kind.UNAVAILABLE);
      }
      awaitUp(link, false);
      CompletableFuture<@Nullable Object> whileDown =
          LinkProbe.ask(link, LinkProbe.APPEND, SHARD, "c");
      assertThat(whileDown).isCompletedExceptionally();
      assertThat(link.stats().shardsDown()).isEqualTo(65);

      redis.thaw();
      awaitUp(link, true);
      assertThat(LinkProbe.works(link, SHARD)).isTrue();
      await().untilAsserted(() -> assertThat(changes).hasValue(2));
    }
  }

  /** More than the kernel's buffers take: what hangs is a write, which has no timeout. */
  @Test
  void run_leavesAConnectionWhoseWritesHang() throws IOException {
    byte[] welcome = "+OK\r\n+OK\r\n".getBytes(UTF_8);
    List<Socket> taken = new CopyOnWriteArrayList<>();
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread acceptor =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Socket socket = deaf.accept();
                    socket.getOutputStream().write(welcome);
                    taken.add(socket);
                  }
                } catch (IOException e) {
                  // The test is over.
                }
              });
      acceptor.start();
      RedisOptions options =
          RedisOptions.builder().address(RedisServer.HOST, deaf.getLocalPort()).build();
      try (RedisLink link = RedisLink.open(options)) {
        await().until(() -> link.stats().batches() > 0);
        CompletableFuture<@Nullable Object> asked =
            LinkProbe.ask(link, LinkProbe.APPEND, SHARD, "x".repeat(40 << 20));

        assertThat(LinkProbe.kind(asked)).isEqualTo(Kind.UNAVAILABLE);
        await().until(() -> taken.size() > 1);
      }
    }
    for (Socket socket : taken) {
      socket.close();
    }
  }

  @Test
  void run_goesOnAfterRedisWasKilled() {
    try (RedisServer redis = RedisServer.builder().appendOnly("always").create();
        RedisLink link = open(redis)) {
      LinkProbe.answer(link, LinkProbe.APPEND, SHARD, "a");
      redis.kill();
      awaitUp(link, false);
      assertThat(LinkProbe.kind(LinkProbe.ask(link, LinkProbe.APPEND, SHARD, "b")))
          .isEqualTo(Kind.UNAVAILABLE);
      redis.start();
      awaitUp(link, true);

      assertThat(LinkProbe.answer(link, LinkProbe.APPEND, SHARD, "c")).isEqualTo(2L);
    }
  }

  @Test
  void run_needsNobodyToSeeThatAConnectionWasClosed() {
    try (RedisServer redis = RedisServer.create();
        RedisLink link = open(redis)) {
      LinkProbe.answer(link, LinkProbe.APPEND, SHARD, "a");
      AtomicInteger changes = new AtomicInteger();
      link.onChange(changes::incrementAndGet);
      long connected = Long.parseLong(redis.info("total_connections_received"));
      redis.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      // The link tries an idle connection about once a second; each info() is one more.
      AtomicInteger asked = new AtomicInteger();
      await()
          .until(
              () ->
                  Long.parseLong(redis.info("total_connections_received"))
                      > connected + asked.incrementAndGet() + 1);

      assertThat(LinkProbe.answer(link, LinkProbe.APPEND, SHARD, "b")).isEqualTo(2L);
      assertThat(changes).hasValue(0);
    }
  }

  @ParameterizedTest
  @EnumSource(RedisVersion.class)
  void run_ofAFullRedis_refusesWhatNeedsMemory_andDrains(RedisVersion version) {
    try (RedisServer redis = RedisServer.builder().version(version).create();
        RedisLink link = open(redis)) {
      LinkProbe.answer(link, LinkProbe.APPEND, SHARD, "a");
      // It holds more than that by itself.
      redis.execute("CONFIG", "SET", "maxmemory", "1");

      assertThat(LinkProbe.kind(LinkProbe.ask(link, LinkProbe.APPEND, SHARD, "b")))
          .isEqualTo(Kind.FULL);
      // Two more are probes, which need memory as well.
      long batches = link.stats().batches();
      await().until(() -> link.stats().batches() > batches + 2 || !link.isUp(SHARD));
      assertThat(link.isUp(SHARD)).isTrue();
      assertThat(LinkProbe.answer(link, LinkProbe.REMOVE, SHARD)).isEqualTo(1L);
      redis.execute("CONFIG", "SET", "maxmemory", "0");
      assertThat(LinkProbe.works(link, SHARD)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(RedisVersion.class)
  void run_ofAReplica_saysSo_untilItIsAMaster(RedisVersion version) {
    try (RedisServer redis = RedisServer.builder().version(version).create();
        RedisServer other = RedisServer.builder().version(version).create();
        RedisLink link = open(redis, Duration.ofSeconds(10))) {
      LinkProbe.answer(link, LinkProbe.APPEND, SHARD, "a");
      AtomicReference<RedisException> why = new AtomicReference<>();
      await()
          .until(
              () -> {
                redis.execute("REPLICAOF", RedisServer.HOST, Integer.toString(other.port()));
                why.set(LinkProbe.failure(LinkProbe.ask(link, LinkProbe.APPEND, SHARD, "b")));
                if (why.get().kind() != Kind.UNAVAILABLE) {
                  return true;
                }
                // A probe was faster, and has told the link: there was nothing left to ask.
                redis.execute("REPLICAOF", "NO", "ONE");
                awaitUp(link, true);
                return false;
              });
      assertThat(why.get().kind()).isEqualTo(Kind.READ_ONLY);
      assertThat(why.get()).hasMessageContaining("READONLY");
      awaitUp(link, false);
      redis.execute("REPLICAOF", "NO", "ONE");
      awaitUp(link, true);
      assertThat(LinkProbe.works(link, SHARD)).isTrue();
    }
  }

  @Test
  void run_failsAtOnce_whenMoreIsAskedThanIsDone() {
    try (RedisServer redis = RedisServer.create();
        RedisLink link = open(redis)) {
      LinkProbe.answer(link, LinkProbe.APPEND, SHARD, "a");
      redis.freeze();
      List<CompletableFuture<@Nullable Object>> asked = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        asked.add(LinkProbe.ask(link, LinkProbe.APPEND, SHARD, "b"));
      }
      long refused = asked.stream().filter(CompletableFuture::isDone).count();
      assertThat(refused).isGreaterThanOrEqualTo(10_000 - Pace.MOST_COMMANDS).isLessThan(10_000);
      assertThat(LinkProbe.failure(asked.get(9_999))).hasMessageContaining("more is asked");
      redis.thaw();
      assertThat(LinkProbe.await(asked.get(0))).isEqualTo(2L);
    }
  }

  @Test
  void close_answersWhatWasAsked_andRefusesWhatComes() {
    try (RedisServer redis = RedisServer.create()) {
      RedisLink link = open(redis);
      CompletableFuture<@Nullable Object> asked = LinkProbe.ask(link, LinkProbe.APPEND, SHARD, "a");
      link.close();

      assertThat(asked).isCompletedWithValue(1L);
      assertThat(LinkProbe.failure(LinkProbe.ask(link, LinkProbe.APPEND, SHARD, "b")))
          .hasMessageContaining("closed");
      link.close();
    }
  }
}
