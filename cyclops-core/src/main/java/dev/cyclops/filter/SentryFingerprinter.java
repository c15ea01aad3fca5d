/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.event.Payload;
import java.util.Objects;

/**
 * Groups events nearly as Sentry does. Reads each payload once, from front to back, and makes
 * nothing but its answer: what a pass needs is kept per thread, about 10 KiB. Thread-safe.
 */
final class SentryFingerprinter implements Fingerprinter {
  private final ThreadLocal<GroupingPass> passes;
  private final ThreadLocal<SecurityReports> securityReports;

  SentryFingerprinter(GroupSecret secret) {
    Objects.requireNonNull(secret, "secret == null");
    KeyedMix mix = new KeyedMix(secret);
    passes = ThreadLocal.withInitial(() -> new GroupingPass(mix));
    securityReports = ThreadLocal.withInitial(() -> new SecurityReports(mix));
  }

  @Override
  public Fingerprint fingerprint(Payload payload) {
    return payload.format() == Payload.Format.REPORTS
        ? securityReports.get().read(payload)
        : passes.get().read(payload);
  }
}
