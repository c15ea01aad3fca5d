/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.Receipt.Outcome;
import dev.cyclops.auth.KeyRing;
import dev.cyclops.auth.KeySource;
import dev.cyclops.delivery.Faults;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.FloodGroup;
import dev.cyclops.event.Route;
import dev.cyclops.filter.Cache;
import dev.cyclops.filter.FloodGroups;
import dev.cyclops.filter.FloodRules;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.storage.DeadLetters;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.Storage;
import dev.cyclops.trace.Trace;
import dev.cyclops.trace.Traces;
import dev.cyclops.watch.WatchOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The barrier in front of Sentry: takes events, drops the repeats of a flood, keeps the rest and
 * hands them to Sentry at the pace that Sentry can bear. Thread-safe.
 *
 * <pre>{@code
 * Cyclops cyclops =
 *     Cyclops.builder()
 *         .sentry("http://sentry.internal:9000")
 *         .keys(KeySource.of(new ProjectKey(1, "public", null)))
 *         .build()
 *         .start();
 * cyclops.accept(Event.store(1, "public", json)).thenAccept(receipt -> …);
 * cyclops.close();
 * }</pre>
 *
 * <p>Everything else has a default: a quarter of the heap as a queue in memory, ten events of a
 * group a second, a pace that Sentry shows it can bear. No JVM hook is installed: who embeds it
 * closes it.
 */
public final class Cyclops implements AutoCloseable {
  /** How long {@link #close()} goes on sending what is queued. */
  public static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

  private static final Decision NOT_RUNNING =
      Decision.refused(Outcome.CLOSED, "the server is not running");

  private final Lifecycle lifecycle;
  private final Admission admission;
  private final Receipts receipts;
  private final DoorCounters counters;
  private final Cache cache;
  private final Storage storage;
  private final KeyRing keys;
  private final StateKeeper watch;
  private final OperatorView view;
  private final FloodGroups floodGroups;
  private final InstantSource clock;
  private final Traces traces;
  private final Faults faults;

  Cyclops(
      Lifecycle lifecycle,
      Admission admission,
      Receipts receipts,
      DoorCounters counters,
      Cache cache,
      Storage storage,
      KeyRing keys,
      StateKeeper watch,
      OperatorView view,
      FloodGroups floodGroups,
      InstantSource clock,
      Traces traces,
      Faults faults) {
    this.lifecycle = lifecycle;
    this.admission = admission;
    this.receipts = receipts;
    this.counters = counters;
    this.cache = cache;
    this.storage = storage;
    this.keys = keys;
    this.watch = watch;
    this.view = view;
    this.floodGroups = floodGroups;
    this.clock = clock;
    this.traces = traces;
    this.faults = faults;
  }

  /**
   * Puts a barrier together.
   *
   * @return a builder with the defaults
   */
  public static CyclopsBuilder builder() {
    return new CyclopsBuilder();
  }

  /**
   * Loads the keys, which it waits for as long as the builder was told, and starts sending. From
   * here on events are accepted.
   *
   * @return this
   * @throws IllegalStateException when the keys cannot be loaded, which closes the barrier, or when
   *     it was started or closed before
   */
  public Cyclops start() {
    lifecycle.start();
    return this;
  }

  /**
   * Whether {@link #accept} may wait for something outside, such as a network or a disk.
   *
   * @return true when it should not be called from an I/O thread
   */
  public boolean blocks() {
    return cache.blocks() || storage.blocks() || admission.blocks();
  }

  /**
   * Takes an event: checks its key, filters it, keeps it.
   *
   * @param event as it came; its body must not be written to again, or where it is lent, not before
   *     this has returned
   * @return what became of it: complete at once unless the storage has to wait or the cache {@link
   *     Cache#answersLater}, and then within the bounds of these, in a thread of theirs; never
   *     completes with an exception
   */
  public CompletionStage<Receipt> accept(Event event) {
    // Before the state is read: whoever closes sees this event, or this event sees that it is over.
    counters.received();
    Ruling ruling = decide(event);
    if (ruling instanceof Decision decision) {
      return settle(event.route(), decision);
    }
    // Of the event nothing else is held: its body may be lent.
    Route route = event.route();
    CompletionStage<Decision> pending =
        ((Undecided) ruling).decision().exceptionally(this::unreadable);
    if (storage.blocks()) {
      // So this thread may wait as well, and the one that answers for the cache must not.
      return settle(route, pending.toCompletableFuture().join());
    }
    return pending.thenCompose(decision -> settle(route, decision));
  }

