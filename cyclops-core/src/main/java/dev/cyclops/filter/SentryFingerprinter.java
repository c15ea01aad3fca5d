/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.event.Payload;
import dev.cyclops.filter.EventFields.Field;
import dev.cyclops.filter.grouping.GroupingPass;
import dev.cyclops.filter.grouping.KeySearches;
import dev.cyclops.filter.grouping.KeyedMix;
import dev.cyclops.filter.grouping.Lanes;
import dev.cyclops.filter.grouping.SecurityReports;
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
 *
 * <p>How that is done is the matter of {@code dev.cyclops.filter.grouping}, which hashes payloads
 * and knows nothing of fingerprints; this makes them out of what it answers.
 */
final class SentryFingerprinter implements Fingerprinter {
  private static final Field[] FIELDS = Field.values();

  /** What a thread reads events with, and the view on the texts that it meets. */
  private record EventReader(GroupingPass pass, EventFields fields) {}

  private final ThreadLocal<EventReader> eventReaders;
  private final ThreadLocal<SecurityReports> securityReports;

  SentryFingerprinter(GroupSecret secret) {
    this(secret, new KeySearches());
  }

  private SentryFingerprinter(GroupSecret secret, @Nullable KeySearches searches) {
    Objects.requireNonNull(secret, "secret == null");
    KeyedMix mix = new KeyedMix(secret.high(), secret.low());
    eventReaders = ThreadLocal.withInitial(() -> eventReader(new GroupingPass(mix, searches)));
    securityReports = ThreadLocal.withInitial(() -> new SecurityReports(mix));
  }

  private static EventReader eventReader(GroupingPass pass) {
    return new EventReader(pass, new EventFields(pass.texts()));
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
    if (payload.format() == Payload.Format.REPORTS) {
      Lanes group = securityReports.get().read(payload);
      return group == null ? Fingerprint.NONE : new Fingerprint(key(group), null, EventFields.NONE);
    }
    EventReader reader = eventReaders.get();
    GroupingPass pass = reader.pass;
    Lanes group = pass.read(payload, wanted(wanted));
    GroupKey key = group == null ? null : key(group);
    if (payload.format() == Payload.Format.OPAQUE) {
      return new Fingerprint(key, null, EventFields.NONE);
    }
    reader.fields.reset(payload);
    return new Fingerprint(key, pass.eventId(), reader.fields);
  }

  private static GroupKey key(Lanes group) {
    return new GroupKey(group.keyHigh(), group.keyLow());
  }

  /** Which texts are wanted, as {@link KeySearches} numbers them. */
  private static int wanted(Set<Field> fields) {
    int wanted = 0;
    if (!fields.isEmpty()) {
      for (Field field : FIELDS) {
        wanted |= fields.contains(field) ? KeySearches.wanted(field.text) : 0;
      }
    }
    return wanted;
  }
}
