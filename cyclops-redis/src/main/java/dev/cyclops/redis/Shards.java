/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The places of the farm's keys. What a script touches has one hash tag in common, so that it is in
 * one slot of a cluster, whichever node has that. Stateless.
 */
public final class Shards {
  /** How many the queue and the flood counters are spread over. */
  public static final int COUNT = 64;

  /** The one place of what there is once for the whole farm. */
  public static final int FARM = COUNT;

  private Shards() {}

  /**
   * The shard of a project, or of anything else that has a number.
   *
   * @param project any number
   * @return from 0 to {@link #COUNT} - 1
   */
  public static int of(long project) {
    long mixed = project * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 58);
  }

  /**
   * The name of a key, which begins with the tag of its shard.
   *
   * @param shard where it is, or {@link #FARM}
   * @param name ASCII
   * @return a new array
   */
  public static byte[] key(int shard, String name) {
    return (tag(shard) + ":" + name).getBytes(US_ASCII);
  }

  /**
   * What Redis Cluster hashes of a key.
   *
   * @param shard 0 to 63, or {@link #FARM}
   * @return with braces
   */
  public static String tag(int shard) {
    if (shard == FARM) {
      return "{cy:farm}";
    }
    return shard < 10 ? "{cy:0" + shard + "}" : "{cy:" + shard + "}";
  }
}
