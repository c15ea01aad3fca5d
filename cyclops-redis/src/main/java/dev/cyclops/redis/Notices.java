/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators and listeners what went and what came back. Thread-safe. */
final class Notices {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable RedisException lastFailure;

  /** Why something went, or was tried in vain, the last time. */
  @Nullable RedisException lastFailure() {
    return lastFailure;
  }

  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Shards went. */
  void gone(List<Place> places, RedisException why) {
    lastFailure = why;
    LOG.warn("{}; going on without it {}until it does again", why.getMessage(), share(places));
    tellAll();
  }

  /** Shards that had gone before were tried in vain. */
  void stillGone(RedisException why) {
    lastFailure = why;
    LOG.debug("{}", why.getMessage());
  }

  /** Shards are back. */
  void back(List<Place> places, Object where, Duration after) {
    String seconds = String.format(Locale.ROOT, "%.1f", after.toMillis() / 1000.0);
    LOG.info("Redis {} is back {}after {} s", where, share(places), seconds);
    tellAll();
  }

  /** Of what was gone or came back; nothing when it is all there is. */
  private static String share(List<Place> places) {
    int shards = places.stream().mapToInt(place -> place.shards).sum();
    int all = Shards.COUNT + 1;
    return shards == all ? "" : "(" + shards + " of " + all + " shards) ";
  }

  private void tellAll() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.warn("a listener of the link to Redis failed", e);
      }
    }
  }
}
