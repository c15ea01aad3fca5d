/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.auth.KeyRing;
import dev.cyclops.auth.KeySource;
import dev.cyclops.codec.ContentCodec;
import dev.cyclops.filter.Cache;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.FloodRules;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SentrySender;
import dev.cyclops.storage.Storage;
import dev.cyclops.watch.StateChange;
import dev.cyclops.watch.WatchOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Cyclops} together. Only where Sentry is and whose keys are valid must be said. Not
 * thread-safe; what it is given belongs to the barrier, which closes it. Builds one barrier.
 */
public final class CyclopsBuilder {
  private static final int DEFAULT_MAX_EVENT_BYTES = 1 << 20;
  private static final int DEFAULT_MAX_ENVELOPE_BYTES = 100 << 20;

  private @Nullable SentrySender sender;
  private @Nullable KeySource keySource;

  // The rest is read by the assembly, which knows the defaults of what is null.

  Duration keyRefresh = Duration.ofMinutes(2);
  Duration keyStartTimeout = KeyRing.START_TIMEOUT;
  @Nullable Path keysSnapshot;
  @Nullable Storage storage;
  @Nullable Cache cache;
  @Nullable Fingerprinter fingerprinter;
  FloodRules floodRules = FloodRules.limit(10, Duration.ofSeconds(1));
  Map<Long, Integer> ignorePercentage = Map.of();
  ProjectLimits projectLimits = ProjectLimits.NONE;
  @Nullable Path limitsSnapshot;
  @Nullable RateController controller;
  @Nullable Farm farm;
  boolean clientReports = true;
  int maxSamples = 5000;
  int maxEventBytes = DEFAULT_MAX_EVENT_BYTES;
  int maxEnvelopeBytes = DEFAULT_MAX_ENVELOPE_BYTES;
  @Nullable List<ContentCodec> codecs;
  CyclopsMetrics metrics = CyclopsMetrics.NOOP;
  Consumer<? super StateChange> stateListener = change -> {};
  WatchOptions watchOptions = WatchOptions.DEFAULT;
  LongSupplier nanoClock = System::nanoTime;
  InstantSource clock = Clock.systemUTC();

  CyclopsBuilder() {}

  /**
   * Sends with the JDK's own client.
   *
   * @param baseUrl where Sentry is, as {@link SentrySender#http(String)} takes it
   * @return this
   */
  public CyclopsBuilder sentry(String baseUrl) {
    return sender(SentrySender.http(baseUrl));
  }

  /**
   * How events get to Sentry.
   *
   * @param sender closed by the barrier
   * @return this
   */
  public CyclopsBuilder sender(SentrySender sender) {
    this.sender = Objects.requireNonNull(sender, "sender == null");
    return this;
  }

  /**
   * Whose events are let in.
   *
   * @param keys the keys of the projects, or {@link KeySource#openToAll()}
   * @return this
   */
  public CyclopsBuilder keys(KeySource keys) {
    this.keySource = Objects.requireNonNull(keys, "keys == null");
    return this;
  }

  /**
   * How often the keys are loaded anew.
   *
   * @param period above 0; 120 s unless set. A key that was removed is valid for that long
   * @return this
   */
  public CyclopsBuilder keyRefresh(Duration period) {
    keyRefresh = positive("period", period);
    return this;
  }

  /**
   * How long the start waits for the keys.
   *
   * @param timeout above 0; 30 s unless set
   * @return this
   */
  public CyclopsBuilder keyStartTimeout(Duration timeout) {
    keyStartTimeout = positive("timeout", timeout);
    return this;
  }

  /**
   * Where the last good keys outlive the process, for a start while they cannot be loaded.
   *
   * @param file written after a load that changed them, readable by its owner only: it holds their
   *     secrets. Its folder is made when there is none. Nowhere unless set
   * @return this
   */
  public CyclopsBuilder keysSnapshot(Path file) {
    keysSnapshot = Objects.requireNonNull(file, "file == null");
    return this;
  }

  /**
   * Where events wait.
   *
   * @param storage closed by the barrier; unless set, in memory, newest first, at most a quarter of
   *     the heap
   * @return this
   */
  public CyclopsBuilder storage(Storage storage) {
    this.storage = Objects.requireNonNull(storage, "storage == null");
    return this;
  }

  /**
   * What counts the events of a group.
   *
   * @param cache closed by the barrier; unless set, in memory, for at most a million groups
   * @return this
   */
  public CyclopsBuilder cache(Cache cache) {
    this.cache = Objects.requireNonNull(cache, "cache == null");
    return this;
  }

  /**
   * What finds the group of an event.
   *
   * @param fingerprinter unless set, {@link Fingerprinter#sentry()}
   * @return this
   */
  public CyclopsBuilder fingerprinter(Fingerprinter fingerprinter) {
    this.fingerprinter = Objects.requireNonNull(fingerprinter, "fingerprinter == null");
    return this;
  }

  /**
   * How many events of a group pass in a window of time, which starts at the first of them.
   *
   * @param maxEvents at least 1; 10 unless set
   * @param window one second unless set, at most 24 hours; zero lets everything pass
   * @return this
   */
  public CyclopsBuilder floodLimit(int maxEvents, Duration window) {
    floodRules = floodRules.withLimit(maxEvents, window);
    return this;
  }

  /**
   * Which events pass, in place of what {@link #floodLimit} has set before.
   *
   * @param rules can be changed later with {@link Cyclops#floodRules}
   * @return this
   */
  public CyclopsBuilder floodRules(FloodRules rules) {
    floodRules = Objects.requireNonNull(rules, "rules == null");
    return this;
  }

