/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.redis.RedisException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** Asks the sentinels where the master is, the one that knew last first. Thread-safe. */
final class SentinelMaster implements Supplier<Address> {
  private final Connector connector;
  private final String name;
  private volatile List<Address> sentinels;

  SentinelMaster(Connector connector, List<Address> sentinels, String name) {
    this.connector = connector;
    this.name = name;
    this.sentinels = List.copyOf(sentinels);
  }

  @Override
  public Address get() {
    RedisException why = null;
    boolean unknown = false;
    for (Address sentinel : sentinels) {
      try {
        Address master = ask(sentinel);
        prefer(sentinel);
        return master;
      } catch (RedisException e) {
        // One that answers, but knows no such master, says more than one that does not.
        boolean answers = e.getCause() == null;
        why = why == null || (answers && !unknown) ? e : why;
        unknown |= answers;
      }
    }
    throw why == null ? new IllegalStateException("no sentinel") : why;
  }

  private Address ask(Address sentinel) {
    try (Wire wire = connector.openSentinel(sentinel)) {
      Object answer = wire.call(Protocol.Command.SENTINEL, "GET-MASTER-ADDR-BY-NAME", name);
      if (answer instanceof List<?> pair
          && pair.size() == 2
          && pair.get(0) instanceof byte[] host
          && pair.get(1) instanceof byte[] port) {
        return new Address(new String(host, UTF_8), Integer.parseInt(new String(port, UTF_8)));
      }
      throw new RedisException(
          Kind.UNAVAILABLE, "Sentinel " + sentinel + " knows no master named " + name, null);
    } catch (JedisException | NumberFormatException e) {
      throw connector.failure(sentinel, e);
    }
  }

  private void prefer(Address sentinel) {
    List<Address> known = sentinels;
    if (!known.get(0).equals(sentinel)) {
      List<Address> order = new ArrayList<>(known);
      order.remove(sentinel);
      order.add(0, sentinel);
      sentinels = List.copyOf(order);
    }
  }
}
