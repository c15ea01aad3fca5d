/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.LeastRights;
import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.servers.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With no more rights than documented, but for what makes the time of leases pass. */
class RedisStorageRightsIT extends RedisStorageContract {
  private static RedisServer server;
  private static RedisLink link;

  @BeforeAll
  static void start() {
    server = LeastRights.server(rule -> true, "+zincrby");
    link = RedisLink.open(LeastRights.options(server).timeout(PatientLink.TIMEOUT).build());
  }

  @AfterAll
  static void stop() {
    link.close();
    server.close();
  }

  @Override
  RedisLink link() {
    return link;
  }

  @Override
  void clear() {
    server.execute("FLUSHALL");
  }
}
