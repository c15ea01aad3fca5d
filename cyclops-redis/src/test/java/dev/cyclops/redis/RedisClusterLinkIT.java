/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static dev.cyclops.redis.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.redis.RedisException.Kind;
import dev.cyclops.servers.RedisCluster;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.servers.SlotMove;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedisClusterLinkIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Two keys, of which one is never there, as in the storage. */
  private static final Script TWO_KEYS =
      Script.of("two", "return redis.call('RPUSH', KEYS[1], ARGV[1])");

  static RedisLink open(RedisCluster cluster, Duration timeout) {
    RedisOptions.Builder builder = RedisOptions.builder().cluster(true).timeout(timeout);
    cluster.nodes().forEach(node -> builder.address(RedisServer.HOST, node.port()));
    return RedisLink.open(builder.build());
  }

  private static RedisServer owner(RedisCluster cluster, int shard) {
    return cluster.owner(cluster.slot(Shards.tag(shard)));
  }

  @Test
  void run_findsTheNodeOfEachShard() {
    try (RedisCluster cluster = RedisCluster.create();
        RedisLink link = open(cluster, PatientLink.TIMEOUT)) {
      link.awaitUp(PATIENCE, line -> {});
      List<CompletableFuture<@Nullable Object>> asked =
          IntStream.rangeClosed(0, Shards.COUNT)
              .mapToObj(shard -> LinkProbe.ask(link, LinkProbe.APPEND, shard, "a"))
              .toList();
      asked.forEach(each -> assertThat(LinkProbe.await(each)).isEqualTo(1L));

      assertThat(cluster.nodes()).allMatch(node -> node.number("DBSIZE") > 0);
      assertThat(link.stats().shardsUp()).isEqualTo(65);
    }
  }

  @Test
  void run_followsASlotThatMoves_inOrder() {
    int shard = 7;
    try (RedisCluster cluster = RedisCluster.create();
        RedisLink link = open(cluster, PatientLink.TIMEOUT)) {
      link.awaitUp(PATIENCE, line -> {});
      assertThat(LinkProbe.answer(link, LinkProbe.APPEND, shard, "0")).isEqualTo(1L);
      RedisServer source = owner(cluster, shard);
      RedisServer target =
          cluster.nodes().stream().filter(node -> node != source).findFirst().orElseThrow();
      SlotMove move = cluster.move(cluster.slot(Shards.tag(shard)), target);
      move.moveKeys(100);
      // The only key is at the target already: the source says ASK.
      assertThat(LinkProbe.answer(link, LinkProbe.APPEND, shard, "1")).isEqualTo(2L);
      move.finish();
      List<CompletableFuture<@Nullable Object>> asked =
          IntStream.range(2, 200)
              .mapToObj(i -> LinkProbe.ask(link, LinkProbe.APPEND, shard, Integer.toString(i)))
              .toList();

      for (int i = 0; i < asked.size(); i++) {
        assertThat(LinkProbe.await(asked.get(i))).isEqualTo(i + 3L);
      }
      assertThat(target.number("LLEN", "{cy:07}:list")).isEqualTo(200);
    }
  }

  @Test
  void run_ofAShardThatCannotBeServedWhileItMoves_isThatShardsFailureAlone() {
    int shard = 7;
    try (RedisCluster cluster = RedisCluster.create();
        RedisLink link = open(cluster, Duration.ofSeconds(5))) {
      link.awaitUp(PATIENCE, line -> {});
      RedisServer source = owner(cluster, shard);
      RedisServer target =
          cluster.nodes().stream().filter(node -> node != source).findFirst().orElseThrow();
      SlotMove move = cluster.move(cluster.slot(Shards.tag(shard)), target);
      RedisException why =
          LinkProbe.failure(
              link.run(
                      TWO_KEYS,
                      shard,
                      List.of(Shards.key(shard, "list"), Shards.key(shard, "none")),
                      List.of(new byte[1]))
                  .toCompletableFuture());
      assertThat(why.kind()).isEqualTo(Kind.UNAVAILABLE);
      await().until(() -> !link.isUp(shard) && link.stats().shardsDown() == 1);
      move.moveKeys(100);
      move.finish();

      await().until(() -> link.isUp(shard));
      await().until(() -> LinkProbe.works(link, shard));
    }
  }

  @Test
  void run_ofOtherShards_goesOnWhileANodeHangs() {
    try (RedisCluster cluster =
            RedisCluster.create(
                0,
                node ->
                    node.option("cluster-require-full-coverage", "no")
                        .option("cluster-node-timeout", "60000"));
        RedisLink link = open(cluster, Duration.ofSeconds(10))) {
      link.awaitUp(PATIENCE, line -> {});
      RedisServer hangs = cluster.nodes().get(0);
      List<Integer> its =
          IntStream.rangeClosed(0, Shards.COUNT)
              .filter(shard -> owner(cluster, shard) == hangs)
              .boxed()
              .toList();
      hangs.freeze();
      CompletableFuture<@Nullable Object> hung =
          LinkProbe.ask(link, LinkProbe.APPEND, its.get(0), "a");
      for (int shard = 0; shard <= Shards.COUNT; shard++) {
        if (!its.contains(shard)) {
          assertThat(LinkProbe.answer(link, LinkProbe.APPEND, shard, "a")).isEqualTo(1L);
        }
      }
      assertThat(LinkProbe.kind(hung)).isEqualTo(Kind.UNAVAILABLE);
      await().until(() -> link.stats().shardsDown() == its.size());
      hangs.thaw();

      await().until(() -> link.stats().shardsDown() == 0);
      await().until(() -> LinkProbe.works(link, its.get(0)));
    }
  }

  @Test
  void run_goesToTheReplicaThatTookOver() {
    try (RedisCluster cluster =
            RedisCluster.create(1, node -> node.option("cluster-node-timeout", "3000"));
        RedisLink link = open(cluster, Duration.ofSeconds(10))) {
      link.awaitUp(PATIENCE, line -> {});
      int shard = 7;
      RedisServer master = owner(cluster, shard);
      master.kill();

      await().until(() -> LinkProbe.works(link, shard));
      assertThat(owner(cluster, shard)).isNotSameAs(master);
      await().until(() -> link.stats().shardsDown() == 0);
    }
  }
}
