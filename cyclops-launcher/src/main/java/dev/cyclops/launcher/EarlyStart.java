/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.Settings;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import org.xnio.Xnio;

/**
 * Loads on a second core what a start needs a moment later anyhow, while the first one still reads
 * the command line: the table of settings, the JVM's MBean server, at which XNIO registers itself,
 * and XNIO. After the log is set up, since these look for it.
 */
final class EarlyStart {
  private EarlyStart() {}

  static void begin() {
    Thread thread = new Thread(EarlyStart::load, "cyclops-early");
    thread.setDaemon(true);
    thread.start();
  }

  private static void load() {
    try {
      ManagementFactory.getPlatformMBeanServer();
      Objects.requireNonNull(Settings.ALL);
      Xnio.getInstance();
    } catch (RuntimeException | LinkageError e) {
      // Whoever needs it meets the same, and has somebody to tell.
      return;
    }
  }
}
