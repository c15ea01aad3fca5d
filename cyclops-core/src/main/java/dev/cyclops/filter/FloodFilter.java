/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.event.Payload;
import dev.cyclops.filter.FloodAction.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an event of a group passes, by {@link FloodRules}: as long as they hold no rule,
 * the first {@code maxEvents} of each window do, and the rest are repeats of a flood. The rules may
 * be changed at any time.
 *
 * <p>Nobody silences somebody else's error by flooding its group on purpose: once events of a group
 * came from a second address, and for eight windows and at least a minute after that, no address
 * gets more than half of a window's {@code maxEvents}, rounded up, and the others pass as long as
 * some are left, however many repeats came before them. With {@code maxEvents} 1 the address that
 * floods leaves the slot to the others until the last sixteenth of the window. IPv6 addresses count
 * by their first 64 bits. At most 16,384 groups are watched so, in 1 MiB; of one beyond them the
 * first pass, whoever sends them.
 *
 * <p>An event that passes takes a place in its window. Who does not keep it after all gives the
 * place back, so that of each window exactly {@code maxEvents} are kept, as long as so many come.
 *
 * <p>Where several instances share a {@link Cache}, {@code maxEvents} of a group that one address
 * sends pass in all. That several send it each instance finds out by itself. Where the cache {@link
 * Cache#answersLater} what passes of their shares is counted for the whole farm: {@code maxEvents}
 * in all where every instance that gets events of the group knows of a second address, at most
 * twice as many while some do not, however many instances there are, and no address gets more than
 * half as its share. With any other shared cache {@code maxEvents} of such a group may pass at each
 * instance. Thread-safe.
 */
public final class FloodFilter {
  /** What the filter says of an event: a verdict, or one that is pending. */
  public sealed interface Answer permits Verdict, Pending {}

  /**
   * A verdict that the cache has still to answer for. Immutable.
   *
   * @param verdict what will be said; fails where the cache does
   */
  public record Pending(CompletionStage<Verdict> verdict) implements Answer {}

  /**
   * What the filter says of an event. Immutable; equal to another one that says the same.
   *
   * <p>The verdict on an event that passes also knows the place that the event took in the window
   * of its group, so that it can be {@linkplain #giveBack given back}.
   */
  public static final class Verdict implements Answer {
    /** Passes without being counted. */
    public static final Verdict UNCOUNTED = new Verdict(true, 0, 0);

    /** Dropped without being counted, since a rule says so. */
    public static final Verdict DROPPED = new Verdict(false, 0, 0);

    /** What only few have: a repeat is no larger for it. */
    record Passed(long ignored, @Nullable Place place) {}

    private final boolean passes;
    private final long count;
    private final @Nullable Passed passed;

    /**
     * A verdict without a place.
     *
     * @param passes false for a repeat
     * @param count how many events of the group this window has seen; 0 when it was not counted
     * @param ignored how many of its group were dropped since the last one that passed
     */
    public Verdict(boolean passes, long count, long ignored) {
      this(passes, count, ignored == 0 ? null : new Passed(ignored, null));
    }

    Verdict(boolean passes, long count, @Nullable Passed passed) {
      this.passes = passes;
      this.count = count;
      this.passed = passed;
    }

    /**
     * Whether the event passes.
     *
     * @return false for a repeat
     */
    public boolean passes() {
      return passes;
    }

    /**
     * How many events of the group this window has seen, without those given back.
     *
     * @return 0 when it was not counted
     */
    public long count() {
      return count;
    }

    /**
     * Of an event that passes, how many of its group were dropped as repeats since the last one
     * that did and was kept, as far as is known.
     *
     * @return 0 or more
     */
    public long ignored() {
      return passed == null ? 0 : passed.ignored;
    }

    private @Nullable Place place() {
      return passed == null ? null : passed.place;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Verdict verdict
          && passes == verdict.passes
          && count == verdict.count
          && ignored() == verdict.ignored();
    }

    @Override
    public int hashCode() {
      return Objects.hash(passes, count, ignored());
    }

    @Override
    public String toString() {
      return "Verdict[passes=" + passes + ", count=" + count + ", ignored=" + ignored() + "]";
    }
  }

  private final Cache cache;
  private final UnkeptPlaces unkept;
  private final HitJudge judge;
  private final Fingerprinter ownReader = Fingerprinter.sentry();
  private volatile FloodRules rules;

  /**
   * A filter without rules.
   *
   * @param cache counts; not closed by the filter
   * @param maxEvents how many events of a group pass in a window, at least 1
   * @param window how long a window lasts, at most 24 hours; zero switches the filter off
   * @param nanoClock as {@link System#nanoTime()}, the one that the cache goes by
   */
  public FloodFilter(Cache cache, int maxEvents, Duration window, LongSupplier nanoClock) {
    this(cache, FloodRules.limit(maxEvents, window), nanoClock);
  }

  /**
   * A filter.
   *
   * @param cache counts; not closed by the filter
   * @param rules what holds until they are changed
   * @param nanoClock as {@link System#nanoTime()}, the one that the cache goes by
   */
  public FloodFilter(Cache cache, FloodRules rules, LongSupplier nanoClock) {
    this.cache = Objects.requireNonNull(cache, "cache == null");
    this.rules = Objects.requireNonNull(rules, "rules == null");
    Objects.requireNonNull(nanoClock, "nanoClock == null");
    SourceShares shares = new SourceShares(GroupSecret.random());
    unkept = new UnkeptPlaces(cache, shares, nanoClock);
    judge = new HitJudge(shares, new FarmShares(cache), unkept.untold(), nanoClock);
  }

  /**
   * The rules in effect.
   *
   * @return those set last
   */
  public FloodRules rules() {
    return rules;
  }

  /**
   * Sets other rules, from the next event on. What a rule has counted stays with it, so that one
   * that is in both goes on, and a new one begins at 0.
   *
   * @param rules in place of those in effect
   */
  public void rules(FloodRules rules) {
    this.rules = Objects.requireNonNull(rules, "rules == null");
  }

  /**
   * Whether events have to be fingerprinted at all.
   *
   * @return false when the filter is off
   */
  public boolean isOn() {
    return rules.isOn();
  }

  /**
   * The texts that rules look at.
   *
   * @return for {@link Fingerprinter#fingerprint(Payload, Set)}
   */
  public Set<EventFields.Field> wanted() {
    return rules.wanted();
  }

  /**
   * Reads the texts that rules look at, for a fingerprinter that did not look for any. Reads
   * nothing where rules look at none.
   *
   * @param payload what the event says
   * @return its texts; valid until the same thread reads the next
   */
  public EventFields fields(Payload payload) {
    Set<EventFields.Field> wanted = wanted();
    EventFields fields = wanted.isEmpty() ? null : ownReader.fingerprint(payload, wanted).fields();
    return fields == null ? EventFields.NONE : fields;
  }

  /**
   * Counts one event. Waits for the cache, if that has to be waited for, and keeps account of
   * addresses for this instance alone.
   *
   * @param project its project
   * @param group its group; null for one without, which passes unless a rule drops it
   * @param fields what rules look at
   * @param source the address it came from, without a port; null for embedded use, which counts as
   *     an address as well
   * @return whether it passes
   */
  public Verdict check(
      long project, @Nullable GroupKey group, EventFields fields, @Nullable String source) {
    Quota quota = rules.quota(project, fields);
    if (quota.kind() == Kind.DROP) {
      return Verdict.DROPPED;
    }
    if (quota.kind() == Kind.PASS || group == null) {
      return Verdict.UNCOUNTED;
    }
    unkept.settleLate();
    GroupKey key = key(project, group, quota);
    Hit hit = cache.hit(key, quota.window());
    return judge.verdict(quota, key, hit, source);
  }

  /**
   * Counts one event as {@link #check} does, but never waits for a cache that {@link
   * Cache#answersLater}. What is known at once is answered at once.
   *
   * @param project its project
   * @param group its group; null for one without, which passes unless a rule drops it
   * @param fields what rules look at; not needed any more when this has returned
   * @param source the address it came from, without a port, or null
   * @return whether it passes, now or later
   */
  public Answer ask(
      long project, @Nullable GroupKey group, EventFields fields, @Nullable String source) {
    if (!cache.answersLater()) {
      return check(project, group, fields, source);
    }
    Quota quota = rules.quota(project, fields);
    if (quota.kind() == Kind.DROP) {
      return Verdict.DROPPED;
    }
    if (quota.kind() == Kind.PASS || group == null) {
      return Verdict.UNCOUNTED;
    }
    unkept.settleLate();
    GroupKey key = key(project, group, quota);
    long places = quota.kind() == Kind.LIMIT ? quota.number() : Long.MAX_VALUE;
    CompletableFuture<Hit> hit = cache.hitLater(key, quota.window(), places).toCompletableFuture();
    return hit.isDone()
        ? judge.answer(quota, key, hit.join(), source)
        : new Pending(hit.thenCompose(known -> judge.stage(quota, key, known, source)));
  }

  /**
   * Takes back that an event has passed, since it was not kept: the next event of its group has its
   * place, unless the window is over by then, and the next one that passes tells of those that this
   * one was to tell of. Where the {@link Cache} takes nothing back the place is lost until the
   * window ends. Never waits for the cache: of one that {@link Cache#blocks} the place is free with
   * the next event that is checked.
   *
   * @param verdict what {@link #check} said of the event, given back at most once; without a place,
   *     as that of an event that was dropped or not counted, it changes nothing
   */
  public void giveBack(Verdict verdict) {
    Place place = verdict.place();
    if (place != null) {
      unkept.giveBack(place, verdict.ignored());
    }
  }

  /**
   * As {@link #giveBack(Verdict)}, but the place is free only after some time, so that a flood does
   * not try again with each of its events. What was to be told is told by the next that passes.
   * Called from the threads that {@link #check} is called from.
   *
   * @param verdict what {@link #check} said of the event, given back at most once
   * @param after how long the place stays taken, 0 or more; where {@value LatePlaces#MAX} places
   *     wait already it is free at once
   */
  public void giveBack(Verdict verdict, Duration after) {
    Place place = verdict.place();
    if (place != null) {
      unkept.giveBackLater(place, verdict.ignored(), after.toNanos());
    }
  }

  /** The same error in two projects is two groups, and so is what two rules are for. */
  private static GroupKey key(long project, GroupKey group, Quota quota) {
    long spread = project * 0x9E3779B97F4A7C15L ^ quota.salt();
    return new GroupKey(group.high() ^ spread, group.low() + Long.rotateLeft(spread, 32));
  }
}
