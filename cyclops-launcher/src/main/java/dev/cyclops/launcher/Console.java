/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.undertow.jmx.StatsBean;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What consoles that speak JMX see. Set up beside the start, which it would hold up: the JVM has to
 * load its management first. Thread-safe.
 */
final class Console implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);

  private final CompletableFuture<StatsBean> bean = new CompletableFuture<>();

  private Console() {}

  static Console start(Cyclops cyclops, int port) {
    Console console = new Console();
    Thread thread = new Thread(() -> console.register(cyclops, port), "cyclops-jmx");
    thread.setDaemon(true);
    thread.start();
    return console;
  }

  private void register(Cyclops cyclops, int port) {
    try {
      bean.complete(StatsBean.register(cyclops, "type=Cyclops,port=" + port));
    } catch (RuntimeException e) {
      // Reports are worth more than pages about them.
      LOG.warn("there is no JMX: {}", String.valueOf(e.getMessage()));
      bean.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    bean.thenAccept(StatsBean::close);
  }
}
