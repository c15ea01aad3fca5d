/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.send.Farm;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.testkit.SharedFarmContract;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

abstract class RedisFarmContract extends SharedFarmContract {
  /** Each has a way of its own, as each is a process of its own. */
  private final Map<Farm, RedisLink> links = new HashMap<>();

  abstract RedisOptions options();

  abstract List<RedisServer> nodes();

  @BeforeEach
  void emptyServers() {
    nodes().forEach(node -> node.execute("FLUSHALL"));
  }

  @AfterEach
  void closeLinks() {
    links.keySet().forEach(Farm::close);
    links.values().forEach(RedisLink::close);
  }

  @Override
  protected Farm create(int maxInFlight) {
    RedisLink link = RedisLink.open(options());
    Farm farm = RedisFarm.create(link, maxInFlight);
    links.put(farm, link);
    return farm;
  }

  @Override
  protected void kill(Farm farm) {
    links.get(farm).close();
  }

  @Override
  protected Duration missedWithin() {
    return Duration.ofSeconds(3);
  }
}
