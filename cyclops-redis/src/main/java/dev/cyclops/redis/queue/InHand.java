/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What this instance has leased and not settled. Guarded by the lock of its picture. */
final class InHand {
  private final Map<ByteBuffer, RedisDelivery> byName = new HashMap<>();

  /** A former lease of the same event has run out unseen. */
  void add(RedisDelivery delivery) {
    RedisDelivery former = byName.put(delivery.key(), delivery);
    if (former != null) {
      former.end();
    }
  }

  /** Ends a delivery; false when it had ended before. */
  boolean end(RedisDelivery delivery) {
    if (!delivery.end()) {
      return false;
    }
    byName.remove(delivery.key(), delivery);
    return true;
  }

  List<RedisDelivery> all() {
    return new ArrayList<>(byName.values());
  }
}
