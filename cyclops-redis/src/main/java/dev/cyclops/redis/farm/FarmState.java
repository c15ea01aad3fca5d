/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import dev.cyclops.send.SharedLimit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** What one instance knows of the farm: pure arithmetic behind one lock. Thread-safe. */
final class FarmState {
  /** An entry lasts as long; who is cut off from Redis for longer is on its own. */
  static final Duration ENTRY_TIME = Duration.ofSeconds(2);

  private static final long ALONE_AFTER_NANOS = ENTRY_TIME.toNanos();

  /**
   * When no announcement has even failed for so long this process has stood still, and others may
   * have what was its own.
   */
  private static final long STANDSTILL_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

  private final IntSupplier maxInFlight;
  private final Permits permits = new Permits();
  private final SharedBreaker breaker = new SharedBreaker();
  private final LimitNews limits = new LimitNews();
  private int instances = 1;
  private boolean leads;
  private List<FarmMember> members = List.of();
  private String version = "0";
  private long lastNanos;
  private boolean cutOff;
  private long cutOffSinceNanos;

  /** What is said in one announcement. */
  record Told(
      int held,
      int inUse,
      int mostInUse,
      boolean isShort,
      SharedBreaker.Told breaker,
      String version,
      LimitNews.Told limits) {}

  FarmState(IntSupplier maxInFlight, long nowNanos) {
    this.maxInFlight = maxInFlight;
    lastNanos = nowNanos;
  }

  int maxInFlight() {
    return Math.max(1, maxInFlight.getAsInt());
  }

  synchronized int acquire(int wanted, long nowNanos) {
    if (hasStoodStill(nowNanos)) {
      return 0;
    }
    becomeAlone(nowNanos);
    return permits.acquire(wanted);
  }

  private boolean hasStoodStill(long nowNanos) {
    return nowNanos - lastNanos > STANDSTILL_NANOS;
  }

  private boolean isAlone(long nowNanos) {
    return cutOff && nowNanos - cutOffSinceNanos > ALONE_AFTER_NANOS;
  }

  private void becomeAlone(long nowNanos) {
    if (isAlone(nowNanos)) {
      permits.limit(Math.max(1, maxInFlight() / instances));
    }
  }

  synchronized void release(int count) {
    permits.release(count);
  }

  synchronized boolean isBreakerOpen() {
    return breaker.isOpen();
  }

  synchronized void openBreaker(Duration untilProbe, long nowNanos) {
    breaker.open(isAlone(nowNanos) ? untilProbe.multipliedBy(instances) : untilProbe, nowNanos);
  }

  synchronized void closeBreaker() {
    breaker.close();
  }

  synchronized long nanosUntilProbe(long nowNanos) {
    return breaker.nanosUntilProbe(nowNanos);
  }

  synchronized boolean takeProbe(Duration untilNext, long nowNanos) {
    return isAlone(nowNanos)
        ? breaker.takeProbeAlone(untilNext.multipliedBy(instances), nowNanos)
        : breaker.takeProbe(untilNext, nowNanos);
  }

  synchronized void learned(SharedLimit limit, long nowNanos) {
    limits.add(limit, nowNanos);
  }

  synchronized int instances() {
    return instances;
  }

  synchronized boolean leads(long nowNanos) {
    return isAlone(nowNanos) || (leads && !hasStoodStill(nowNanos));
  }

  synchronized List<FarmMember> members() {
    return members;
  }

  synchronized boolean isConnected() {
    return !cutOff;
  }

  /** Whether something should not wait for the next announcement. */
  synchronized boolean isUrgent() {
    return breaker.hasNews();
  }

  synchronized Told tell(long nowNanos) {
    becomeAlone(nowNanos);
    Told told =
        new Told(
            permits.held(),
            permits.inUse(),
            permits.mostInUse(),
            permits.isShort(),
            breaker.tell(nowNanos),
            version,
            limits.tell(nowNanos));
    permits.told();
    return told;
  }

  /**
   * An announcement was answered.
   *
   * @return whether Redis is back
   */
  synchronized boolean heard(Told told, FarmAnswer answer, long nowNanos) {
    boolean back = cutOff;
    cutOff = false;
    lastNanos = nowNanos;
    instances = Math.max(1, answer.instances());
    permits.limit(answer.permits());
    leads = answer.leads();
    members = answer.members();
    version = answer.version();
    limits.heard(told.limits());
    breaker.heard(
        told.breaker(), answer.open(), answer.untilProbeMillis(), answer.probeTaken(), nowNanos);
    return back;
  }

  /**
   * An announcement got no answer.
   *
   * @return whether that is new
   */
  synchronized boolean unheard(long nowNanos) {
    boolean isNew = !cutOff;
    cutOff = true;
    cutOffSinceNanos = isNew ? nowNanos : cutOffSinceNanos;
    lastNanos = nowNanos;
    breaker.unheard();
    return isNew;
  }
}
