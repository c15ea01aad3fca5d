/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Which master has which slots, as one node sees it. Immutable. */
final class ClusterSlots {
  private record Range(int last, Address master) {}

  private final TreeMap<Integer, Range> byFirst = new TreeMap<>();

  private ClusterSlots() {}

  /**
   * Reads what {@code CLUSTER SLOTS} answers.
   *
   * @param asked who answered: a node may leave its own host out
   */
  static ClusterSlots parse(@Nullable Object answer, Address asked) {
    ClusterSlots slots = new ClusterSlots();
    if (answer instanceof List<?> ranges) {
      for (Object range : ranges) {
        if (range instanceof List<?> parts
            && parts.size() > 2
            && parts.get(0) instanceof Long first
            && parts.get(1) instanceof Long last
            && parts.get(2) instanceof List<?> node
            && node.size() > 1
            && node.get(1) instanceof Long port) {
          Address master = new Address(host(node.get(0), asked), Math.toIntExact(port));
          slots.byFirst.put(Math.toIntExact(first), new Range(Math.toIntExact(last), master));
        }
      }
    }
    return slots;
  }

  private static String host(@Nullable Object host, Address asked) {
    String text = host instanceof byte[] bytes ? new String(bytes, UTF_8) : "";
    return text.isEmpty() || text.equals("?") ? asked.host() : text;
  }

  /** Who has the keys of a shard; null when nobody has. */
  @Nullable Address of(int shard) {
    int slot = JedisClusterCRC16.getSlot(Shards.tag(shard));
    Map.Entry<Integer, Range> range = byFirst.floorEntry(slot);
    return range == null || range.getValue().last < slot ? null : range.getValue().master;
  }

  List<Address> masters() {
    return byFirst.values().stream().map(Range::master).distinct().toList();
  }
}
