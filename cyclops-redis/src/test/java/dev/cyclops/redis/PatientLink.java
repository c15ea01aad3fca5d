/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import dev.cyclops.servers.RedisServer;
import java.time.Duration;

/** A link that takes a Redis for slow only when it is, however busy the machine is. */
public final class PatientLink {
  /** Of which a command may take two fifths. */
  public static final Duration TIMEOUT = Duration.ofSeconds(50);

  private PatientLink() {}

  public static RedisLink to(RedisServer server) {
    return RedisLink.open(
        RedisOptions.builder().address(RedisServer.HOST, server.port()).timeout(TIMEOUT).build());
  }
}
