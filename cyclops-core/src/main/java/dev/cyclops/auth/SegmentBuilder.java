/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.util.Arrays;

/**
 * Collects keys one after the other, then puts those of a bucket next to each other, each once and
 * in an order that does not depend on the one they came in.
 */
final class SegmentBuilder {
  private static final int FIRST_BYTES = 128;

  private final KeyHash hash;
  private byte[] log = new byte[FIRST_BYTES];
  private int used;
  private int count;

  SegmentBuilder(KeyHash hash) {
    this.hash = hash;
  }

  void add(byte[] publicKey, byte[] secret, long project) {
    int end = used + publicKey.length + secret.length + VarInt.length(project);
    if (end > log.length) {
      // By a quarter, so that little is held in vain.
      log = Arrays.copyOf(log, (int) Math.min(Integer.MAX_VALUE - 8, end + (long) (end >> 2)));
    }
    System.arraycopy(publicKey, 0, log, used, publicKey.length);
    System.arraycopy(secret, 0, log, used + publicKey.length, secret.length);
    used = VarInt.write(project, log, used + publicKey.length + secret.length);
    count++;
  }

  KeySegment build(int maxRowsOfKey) {
    int[] starts = starts();
    byte[] keys = new byte[used];
    int[] ends = Arrays.copyOf(starts, count);
    int kept = 0;
    for (int at = 0; at < used; at += length(log, at)) {
      int bucket = bucket(at);
      int end = insert(keys, starts[bucket], ends[bucket], at, maxRowsOfKey);
      kept += end == ends[bucket] ? 0 : 1;
      ends[bucket] = end;
    }
    if (kept == count) {
      return new KeySegment(keys, starts, kept);
    }
    // The number of buckets must not depend on what came twice.
    log = closeGaps(keys, starts, ends);
    used = log.length;
    count = kept;
    return build(maxRowsOfKey);
  }

  private int[] starts() {
    int[] starts = new int[count + 1];
    for (int at = 0; at < used; at += length(log, at)) {
      starts[bucket(at) + 1] += length(log, at);
    }
    for (int i = 1; i <= count; i++) {
      starts[i] += starts[i - 1];
    }
    return starts;
  }

  private int bucket(int at) {
    return KeySegment.bucket(hash.of(log, at, KeyText.length(log, at)), count);
  }

  /** Returns where the bucket ends now: where it did if it had the key. */
  private int insert(byte[] keys, int start, int end, int from, int maxRowsOfKey) {
    int length = length(log, from);
    int place = start;
    int rows = 1;
    while (place < end) {
      int order = compareKeys(keys, place, from);
      if (order > 0) {
        break;
      }
      int next = place + length(keys, place);
      if (order == 0 && Arrays.equals(keys, place, next, log, from, from + length)) {
        return end;
      }
      rows += order == 0 ? 1 : 0;
      place = next;
    }
    if (rows > maxRowsOfKey) {
      throw new IllegalStateException(
          "one public key stands for more than " + maxRowsOfKey + " projects or secrets");
    }
    System.arraycopy(keys, place, keys, place + length, end - place);
    System.arraycopy(log, from, keys, place, length);
    return end + length;
  }

  private int compareKeys(byte[] keys, int a, int b) {
    return Arrays.compare(keys, a, a + KeyText.length(keys, a), log, b, b + KeyText.length(log, b));
  }

  /** Where keys came twice, room is left that nobody needs. */
  private static byte[] closeGaps(byte[] keys, int[] starts, int[] ends) {
    int next = 0;
    for (int bucket = 0; bucket < ends.length; bucket++) {
      int length = ends[bucket] - starts[bucket];
      System.arraycopy(keys, starts[bucket], keys, next, length);
      next += length;
    }
    return Arrays.copyOf(keys, next);
  }

  /** How many bytes a key takes, with secret and project. */
  private static int length(byte[] bytes, int at) {
    int secret = at + KeyText.length(bytes, at);
    int project = secret + KeyText.length(bytes, secret);
    return project - at + VarInt.length(VarInt.read(bytes, project));
  }
}
