/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A slot on its way from one master of a {@link RedisCluster} to another, in the steps in which
 * {@code redis-cli} moves it. Not thread-safe.
 */
public final class SlotMove {
  private static final String TIMEOUT_MILLIS = "60000";

  private final String slot;
  private final RedisServer source;
  private final RedisServer target;
  private final List<RedisServer> nodes;

  SlotMove(int slot, RedisServer source, RedisServer target, List<RedisServer> nodes) {
    this.slot = Integer.toString(slot);
    this.source = source;
    this.target = target;
    this.nodes = nodes;
    target.execute("CLUSTER", "SETSLOT", this.slot, "IMPORTING", RedisCluster.id(source));
    source.execute("CLUSTER", "SETSLOT", this.slot, "MIGRATING", RedisCluster.id(target));
  }

  /**
   * Moves some of the keys that are still at the source.
   *
   * @param atMost how many
   * @return how many it were; 0 when none was left
   */
  public int moveKeys(int atMost) {
    List<?> keys =
        (List<?>)
            Objects.requireNonNull(
                source.execute("CLUSTER", "GETKEYSINSLOT", slot, Integer.toString(atMost)));
    if (keys.isEmpty()) {
      return 0;
    }
    String port = Integer.toString(target.port());
    Stream<String> begin =
        Stream.of("MIGRATE", RedisServer.HOST, port, "", "0", TIMEOUT_MILLIS, "AUTH2");
    Stream<String> user = Stream.of(RedisServer.ADMIN, RedisServer.ADMIN_PASSWORD, "KEYS");
    source.execute(
        Stream.of(begin, user, keys.stream().map(String.class::cast))
            .flatMap(words -> words)
            .toArray(String[]::new));
    return keys.size();
  }

  /**
   * Moves the keys that are left, and ends the move: from then on the target alone has the slot,
   * and all masters know.
   */
  public void finish() {
    int moved;
    do {
      moved = moveKeys(100);
    } while (moved > 0);
    String id = RedisCluster.id(target);
    target.execute("CLUSTER", "SETSLOT", slot, "NODE", id);
    source.execute("CLUSTER", "SETSLOT", slot, "NODE", id);
    for (RedisServer node : nodes) {
      if (node != target && node != source && node.isMaster()) {
        node.execute("CLUSTER", "SETSLOT", slot, "NODE", id);
      }
    }
  }
}
