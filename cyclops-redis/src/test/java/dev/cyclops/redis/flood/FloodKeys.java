/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.servers.RedisServer;
import java.time.Duration;
import java.util.List;

/** The counters in Redis, seen from outside. */
final class FloodKeys {
  private static final String LET_TIME_PASS =
      """
      for _, key in ipairs(redis.call('KEYS', '*')) do
        local left = redis.call('PTTL', key)
        if left == -1 then
          return redis.error_reply('ERR no expiry: ' .. key)
        elseif left <= tonumber(ARGV[1]) then
          redis.call('DEL', key)
        else
          redis.call('PEXPIRE', key, left - ARGV[1])
        end
      end
      return redis.status_reply('OK')
      """;

  private FloodKeys() {}

  /** As if that much time had passed there; fails when a key has no expiry. */
  static void letTimePass(List<RedisServer> nodes, Duration time) {
    for (RedisServer node : nodes) {
      node.execute("EVAL", LET_TIME_PASS, "0", Long.toString(time.toMillis()));
    }
  }

  static void flush(List<RedisServer> nodes) {
    nodes.forEach(node -> node.execute("FLUSHALL"));
  }

  /**
   * All keys of a node but the link's probe, which comes and goes by itself. Each has an expiry,
   * within a bound.
   */
  static List<?> all(RedisServer node, Duration longest) {
    List<?> keys =
        ((List<?>) node.execute("KEYS", "*"))
            .stream().filter(key -> !key.toString().endsWith(":probe")).toList();
    for (Object key : keys) {
      assertThat(node.number("PTTL", key.toString()))
          .as("%s", key)
          .isBetween(0L, longest.toMillis());
    }
    return keys;
  }
}
