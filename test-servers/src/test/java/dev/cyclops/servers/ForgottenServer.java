/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.util.concurrent.CountDownLatch;

/** A program that starts a server, freezes it, says where its data is, and never ends. */
final class ForgottenServer {
  private ForgottenServer() {}

  public static void main(String[] arguments) throws InterruptedException {
    PostgresServer server = PostgresServer.create();
    server.freeze();
    System.out.println(server.data().getParent());
    new CountDownLatch(1).await();
  }
}
