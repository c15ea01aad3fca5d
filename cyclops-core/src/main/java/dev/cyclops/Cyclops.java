/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.auth.KeySource;
import dev.cyclops.event.Event;
import dev.cyclops.filter.Cache;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SentrySender;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** SKELETON while the shape is being agreed; bodies follow. */
public final class Cyclops implements AutoCloseable {
  private Cyclops() {}

  public static Builder builder() {
    return new Builder();
  }

  /** Loads the keys and starts the sending loop. */
  public Cyclops start() {
    return this;
  }

  /** Any thread. */
  public CompletionStage<Receipt> accept(Event event) {
    return new CompletableFuture<>();
  }

  /** True: call accept from a worker thread, not from an I/O thread. */
  public boolean blocks() {
    return false;
  }

  public CyclopsStats stats() {
    return new CyclopsStats(
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        0,
        new StorageStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  /** Stops; drains for at most the drain timeout. */
  @Override
  public void close() {}

  /** As close, returns how many events are left. */
  public long close(Duration drainTimeout) {
    return 0;
  }

  public static final class Builder {
    private Builder() {}

    public Builder sentry(String baseUrl) {
      return this;
    }

    public Builder sender(SentrySender sender) {
      return this;
    }

    public Builder keys(KeySource keys) {
      return this;
    }

    public Builder keyRefresh(Duration period) {
      return this;
    }

    public Builder storage(Storage storage) {
      return this;
    }

    public Builder cache(Cache cache) {
      return this;
    }

    public Builder fingerprinter(Fingerprinter fingerprinter) {
      return this;
    }

    /** Window zero switches the filter off. */
    public Builder floodLimit(int maxEvents, Duration window) {
      return this;
    }

    public Builder ignorePercentage(Map<Long, Integer> percentByProject) {
      return this;
    }

    public Builder rateController(RateController controller) {
      return this;
    }

    public Builder farm(Farm farm) {
      return this;
    }

    public Builder maxSamples(int maxSamples) {
      return this;
    }

    public Builder maxEventBytes(int bytes) {
      return this;
    }

    public Builder maxEnvelopeBytes(int bytes) {
      return this;
    }

    public Builder metrics(CyclopsMetrics metrics) {
      return this;
    }

    public Builder nanoClock(LongSupplier nanoClock) {
      return this;
    }

    public Builder clock(InstantSource clock) {
      return this;
    }

    public Cyclops build() {
      return new Cyclops();
    }
  }
}
