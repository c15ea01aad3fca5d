/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static dev.cyclops.event.Event.PROJECT_OF_THE_KEY;

import dev.cyclops.Receipt.Outcome;
import dev.cyclops.auth.Claim;
import dev.cyclops.auth.KeyRing;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.auth.SentryAuth;
import dev.cyclops.delivery.DiscardReason;
import dev.cyclops.delivery.Faults;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.EventPool;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Payload;
import dev.cyclops.event.Route;
import dev.cyclops.filter.EventFields;
import dev.cyclops.filter.Fingerprint;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.FloodFilter;
import dev.cyclops.filter.FloodFilter.Verdict;
import dev.cyclops.filter.FloodGroups;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.ProjectLimiter;
import dev.cyclops.filter.Sampler;
import dev.cyclops.payload.BodyRewriter;
import dev.cyclops.payload.Content;
import dev.cyclops.payload.CrashForm;
import dev.cyclops.payload.PayloadReader;
import dev.cyclops.payload.UnreadableBodyException;
import dev.cyclops.payload.UnreadableBodyException.Reason;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The stations before the queue: who sends it, what is in it, is it a repeat. Thread-safe. */
final class Admission {
  /** Tells Sentry's operators how many of a group were ignored before an event that passes. */
  private static final Headers.Name IGNORED = Headers.Name.of("X-CYCLOPS-IGNORED");

  /**
   * How long a place stays taken whose event was above its project's limit. As long as the default
   * window: a flood that tried again with each of its events would get each token there is, and the
   * other errors of its project none.
   */
  private static final Duration AFTER_THE_LIMIT = Duration.ofSeconds(1);

  private final KeyRing keys;
  private final PayloadReader reader;
  private final BodyRewriter rewriter;
  private final Sampler sampler;
  private final Fingerprinter fingerprinter;
  private final FloodFilter filter;
  private final FloodGroups floodGroups;
  private final ProjectLimiter limiter;
  private final Faults faults;
  private final EventPool pool = new EventPool();

  Admission(
      KeyRing keys,
      PayloadReader reader,
      Sampler sampler,
      Fingerprinter fingerprinter,
      FloodFilter filter,
      FloodGroups floodGroups,
      ProjectLimiter limiter,
      Faults faults) {
    this.keys = keys;
    this.reader = reader;
    this.rewriter = reader.rewriter();
    this.sampler = sampler;
    this.fingerprinter = fingerprinter;
    this.filter = filter;
    this.floodGroups = floodGroups;
    this.limiter = limiter;
    this.faults = faults;
  }

  FloodFilter filter() {
    return filter;
  }

  Sampler sampler() {
    return sampler;
  }

  Decision decide(Event event) {
    Claim claim = SentryAuth.claim(event);
    if (claim.contradictory()) {
      return Decision.contradictory();
    }
    ProjectKey key = null;
    if (claim.publicKey() != null) {
      // Before the body is decoded: a stranger gets no work out of us.
      key = authorize(event.project(), claim.publicKey(), claim.secretKey());
      if (key == null) {
        return Decision.forbidden();
      }
    }
    try {
      return read(event, key, reader.read(event));
    } catch (UnreadableBodyException e) {
      return unreadable(event, e);
    }
  }

  private @Nullable ProjectKey authorize(
      long project, String publicKey, @Nullable String secretKey) {
    ProjectKey key = keys.keys().authorize(project, publicKey, secretKey);
    if (key == null) {
      keys.unknownKey();
    }
    return key;
  }

  private Decision read(Event event, @Nullable ProjectKey key, Content content)
      throws UnreadableBodyException {
    if (content.dsnPublicKey() != null) {
      if (contradicts(content, key, event)) {
        return Decision.refused(Outcome.MALFORMED, "the envelope's dsn contradicts the request");
      }
      if (key == null) {
        long project = event.project() > 0 ? event.project() : content.dsnProject();
        key = authorize(project, content.dsnPublicKey(), null);
        if (key == null) {
          return Decision.forbidden();
        }
      }
    }
    if (key == null) {
      return Decision.unauthorized();
    }
    return filtered(event, content, key);
  }