  private CompletionStage<Receipt> settle(Route route, Decision decision) {
    if (decision.admitted() == null) {
      return CompletableFuture.completedFuture(receipts.of(decision));
    }
    return put(decision.admitted())
        .handle(
            (result, thrown) -> {
              if (result == null) {
                faults.report("storage", thrown == null ? new NullPointerException() : thrown);
              }
              if (result != null && result.stored()) {
                return receipts.of(decision);
              }
              admission.notKept(decision.verdict());
              return receipts.full(route, decision);
            });
  }

  private Ruling decide(Event event) {
    if (!lifecycle.isRunning()) {
      return NOT_RUNNING;
    }
    try {
      return admission.decide(event);
    } catch (RuntimeException | Error e) {
      return unreadable(e);
    }
  }

  /** Strangers' bytes must not get further than an answer, even where a reader of ours fails. */
  private Decision unreadable(Throwable e) {
    faults.report("admission", e);
    return Decision.refused(Outcome.MALFORMED, "the request cannot be read");
  }

  private CompletionStage<PutResult> put(Event event) {
    try {
      return Objects.requireNonNull(storage.put(event), "put answered null");
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Settles an event that there is no time or memory to read, on a route whose clients must not be
   * slowed down: checks its key as far as that can be done without its body, and counts it as shed.
   * Never blocks.
   *
   * @param event as it came, its body may be left out; of a route that {@link
   *     dev.cyclops.event.Route#neverSlowed}
   * @return what to answer: {@link Outcome#SHED}, or why it is refused
   * @throws IllegalArgumentException when clients of the route can be told to come again
   */
  public Receipt shed(Event event) {
    if (!event.route().neverSlowed()) {
      throw new IllegalArgumentException(
          "events of this route are to be refused: " + event.route());
    }
    counters.received();
    return receipts.of(lifecycle.isRunning() ? admission.shed(event) : NOT_RUNNING);
  }

  /**
   * Changes how much each project may send. What was used up and learned of a project stays as long
   * as its limit does.
   *
   * @param limits from now on
   */
  public void projectLimits(ProjectLimits limits) {
    lifecycle.projectLimits(limits);
  }

  /**
   * Sets other rules for floods while it runs. They hold from the next event on; what a rule has
   * counted stays with it, so that one that is in both goes on, and a new one begins at 0.
   *
   * @param rules in place of those in effect
   */
  public void floodRules(FloodRules rules) {
    admission.filter().rules(rules);
  }

  /**
   * Sets other percentages of events to ignore while it runs. They hold from the next event on.
   *
   * @param percentByProject 0 to 100 by project id, in place of those in effect
   */
  public void ignorePercentage(Map<Long, Integer> percentByProject) {
    admission.sampler().percentages(percentByProject);
  }

  /**
   * Changes when it is told that something begins and ends, from the next look on.
   *
   * @param options from now on
   */
  public void watch(WatchOptions options) {
    watch.options(options);
  }

  /**
   * Takes the keys from another source while it runs. Waits until that has given some; meanwhile
   * the old keys hold, and events go on being accepted. Whatever is accepted after this has
   * returned is held against the new keys; what was accepted before is sent. The old source is
   * closed.
   *
   * @param source where the keys come from; closed with the barrier, or when this fails
   * @param timeout how long to wait for them, above 0
   * @throws IllegalStateException when the source gives no key in time, which the message tells
   *     why, or the barrier does not run, or its source is being replaced already; then the old
   *     keys hold as before
   */
  public void keys(KeySource source, Duration timeout) {
    keys.replace(source, timeout);
  }

  /** Has the keys loaded anew, at once and beside all that goes on; does not wait for them. */
  public void refreshKeys() {
    keys.refreshSoon();
  }

  /**
   * Whether Sentry failed when it was asked last, and there is an event to ask it with again.
   *
   * @return true during an outage, for who would ask Sentry for something else
   */
  public boolean isSentryAway() {
    return view.isSentryAway();
  }

  /**
   * Whether it is at work: for those who restart what hangs, and send nothing to what does not
   * accept. Asks nobody, so it is as quick as it gets.
   *
   * @return a snapshot
   */
  public CyclopsHealth health() {
    return lifecycle.health();
  }

  /**
   * What it has done so far and holds now.
   *
   * @return a snapshot
   */
  public CyclopsStats stats() {
    return view.stats();
  }

  /**
   * What has become of the events of each project since the start. Takes some microseconds for
   * each, or more where the storage does.
   *
   * @return a snapshot of those projects of which events came or were sent, in no order; {@link
   *     ProjectStats#MAX_PROJECTS} and one for all others at the most
   */
  public List<ProjectStats> projectStats() {
    return view.projectStats();
  }

  /**
   * Who floods: the groups of all projects that come most often now. Their titles are strangers'
   * words.
   *
   * @param max how many at the most, 0 or more; {@link FloodGroups#MAX_GROUPS} of a project are
   *     known at the most
   * @return those that came at least twice, and within the last hour; the highest rate first
   */
  public List<FloodGroup> topGroups(int max) {
    return floodGroups.top(max, clock.millis());
  }

  /**
   * Who floods a project: its groups that come most often now. Their titles are strangers' words.
   *
   * @param project the project
   * @param max how many at the most, 0 or more; {@link FloodGroups#MAX_GROUPS} are known at the
   *     most
   * @return those that came at least twice, and within the last hour; the highest rate first
   */
  public List<FloodGroup> topGroups(long project, int max) {
    return floodGroups.top(project, max, clock.millis());
  }

  /**
   * How many groups are followed to tell who floods, whether {@link #topGroups} would show them or
   * not.
   *
   * @return a number of groups of all projects, bounded as these are
   */
  public int followedGroups() {
    return floodGroups.followed();
  }

  /**
   * Follows an event for ten minutes from now on, so that an operator can see what becomes of it:
   * best asked before it comes. At most {@link Traces#MAX_EVENTS} are followed at once; one more
   * takes the place of the one that was asked for longest ago. Costs other events nothing but a
   * look.
   *
   * @param id the id that the event comes with
   * @return what is known of it so far
   */
  public Trace follow(EventId id) {
    return traces.follow(id);
  }

  /**
   * What became of an event that is followed. Where others share the queue, one of them may have
   * sent it, and knows that it did.
   *
   * @param id the id that the event came with
   * @return empty when it is not followed, or no longer
   */
  public Optional<Trace> trace(EventId id) {
    return traces.find(id);
  }

  /**
   * How much of a project is still to be sent.
   *
   * @param project its id
   * @return a number of events, those in hand included; 0 when the storage fails to tell
   */
  public long queued(long project) {
    return view.queued(project);
  }

  /**
   * The events that Sentry refused for good, to be looked at, sent once more or dropped.
   *
   * @return a view of the storage's; thread-safe
   */
  public DeadLetters deadLetters() {
    return storage.deadLetters();
  }

  /** As {@link #close(Duration)} with {@link #DRAIN_TIMEOUT}. */
  @Override
  public void close() {
    close(DRAIN_TIMEOUT);
  }

  /**
   * Stops: accepts no more, lets those finish that are being accepted, goes on sending what is
   * queued for a while, waits for the answers (10 s at most), closes storage, cache and sender.
   * Does not wait for a Sentry that is away.
   *
   * @param drainTimeout how long to go on sending, zero or more
   * @return how many events are left unsent, which are lost if the storage is in memory; 0 when it
   *     was closed before
   */
  public long close(Duration drainTimeout) {
    return lifecycle.close(drainTimeout);
  }
}