  /**
   * How many of a hundred events of a project are ignored, whatever is in them.
   *
   * @param percentByProject 0 to 100 by project id; none unless set
   * @return this
   */
  public CyclopsBuilder ignorePercentage(Map<Long, Integer> percentByProject) {
    ignorePercentage = Map.copyOf(percentByProject);
    return this;
  }

  /**
   * How many events a second each project may send, once repeats are dropped.
   *
   * @param limits none unless set
   * @return this
   */
  public CyclopsBuilder projectLimits(ProjectLimits limits) {
    projectLimits = Objects.requireNonNull(limits, "limits == null");
    return this;
  }

  /**
   * Where learned limits outlive the process.
   *
   * @param file written every five minutes and at the end, readable by its owner only; nowhere
   *     unless set
   * @return this
   */
  public CyclopsBuilder limitsSnapshot(Path file) {
    limitsSnapshot = Objects.requireNonNull(file, "file == null");
    return this;
  }

  /**
   * What says when the next event may be sent.
   *
   * @param controller unless set, {@link RateController#adaptive} with at most 256 sends in flight
   * @return this
   */
  public CyclopsBuilder rateController(RateController controller) {
    this.controller = Objects.requireNonNull(controller, "controller == null");
    return this;
  }

  /**
   * What this instance shares with others.
   *
   * @param farm closed by the barrier; unless set, nothing, with at most 256 sends in flight
   * @return this
   */
  public CyclopsBuilder farm(Farm farm) {
    this.farm = Objects.requireNonNull(farm, "farm == null");
    return this;
  }

  /**
   * Over how many response times the averages of the stats go.
   *
   * @param maxSamples at least 1; 5000 unless set
   * @return this
   */
  public CyclopsBuilder maxSamples(int maxSamples) {
    this.maxSamples = atLeastOne("maxSamples", maxSamples);
    return this;
  }

  /**
   * The largest event, decoded.
   *
   * @param bytes at least 1; 1 MiB unless set
   * @return this
   */
  public CyclopsBuilder maxEventBytes(int bytes) {
    maxEventBytes = atLeastOne("bytes", bytes);
    return this;
  }

  /**
   * The largest envelope, decoded.
   *
   * @param bytes at least 1; 100 MiB unless set
   * @return this
   */
  public CyclopsBuilder maxEnvelopeBytes(int bytes) {
    maxEnvelopeBytes = atLeastOne("bytes", bytes);
    return this;
  }

  /**
   * Which content encodings are understood besides gzip and deflate.
   *
   * @param codecs at most one for each name; unless set, those that {@link ServiceLoader} finds,
   *     such as those of {@code cyclops-codecs} when it is on the class path
   * @return this
   */
  public CyclopsBuilder codecs(Collection<? extends ContentCodec> codecs) {
    this.codecs = List.copyOf(codecs);
    return this;
  }

  /**
   * Whether Sentry is told of what is dropped, so that its own statistics stay true: by one client
   * report for each project and minute in which something was dropped.
   *
   * @param on true unless set; a Sentry that does not know client reports gets no second one
   * @return this
   */
  public CyclopsBuilder clientReports(boolean on) {
    clientReports = on;
    return this;
  }

  /**
   * Hooks for a metrics system.
   *
   * @param metrics none unless set
   * @return this
   */
  public CyclopsBuilder metrics(CyclopsMetrics metrics) {
    this.metrics = Objects.requireNonNull(metrics, "metrics == null");
    return this;
  }

  /**
   * Who is told when something begins and when it is over: a flood, an absence of Sentry, events
   * that are given up. Each once, by a thread of the barrier's that does nothing else, so that it
   * may block; what happens meanwhile is told later. An exception is logged once and counted.
   *
   * @param listener nobody unless set
   * @return this
   */
  public CyclopsBuilder onStateChange(Consumer<? super StateChange> listener) {
    stateListener = Objects.requireNonNull(listener, "listener == null");
    return this;
  }

  /**
   * When something is worth telling to {@link #onStateChange} and to the log.
   *
   * @param options {@link WatchOptions#DEFAULT} unless set
   * @return this
   */
  public CyclopsBuilder watch(WatchOptions options) {
    watchOptions = Objects.requireNonNull(options, "options == null");
    return this;
  }

  /**
   * The time that durations are measured with.
   *
   * @param nanoClock {@link System#nanoTime()} unless set
   * @return this
   */
  public CyclopsBuilder nanoClock(LongSupplier nanoClock) {
    this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock == null");
    return this;
  }

  /**
   * The time of day.
   *
   * @param clock the system's clock unless set
   * @return this
   */
  public CyclopsBuilder clock(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock == null");
    return this;
  }

  /**
   * The barrier, not yet started.
   *
   * @return a new barrier
   * @throws IllegalStateException when it was not said where Sentry is or whose keys are valid
   * @throws IllegalArgumentException when two codecs have the same name
   */
  public Cyclops build() {
    if (sender == null) {
      throw new IllegalStateException("no Sentry: call sentry(url) or sender(...)");
    }
    if (keySource == null) {
      throw new IllegalStateException(
          "no keys: call keys(KeySource.of(...)) or keys(KeySource.openToAll())");
    }
    return new Assembly(this, sender, keySource).cyclops();
  }

  private static Duration positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " <= 0: " + value);
    }
    return value;
  }

  private static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " < 1: " + value);
    }
    return value;
  }
}
