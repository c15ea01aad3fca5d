/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.auth.KeyRing;
import dev.cyclops.auth.KeySource;
import dev.cyclops.codec.ContentCodec;
import dev.cyclops.delivery.ClientReports;
import dev.cyclops.delivery.Dispatcher;
import dev.cyclops.delivery.DispatcherThread;
import dev.cyclops.delivery.Faults;
import dev.cyclops.delivery.SentAtCorrection;
import dev.cyclops.filter.Cache;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.FloodFilter;
import dev.cyclops.filter.FloodGroups;
import dev.cyclops.filter.GroupSecret;
import dev.cyclops.filter.ProjectLimiter;
import dev.cyclops.filter.Sampler;
import dev.cyclops.payload.Decoders;
import dev.cyclops.payload.PayloadReader;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.ResponseTimes;
import dev.cyclops.send.SentrySender;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.ShedReason;
import dev.cyclops.storage.Storage;
import dev.cyclops.trace.Traces;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Joins the parts of one barrier: those that a builder was given, the defaults of the others, and
 * what stands between them. Used once, by one thread.
 */
final class Assembly {
  private static final int DEFAULT_CACHE_ENTRIES = 1_000_000;
  private static final int DEFAULT_MAX_IN_FLIGHT = 256;
  private static final Duration DEFAULT_MAX_AGE = Duration.ofDays(1);

  private final CyclopsBuilder given;
  private final SentrySender sender;
  private final Farm farm;
  private final Cache cache;
  private final Storage storage;
  private final KeyRing keys;
  private final PayloadReader reader;
  private final ProjectLimiter limiter;
  private final ClientReports reports;
  private final Traces traces;
  private final ResponseTimes times;
  private final FloodGroups floodGroups = new FloodGroups();
  private final DoorCounters counters = new DoorCounters();
  private final ProjectCounters projects = new ProjectCounters();
  private final Faults faults = new Faults();

  Assembly(CyclopsBuilder given, SentrySender sender, KeySource keySource) {
    this.given = given;
    this.sender = sender;
    farm =
        given.farm == null
            ? Farm.alone(DEFAULT_MAX_IN_FLIGHT, given.nanoClock, given.clock)
            : given.farm;
    cache =
        given.cache == null ? Cache.inMemory(DEFAULT_CACHE_ENTRIES, given.nanoClock) : given.cache;
    storage = given.storage == null ? defaultStorage(given) : given.storage;
    reports = new ClientReports(given.clientReports);
    traces = new Traces(given.clock);
    times = new ResponseTimes(given.maxSamples);
    keys =
        new KeyRing(
            keySource,
            given.keyRefresh,
            given.keyStartTimeout,
            given.keysSnapshot,
            given.nanoClock,
            given.clock);
    reader =
        new PayloadReader(
            given.maxEventBytes, given.maxEnvelopeBytes, new Decoders(codecs(given.codecs)));
    limiter = new ProjectLimiter(given.projectLimits, given.nanoClock, given.clock);
  }

  Cyclops cyclops() {
    tellOfDrops();
    Admission admission = admission();
    Dispatcher dispatcher = dispatcher();
    Receipts receipts =
        new Receipts(
            counters,
            projects,
            reports,
            traces,
            given.metrics,
            Objects.requireNonNull(farm.limits(), "farm.limits() == null"),
            faults);
    StateKeeper watch =
        new StateKeeper(
            given.watchOptions,
            new CurrentSituation(
                counters, floodGroups, limiter, keys, storage, dispatcher, given.clock),
            given.stateListener,
            given.nanoClock,
            given.clock,
            faults);
    Lifecycle lifecycle =
        new Lifecycle(
            keys,
            new LimitsKeeper(limiter, given.limitsSnapshot, faults),
            new DispatcherThread(dispatcher, storage, faults),
            watch,
            reports,
            counters,
            new Resources(sender, storage, cache, farm, faults));
    OperatorView view =
        new OperatorView(
            counters, projects, limiter, keys, storage, dispatcher, times, reports, faults);
    return new Cyclops(
        lifecycle,
        admission,
        receipts,
        counters,
        cache,
        storage,
        keys,
        watch,
        view,
        floodGroups,
        given.clock,
        traces,
        faults);
  }

  private void tellOfDrops() {
    storage.onDropped(
        (project, publicKey, category, reason, count) -> {
          reports.shed(project, publicKey, category, reason, count);
          if (!traces.isIdle()) {
            traces.givenUp(project, category, words(reason), count);
          }
        });
  }

  private static String words(ShedReason reason) {
    return reason == ShedReason.EXPIRED ? "for their age" : "for want of room";
  }

  private Admission admission() {
    return new Admission(
        keys,
        reader,
        new Sampler(given.ignorePercentage, bound -> ThreadLocalRandom.current().nextInt(bound)),
        given.fingerprinter == null ? Fingerprinter.sentry(secretOf(farm)) : given.fingerprinter,
        new FloodFilter(cache, given.floodRules, given.nanoClock),
        floodGroups,
        limiter,
        faults);
  }

  private Dispatcher dispatcher() {
    SentrySender correcting = new SentAtCorrection(sender, reader.rewriter(), given.clock, faults);
    RateController pace =
        given.controller == null
            ? RateController.adaptive(DEFAULT_MAX_IN_FLIGHT)
            : given.controller;
    return new Dispatcher(
        new Dispatcher.Stations(storage, correcting, pace, farm, reports),
        new Dispatcher.Observers(
            times, given.metrics::onSent, projects::forwarded, keys::refreshSoon, faults, traces),
        new Dispatcher.Chance(
            given.nanoClock, given.clock, () -> ThreadLocalRandom.current().nextDouble()));
  }

  private static List<ContentCodec> codecs(@Nullable List<ContentCodec> given) {
    return given == null
        ? ServiceLoader.load(ContentCodec.class).stream().map(ServiceLoader.Provider::get).toList()
        : given;
  }

  private static Storage defaultStorage(CyclopsBuilder given) {
    long maxBytes = Runtime.getRuntime().maxMemory() / 4;
    return Storage.inMemory(maxBytes, QueueOrder.NEWEST_FIRST, DEFAULT_MAX_AGE, given.clock);
  }

  private static GroupSecret secretOf(Farm farm) {
    ByteBuffer bytes = ByteBuffer.wrap(farm.groupSecret());
    return new GroupSecret(bytes.getLong(), bytes.getLong());
  }
}
