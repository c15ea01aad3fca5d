/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import dev.cyclops.auth.ProjectKeys.Comparison;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A part of the keys, all in two arrays. Those that share a bucket stand next to each other: what a
 * lookup costs is two reads of memory that no cache holds. Immutable.
 *
 * <p>Each key is its public text, its secret or none, and its project.
 */
final class KeySegment {
  static final KeySegment EMPTY = new KeySegment(new byte[0], new int[2], 0);

  /** Compared with where there is nothing else; as long as the keys of Sentry are. */
  private static final byte[] DECOY = KeyText.encode("0".repeat(32));

  private final byte[] keys;

  /** Where each bucket begins, and where the last one ends. */
  private final int[] starts;

  private final int count;

  KeySegment(byte[] keys, int[] starts, int count) {
    this.keys = keys;
    this.starts = starts;
    this.count = count;
  }

  /** One bucket for each key: on average one stranger is compared with. */
  static int bucket(long hash, int buckets) {
    return (int) (((hash & 0xFFFF_FFFFL) * buckets) >>> 32);
  }

  int count() {
    return count;
  }

  /**
   * The project that a claim may speak for; 0 for none.
   *
   * @param project the one claimed; 0 for the first that the key fits
   */
  long find(
      long hash, long project, byte[] publicKey, byte @Nullable [] secret, Comparison comparison) {
    int bucket = bucket(hash, starts.length - 1);
    int end = starts[bucket + 1];
    int at = starts[bucket];
    if (at == end) {
      boolean unused = fits(publicKey, DECOY, 0, comparison);
      unused = secret == null || fits(secret, DECOY, 0, comparison);
      return 0;
    }
    // Looked at first, so that their memory comes meanwhile: the bucket's end, and where the bucket
    // is likely to be, which is known before its place is.
    if ((keys[end - 1] & keys[bucket(hash, keys.length)]) < 0) {
      throw new IllegalStateException("no number ends so");
    }
    long match = 0;
    while (at < end) {
      boolean keyFits = fits(publicKey, keys, at, comparison);
      at += KeyText.length(keys, at);
      boolean secretFits = secret == null || secretFits(secret, at, comparison);
      at += KeyText.length(keys, at);
      long owner = VarInt.read(keys, at);
      at = VarInt.end(keys, at);
      boolean projectFits = project == 0 || project == owner;
      if (keyFits && secretFits && projectFits && match == 0) {
        match = owner;
      }
    }
    return match;
  }

  private boolean secretFits(byte[] claimed, int at, Comparison comparison) {
    boolean absent = KeyText.isAbsent(keys, at);
    return fits(claimed, absent ? DECOY : keys, absent ? 0 : at, comparison) || absent;
  }

  private static boolean fits(byte[] claimed, byte[] bytes, int at, Comparison comparison) {
    return comparison.equal(claimed, bytes, at, KeyText.length(bytes, at));
  }

  void forEach(Consumer<? super ProjectKey> taker) {
    for (int at = 0; at < keys.length; ) {
      String publicKey = Objects.requireNonNull(KeyText.decode(keys, at));
      at += KeyText.length(keys, at);
      String secret = KeyText.decode(keys, at);
      at += KeyText.length(keys, at);
      long project = VarInt.read(keys, at);
      at += VarInt.length(project);
      taker.accept(new ProjectKey(project, publicKey, secret));
    }
  }

  /** Writes the project of each key; returns where the next one goes. */
  int projects(long[] into, int from) {
    int next = from;
    for (int at = 0; at < keys.length; ) {
      at += KeyText.length(keys, at);
      at += KeyText.length(keys, at);
      into[next] = VarInt.read(keys, at);
      at += VarInt.length(into[next++]);
    }
    return next;
  }

  boolean isSameAs(KeySegment other) {
    return MessageDigest.isEqual(keys, other.keys);
  }
}