  /** What becomes of an event whose body cannot be looked at, and whose client must not know. */
  Decision shed(Event event) {
    Claim claim = SentryAuth.claim(event);
    if (claim.contradictory()) {
      return Decision.contradictory();
    }
    if (claim.publicKey() == null) {
      return Decision.unauthorized();
    }
    ProjectKey key = authorize(event.project(), claim.publicKey(), claim.secretKey());
    if (key == null) {
      return Decision.forbidden();
    }
    EventId id = isCrash(event) ? EventId.random() : null;
    Receipt receipt = new Receipt(Outcome.SHED, id, 0, null, "");
    return Decision.of(receipt, key, event.route().category(), true, null, Verdict.UNCOUNTED);
  }

  private static boolean contradicts(Content content, @Nullable ProjectKey key, Event event) {
    long named = key == null ? event.project() : key.project();
    return (key != null && !key.publicKey().equals(content.dsnPublicKey()))
        || (named != PROJECT_OF_THE_KEY && content.dsnProject() != named);
  }

  private Decision filtered(Event event, Content content, ProjectKey key)
      throws UnreadableBodyException {
    Payload payload = content.payload();
    if (payload == null) {
      // Nothing to group by: sessions, check-ins, reports and the like always pass.
      boolean grouped = !content.odd();
      long above = grouped && !isCrash(event) ? 0 : nanosAbove(key, content);
      if (above > 0) {
        return limited(event, content, key, content.eventId(), 0, above);
      }
      if (isCrash(event) && content.eventId() == null) {
        EventId id = EventId.random();
        Event identified = CrashForm.withEventId(event, id);
        return admitted(identified, content, key, id, Verdict.UNCOUNTED, grouped);
      }
      return admitted(event, content, key, content.eventId(), Verdict.UNCOUNTED, grouped);
    }
    if (sampler.ignores(key.project())) {
      EventId found = idIn(content, payload, Fingerprint.NONE);
      return dropped(Outcome.SAMPLED, event, content, key, found, 0, null);
    }
    Fingerprint fingerprint = filter.isOn() ? fingerprint(payload) : Fingerprint.NONE;
    EventId found = idIn(content, payload, fingerprint);
    Verdict verdict = filter.isOn() ? check(key, payload, fingerprint, event) : Verdict.UNCOUNTED;
    if (fingerprint.group() != null) {
      note(key, fingerprint.group(), verdict, payload, event);
    }
    if (!verdict.passes()) {
      return dropped(Outcome.IGNORED, event, content, key, found, verdict.count(), null);
    }
    boolean grouped = fingerprint.group() != null || !filter.isOn();
    // Last, so that repeats use nothing up.
    long above = nanosAbove(key, content);
    if (above > 0) {
      aboveTheLimit(verdict);
      return limited(event, content, key, found, verdict.count(), above);
    }
    try {
      return admitted(event, content, key, found, verdict, grouped);
    } catch (UnreadableBodyException | RuntimeException e) {
      notKept(verdict);
      throw e;
    }
  }

  /** Another event of its group has the place of one that passed the filter and is not kept. */
  void notKept(Verdict verdict) {
    try {
      filter.giveBack(verdict);
    } catch (RuntimeException e) {
      faults.report("cache", e);
    }
  }

  private void aboveTheLimit(Verdict verdict) {
    try {
      filter.giveBack(verdict, AFTER_THE_LIMIT);
    } catch (RuntimeException e) {
      faults.report("cache", e);
    }
  }

  private long nanosAbove(ProjectKey key, Content content) {
    return limiter.nanosAbove(key.project(), content.category());
  }

  private Decision limited(
      Event event,
      Content content,
      ProjectKey key,
      @Nullable EventId found,
      long count,
      long nanosAbove)
      throws UnreadableBodyException {
    // Who hears of it sends nothing for that long, and reports what it held back.
    String told =
        event.route().neverSlowed() ? null : SpikeLimit.told(content.category(), nanosAbove);
    return dropped(Outcome.LIMITED, event, content, key, found, count, told);
  }

  /** The id in an envelope's header is the one that counts. */
  private static @Nullable EventId idIn(Content content, Payload payload, Fingerprint fingerprint) {
    if (content.eventId() != null) {
      return content.eventId();
    }
    EventId id = fingerprint.eventId();
    return id == null ? PayloadReader.findEventId(payload) : id;
  }

