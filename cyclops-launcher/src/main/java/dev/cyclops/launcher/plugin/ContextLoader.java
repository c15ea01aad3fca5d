/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

/**
 * A plugin's class loader as the thread's context class loader, for the time of a call: libraries
 * look there for what they find by name. For one thread.
 */
final class ContextLoader implements AutoCloseable {
  private final Thread thread = Thread.currentThread();
  private final ClassLoader before = thread.getContextClassLoader();

  private ContextLoader() {}

  static ContextLoader of(PluginSource source) {
    ContextLoader loader = new ContextLoader();
    loader.thread.setContextClassLoader(source.loader());
    return loader;
  }

  @Override
  public void close() {
    thread.setContextClassLoader(before);
  }
}
