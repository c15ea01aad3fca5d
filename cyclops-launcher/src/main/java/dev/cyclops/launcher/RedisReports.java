/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.redis.farm.FarmBoard;
import dev.cyclops.redis.farm.RedisFarm;
import dev.cyclops.undertow.operator.dashboard.FarmReports;

/** The dashboards of a farm that shares a Redis hear of each other there. */
final class RedisReports implements FarmReports {
  private final RedisFarm farm;
  private final FarmBoard board;

  RedisReports(RedisFarm farm, FarmBoard board) {
    this.farm = farm;
    this.board = board;
  }

  @Override
  public View exchange(byte[] report, boolean looking) {
    FarmBoard.Heard heard = board.tell(report, looking);
    return new View(
        "Redis",
        heard.connected(),
        Math.max(farm.instances(), 1 + heard.others()),
        heard.looking(),
        true,
        heard.reports().stream().map(json -> new Other("", json)).toList());
  }

  @Override
  public void close() {
    // The link is closed by who has opened it; the report is gone in some seconds.
  }
}