  private Fingerprint fingerprint(Payload payload) {
    try {
      return Objects.requireNonNull(
          fingerprinter.fingerprint(payload, filter.wanted()), "fingerprint == null");
    } catch (RuntimeException | StackOverflowError e) {
      faults.report("fingerprinter", e);
      return Fingerprint.NONE;
    }
  }

  private Verdict check(ProjectKey key, Payload payload, Fingerprint fingerprint, Event event) {
    try {
      EventFields fields = fingerprint.fields();
      return filter.check(
          key.project(),
          fingerprint.group(),
          fields == null ? filter.fields(payload) : fields,
          event.source());
    } catch (RuntimeException e) {
      faults.report("cache", e);
      return Verdict.UNCOUNTED;
    }
  }

  /** Who floods is no reason to lose an event. */
  private void note(ProjectKey key, GroupKey group, Verdict verdict, Payload payload, Event event) {
    try {
      floodGroups.add(key.project(), group, verdict.passes(), payload, event.arrivedAtMillis());
    } catch (RuntimeException e) {
      faults.report("flood groups", e);
    }
  }

  private Decision admitted(
      Event event,
      Content content,
      ProjectKey key,
      @Nullable EventId found,
      Verdict verdict,
      boolean grouped)
      throws UnreadableBodyException {
    EventId id = found;
    Event passing = event;
    if (isWithoutId(content, id)) {
      // What is sent twice must be known by its id, and the client is to be told the same one.
      id = id == null ? EventId.random() : id;
      passing = rewriter.withEventId(event, content, id);
    }
    if (verdict.ignored() > 0) {
      passing = telling(passing, passing == event ? content : null, verdict.ignored());
    }
    Event admitted = passing.accepted(key.project(), key.publicKey(), id, content.category(), pool);
    Receipt receipt = new Receipt(Outcome.PROCESSED, id, verdict.count(), null, "");
    return Decision.of(receipt, key, content.category(), grouped, admitted, verdict);
  }

  /**
   * An event that tells how many of its group were ignored before it.
   *
   * @param content what this thread has just read in it; null when it was changed since
   */
  private Event telling(Event event, @Nullable Content content, long ignored) {
    Event telling = event;
    if (filter.rules().context()) {
      try {
        String context = "{\"type\":\"cyclops\",\"ignored\":" + ignored + "}";
        Content read = content == null ? reader.read(event) : content;
        telling = rewriter.withContext(event, read, "cyclops", context);
      } catch (UnreadableBodyException e) {
        // Better without than not at all.
      }
    }
    return telling.withHeaders(telling.headers().with(IGNORED, String.valueOf(ignored)));
  }

  /** An envelope needs its id in its header, unless there is no event in it. */
  private static boolean isWithoutId(Content content, @Nullable EventId id) {
    boolean event = content.payload() != null || content.odd();
    return event && (content.envelope() ? content.eventId() == null : id == null);
  }

  /** Drops an event; what stands beside it in an envelope and is no part of it goes on. */
  private Decision dropped(
      Outcome outcome,
      Event event,
      Content content,
      ProjectKey key,
      @Nullable EventId found,
      long count,
      @Nullable String rateLimits)
      throws UnreadableBodyException {
    EventId answered = found == null ? EventId.random() : found;
    DataCategory category = content.category();
    DataCategory others = content.others();
    DiscardReason why = outcome == Outcome.SAMPLED ? DiscardReason.SAMPLED : DiscardReason.FLOOD;
    if (others == null) {
      Receipt receipt = new Receipt(outcome, answered, count, rateLimits, "");
      return Decision.dropped(receipt, key, category, category, why, null);
    }
    Event rest =
        rewriter
            .withoutItsEvent(event)
            .accepted(key.project(), key.publicKey(), content.eventId(), others, pool);
    Receipt receipt = new Receipt(Outcome.REDUCED, answered, count, rateLimits, "");
    return Decision.dropped(receipt, key, category, others, why, rest);
  }

  /** Crashes are answered with an id, whether their clients give them one or not. */
  private static boolean isCrash(Event event) {
    return event.route() == Route.MINIDUMP || event.route() == Route.UNREAL;
  }

  private Decision unreadable(Event event, UnreadableBodyException e) {
    boolean shed = e.reason() == Reason.BUSY && event.route().neverSlowed();
    return shed ? shed(event) : Decision.unreadable(event.route(), e);
  }
}
