/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.util.JedisClusterCRC16;

class ClusterSlotsTest {
  private static final Address ASKED = new Address("seed", 7000);

  private static List<Object> range(long first, long last, byte[] host, long port) {
    return List.of(
        first, last, Arrays.asList(host, port, "id".getBytes(UTF_8)), List.of("replica", 1L));
  }

  private static byte[] host(String name) {
    return name.getBytes(UTF_8);
  }

  @Test
  void of_findsTheMasterOfAShard() {
    int slot = JedisClusterCRC16.getSlot("{cy:07}:anything");
    ClusterSlots slots =
        ClusterSlots.parse(
            List.of(
                range(0, slot - 1, host("a"), 1),
                range(slot, slot, host("b"), 2),
                range(slot + 1, 16_383, host("c"), 3)),
            ASKED);

    assertThat(slots.of(7)).isEqualTo(new Address("b", 2));
    assertThat(slots.masters()).hasSize(3);
  }

  @Test
  void of_knowsNobody_whereNobodyHasTheSlot() {
    int slot = JedisClusterCRC16.getSlot("{cy:07}");

    assertThat(ClusterSlots.parse(List.of(range(0, slot - 1, host("a"), 1)), ASKED).of(7)).isNull();
    assertThat(ClusterSlots.parse(List.of(), ASKED).of(7)).isNull();
    assertThat(ClusterSlots.parse(null, ASKED).masters()).isEmpty();
  }

  @Test
  void of_takesTheHostThatWasAsked_whenTheAnswerHasNone() {
    assertThat(ClusterSlots.parse(List.of(range(0, 16_383, host(""), 1)), ASKED).of(0))
        .isEqualTo(new Address("seed", 1));
    assertThat(ClusterSlots.parse(List.of(range(0, 16_383, host("?"), 1)), ASKED).of(0))
        .isEqualTo(new Address("seed", 1));
  }
}
