/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.codec.ContentCodec;
import dev.cyclops.payload.UnreadableBodyException.Reason;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The content encodings that can be read besides those of the JDK, and how many of their decoders
 * work now: each may need a window of 8 MiB. Thread-safe.
 */
public final class Decoders {
  /** How many decoding streams of codecs are open at once, at most. */
  public static final int MAX_OPEN = 8;

  private static final Set<String> BUILT_IN =
      Set.of("", "identity", "utf-8", "gzip", "x-gzip", "deflate");

  private final Map<String, ContentCodec> codecs = new HashMap<>();
  private final Semaphore free = new Semaphore(MAX_OPEN, true);

  /**
   * Decoders.
   *
   * @param codecs at most one for each name
   * @throws IllegalArgumentException when two have the same name, or one has a name that it cannot
   *     have
   */
  public Decoders(Collection<? extends ContentCodec> codecs) {
    for (ContentCodec codec : codecs) {
      String name = Objects.requireNonNull(codec.name(), "name == null");
      if (BUILT_IN.contains(name) || !name.matches("[a-z0-9_.-]+")) {
        throw new IllegalArgumentException("not a name for a codec: " + codec.getClass().getName());
      }
      if (this.codecs.put(name, codec) != null) {
        throw new IllegalArgumentException("two codecs for the content encoding " + name);
      }
    }
  }

  /** The codec of that name, or null. */
  @Nullable ContentCodec find(String name) {
    return codecs.get(name);
  }

  /** Takes one of the places; to be given back by {@link #release}. */
  void acquire(boolean patient) throws UnreadableBodyException {
    if (patient) {
      free.acquireUninterruptibly();
    } else if (!free.tryAcquire()) {
      throw new UnreadableBodyException(
          Reason.BUSY, "too many bodies are being decoded, try again in a second");
    }
  }

  void release() {
    free.release();
  }
}
