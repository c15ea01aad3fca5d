/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.filter.limit.Rate;
import dev.cyclops.filter.limit.Spike;
import dev.cyclops.filter.limit.TokenBucket;
import dev.cyclops.filter.limit.UsualTraffic;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The account of a project's errors, or of its transactions. To check an event is thread-safe and
 * takes no lock; all else is the keeper's, one thread at a time.
 */
final class LimitedProject {
  final long project;
  final ProjectLimit limit;
  final Spike spike;
  private final TokenBucket bucket;
  private final LongAdder dropped = new LongAdder();

  /** Events that passed; null where nothing is learned from them. */
  private final @Nullable LongAdder passed;

  private final @Nullable UsualTraffic usual;

  /** How many of those that passed are part of the traffic known already. */
  private long passedBefore;

  private LimitedProject(
      long project,
      String kind,
      ProjectLimit limit,
      TokenBucket bucket,
      @Nullable UsualTraffic usual) {
    this.project = project;
    this.limit = limit;
    this.bucket = bucket;
    this.usual = usual;
    passed = usual == null ? null : new LongAdder();
    spike = new Spike(project, kind);
  }

  /** A new account; null where there is no limit to keep. */
  static @Nullable LimitedProject of(
      long project, String kind, ProjectLimit limit, long now, long hour) {
    if (limit instanceof ProjectLimit.Fixed fixed) {
      TokenBucket bucket = new TokenBucket(Rate.of(fixed.sustained(), fixed.burst()), now);
      return new LimitedProject(project, kind, limit, bucket, null);
    }
    return limit instanceof ProjectLimit.Learned
        ? learning(project, kind, new UsualTraffic(hour), 0, now)
        : null;
  }

  /** One that goes on learning; {@code sofar} is what passed in the hour at hand. */
  static LimitedProject learning(
      long project, String kind, UsualTraffic usual, long sofar, long now) {
    TokenBucket bucket = new TokenBucket(null, now);
    LimitedProject account =
        new LimitedProject(project, kind, ProjectLimit.learned(), bucket, usual);
    account.passedBefore = -sofar;
    account.apply(usual);
    return account;
  }

  /** 0 for an event that passes, else in how many nanoseconds the next one will. */
  long take(long now) {
    long wait = bucket.take(now);
    if (wait > 0) {
      dropped.increment();
    } else if (passed != null) {
      passed.increment();
    }
    return wait;
  }

  /** Looks after it, some times a minute. */
  void keep(long now, long hour) {
    spike.look(dropped.sum(), bucket.rate(), now);
    if (usual != null && hour > usual.hour()) {
      long count = passedSinceTheHourBegan();
      passedBefore += count;
      usual.next(count, hour);
      apply(usual);
    }
  }

  private void apply(UsualTraffic usual) {
    bucket.rate(usual.limit());
  }

  long passedSinceTheHourBegan() {
    return passed == null ? 0 : passed.sum() - passedBefore;
  }

  @Nullable UsualTraffic usual() {
    return usual;
  }

  /** Whether it knows nothing worth keeping. */
  boolean isForgotten() {
    return usual != null && usual.isForgotten() && passedSinceTheHourBegan() == 0;
  }

  /** Whether it could be opened anew, when asked for, without anybody noticing much. */
  boolean isDispensable(long now) {
    if (spike.isOn() || !bucket.isFull(now)) {
      return false;
    }
    return usual == null || (bucket.rate() == null && usual.hour() - usual.lastHeard() > 1);
  }
}
