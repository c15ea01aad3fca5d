/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the first failure of each kind as a warning with its stack trace, and those after it at
 * DEBUG: what goes wrong for every request must not fill a disk. Thread-safe.
 */
final class OnceLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.cyclops.undertow");
  private static final int MAX_KINDS = 64;

  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  void warn(String what, Throwable failure) {
    String kind = what + failure.getClass().getName();
    if (seen.size() < MAX_KINDS && seen.add(kind)) {
      LOG.warn("{} (told once, repeats at DEBUG)", what, failure);
    } else {
      LOG.debug("{}: {}", what, failure.getClass().getName());
    }
  }
}
