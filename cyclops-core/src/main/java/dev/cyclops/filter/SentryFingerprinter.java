/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.event.Payload;
import dev.cyclops.filter.EventFields.Field;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Groups events nearly as Sentry does. Reads each payload once, from front to back, and makes
 * nothing but its answer: what a pass needs is kept per thread, about 20 KiB, and 170 KiB of frames
 * once there were some. Thread-safe.
 *
 * <p>Stops early: once nothing but a few members could change the group, the rest is searched for
 * their names, and walked through only as far as one may stand. The answer is the same as that of a
 * walk through all of the event. Only where an event is broken behind that point it may differ: it
 * is grouped as if it was whole, as long as it ends with a brace.
 */
final class SentryFingerprinter implements Fingerprinter {
  private final ThreadLocal<GroupingPass> passes;
  private final ThreadLocal<SecurityReports> securityReports;

  SentryFingerprinter(GroupSecret secret) {
    this(secret, new KeySearches());
  }

  private SentryFingerprinter(GroupSecret secret, @Nullable KeySearches searches) {
    Objects.requireNonNull(secret, "secret == null");
    KeyedMix mix = new KeyedMix(secret);
    passes = ThreadLocal.withInitial(() -> new GroupingPass(mix, searches));
    securityReports = ThreadLocal.withInitial(() -> new SecurityReports(mix));
  }

  /** One that walks through all of each event: what stopping early is to be compared with. */
  static SentryFingerprinter walking(GroupSecret secret) {
    return new SentryFingerprinter(secret, null);
  }

  @Override
  public boolean blocks() {
    return false;
  }

  @Override
  public Fingerprint fingerprint(Payload payload) {
    return fingerprint(payload, Set.of());
  }

  @Override
  public Fingerprint fingerprint(Payload payload, Set<Field> wanted) {
    return payload.format() == Payload.Format.REPORTS
        ? securityReports.get().read(payload)
        : passes.get().read(payload, KeySearches.wanted(wanted));
  }
}
