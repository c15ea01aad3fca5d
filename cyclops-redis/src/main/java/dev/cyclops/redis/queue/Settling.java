/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.storage.Settlement;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/** A settlement that Redis has to be told. Guarded by the lock of its picture. */
final class Settling {
  private static final int LANE_BYTES = 16;
  private static final byte[] NOTHING = {};

  final RedisDelivery delivery;
  final Effect change;
  private final String how;
  private final long atMillis;
  private final byte[] text;

  /** When it was first told, without an answer; 0 before. */
  long toldAtNanos;

  private Settling(RedisDelivery delivery, Effect change, String how, long atMillis, byte[] text) {
    this.delivery = delivery;
    this.change = change;
    this.how = how;
    this.atMillis = atMillis;
    this.text = text;
  }

  static Settling of(RedisDelivery delivery, Settlement settlement, long nowMillis) {
    long cost = delivery.cost;
    // A chain of tests, since a switch over types is not final before Java 21.
    if (settlement instanceof Settlement.Done) {
      return new Settling(delivery, gone(cost, 0), "done", 0, NOTHING);
    }
    if (settlement instanceof Settlement.DeadLetter letter) {
      byte[] reason = letter.reason().getBytes(UTF_8);
      if (reason.length > QueueScript.MAX_REASON_BYTES) {
        reason = Arrays.copyOf(reason, QueueScript.MAX_REASON_BYTES);
      }
      long letterCost =
          cost - QueueScript.EVENT_BYTES + QueueScript.LETTER_BYTES + 2 + reason.length;
      return new Settling(delivery, gone(cost, letterCost), "dead", nowMillis, reason);
    }
    if (settlement instanceof Settlement.Retry retry) {
      Effect change = waits(cost, retry.atMillis(), nowMillis, 0);
      String how = retry.countsAsAttempt() ? "retry" : "later";
      return new Settling(delivery, change, how, retry.atMillis(), NOTHING);
    }
    if (settlement instanceof Settlement.Park park) {
      Effect change = waits(cost, park.untilMillis(), nowMillis, 1);
      return new Settling(delivery, change, "park", park.untilMillis(), lane(park.lane()));
    }
    return new Settling(delivery, ready(cost), "back", 0, NOTHING);
  }

  /** For a frame that cannot be read. */
  static Settling lost(RedisDelivery delivery) {
    return new Settling(delivery, gone(delivery.cost, 0), "lost", 0, NOTHING);
  }

  private static Effect gone(long cost, long letterCost) {
    return new Effect(cost, 0, -1, 0, 0, letterCost, Long.MAX_VALUE);
  }

  private static Effect ready(long cost) {
    return new Effect(cost, 1, 0, 0, 0, 0, Long.MAX_VALUE);
  }

  private static Effect waits(long cost, long atMillis, long nowMillis, int parked) {
    return atMillis <= nowMillis ? ready(cost) : new Effect(cost, 0, 0, 1, parked, 0, atMillis);
  }

  /** What a lane is called in Redis: as long as any other one, and without the key in its name. */
  static byte[] lane(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Arrays.copyOf(digest.digest(name.getBytes(UTF_16BE)), LANE_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isDone() {
    return how.equals("done");
  }

  boolean isDead() {
    return how.equals("dead") || how.equals("lost");
  }

  void addTo(List<byte[]> args) {
    args.add(how.getBytes(US_ASCII));
    args.add(delivery.name);
    args.add(delivery.token);
    args.add(QueueChannel.text(atMillis));
    args.add(text);
  }
}
