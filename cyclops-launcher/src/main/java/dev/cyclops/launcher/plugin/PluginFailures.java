/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What came out of one plugin: each kind is logged once, all are counted. Thread-safe. */
final class PluginFailures {
  /** Beyond that kinds are no news any more. */
  private static final int MAX_KINDS = 64;

  private final String plugin;
  private final PluginSource source;
  private final Logger log;
  private final LongAdder count = new LongAdder();
  private final Set<String> kinds = ConcurrentHashMap.newKeySet();

  /**
   * None yet.
   *
   * @param name the plugin's, for its logger
   * @param plugin how an operator knows it
   */
  PluginFailures(String name, String plugin, PluginSource source) {
    this.plugin = plugin;
    this.source = source;
    log = LoggerFactory.getLogger("dev.cyclops.plugin." + name);
  }

  /**
   * Takes one in.
   *
   * @param place the method that it came out of
   * @return what to throw in its place: it names the plugin
   */
  PluginException of(String place, Throwable thrown) {
    count.increment();
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    String why = place + ": " + FailureText.of(thrown, source.libraries());
    if (isNew(place, thrown)) {
      log.warn(
          "{} failed in {}; Cyclops goes on, and counts what more comes of this kind",
          plugin,
          why,
          thrown);
    } else {
      log.debug("{} failed in {}", plugin, why, thrown);
    }
    return new PluginException(plugin + ": " + why, thrown);
  }

  /**
   * Takes note of a body that a codec found damaged, as a stranger's may be: no failure, and not
   * counted. Told once all the same, since a codec may be wrong about it; without the words of the
   * exception, which may be the stranger's.
   */
  void ofBody(String place, IOException thrown) {
    if (isNew(place, thrown)) {
      log.info(
          "{} gave up a body in {}: {}; what more comes of this kind is not told",
          plugin,
          place,
          thrown.getClass().getName());
    }
  }

  private boolean isNew(String place, Throwable thrown) {
    return kinds.size() < MAX_KINDS && kinds.add(place + " " + thrown.getClass().getName());
  }

  /** How many there were. */
  long count() {
    return count.sum();
  }

  PluginSource source() {
    return source;
  }

  Logger log() {
    return log;
  }

  /** How an operator knows the plugin. */
  @Override
  public String toString() {
    return plugin;
  }
}
