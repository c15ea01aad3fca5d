/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.util.concurrent.CountDownLatch;

/** A program that starts servers, freezes them, says where their data is, and never ends. */
final class ForgottenServer {
  private ForgottenServer() {}

  public static void main(String[] arguments) throws InterruptedException {
    PostgresServer server = PostgresServer.create();
    server.freeze();
    System.out.println(server.data().getParent());
    RedisServer redis = RedisServer.create();
    redis.freeze();
    System.out.println(redis.folder());
    new CountDownLatch(1).await();
  }
}
