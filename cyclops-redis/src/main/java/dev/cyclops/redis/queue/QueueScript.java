/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.Script;
import dev.cyclops.redis.Shards;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The scripts of the queue, and the keys of a shard that each of them is given. */
final class QueueScript {
  /** What an event takes in Redis besides its frame, in whatever state. */
  static final int EVENT_BYTES = 600;

  /** What a dead letter takes besides reason and frame: no more than the event took. */
  static final int LETTER_BYTES = 300;

  /** What a line takes: where access is open, each event may name a new project. */
  static final int LINE_BYTES = 256;

  /** So that a dead letter never takes more than the event did. */
  static final int MAX_REASON_BYTES = EVENT_BYTES - LETTER_BYTES - 2;

  private static final String CONSTANTS =
      "local EVENT_BYTES, LETTER_BYTES, LINE_BYTES = %d, %d, %d\n"
          .formatted(EVENT_BYTES, LETTER_BYTES, LINE_BYTES);

  static final Script PUT = load("put");
  static final Script LEASE = load("lease");
  static final Script SETTLE = load("settle");
  static final Script RENEW = load("renew");
  static final Script WAKE = load("wake");
  static final Script RELEASE = load("release");
  static final Script EXPIRE = load("expire");
  static final Script SHED = load("shed");
  static final Script SURVEY = load("survey");
  static final Script LISTING = load("listing");
  static final Script LETTERS = load("letters");
  static final Script FORGET = load("forget");
  static final Script DISCARD = load("discard");
  static final Script REVIVE = load("revive");
  static final Script REVOKE = load("revoke");
  static final Script UNLEASE = load("unlease");

  /** Shares nothing with the others, and takes the first of the keys only. */
  static final Script GLANCE = Script.load(QueueScript.class, "glance");

  private static final List<List<byte[]>> KEYS =
      IntStream.range(0, Shards.COUNT).mapToObj(QueueScript::keysOf).toList();

  private QueueScript() {}

  /** All keys of a shard, in the order in which the scripts expect them. */
  static List<byte[]> keys(int shard) {
    return KEYS.get(shard);
  }

  private static List<byte[]> keysOf(int shard) {
    return Stream.of(
            "ready",
            "lines",
            "due",
            "waiting",
            "leases",
            "states",
            "lanes",
            "events",
            "attempts",
            "totals",
            "dead",
            "letters")
        .map(name -> Shards.key(shard, name))
        .toList();
  }

  private static Script load(String name) {
    return Script.of(name, CONSTANTS + text("queue") + text(name));
  }

  private static String text(String name) {
    return Script.text(QueueScript.class, name);
  }
}
