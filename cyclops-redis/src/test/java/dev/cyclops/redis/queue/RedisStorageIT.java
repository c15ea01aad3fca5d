/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.servers.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On one Redis. */
class RedisStorageIT extends RedisStorageContract {
  private static RedisServer server;
  private static RedisLink link;

  @BeforeAll
  static void start() {
    server = RedisServer.create();
    link = PatientLink.to(server);
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
