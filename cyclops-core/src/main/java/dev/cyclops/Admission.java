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
import dev.cyclops.delivery.Faults;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Payload;
import dev.cyclops.event.Route;
import dev.cyclops.filter.EventFields;
import dev.cyclops.filter.Fingerprint;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.FloodFilter;
import dev.cyclops.filter.FloodFilter.Answer;
import dev.cyclops.filter.FloodFilter.Pending;
import dev.cyclops.filter.FloodFilter.Verdict;
import dev.cyclops.filter.FloodGroups;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.ProjectLimiter;
import dev.cyclops.filter.Sampler;
import dev.cyclops.payload.Content;
import dev.cyclops.payload.CrashForm;
import dev.cyclops.payload.PayloadReader;
import dev.cyclops.payload.UnreadableBodyException;
import dev.cyclops.payload.UnreadableBodyException.Reason;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** The stations before the queue: who sends it, what is in it, is it a repeat. Thread-safe. */
final class Admission {
  private final KeyRing keys;
  private final PayloadReader reader;
  private final Sampler sampler;
  private final Fingerprinter fingerprinter;
  private final FloodFilter filter;
  private final FloodGroups floodGroups;
  private final Faults faults;
  private final Conclusion conclusion;

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
    this.sampler = sampler;
    this.fingerprinter = fingerprinter;
    this.filter = filter;
    this.floodGroups = floodGroups;
    this.faults = faults;
    conclusion = new Conclusion(reader, filter, limiter, faults);
  }

  /** Whether the group of an event may take a while to be found. */
  boolean blocks() {
    return fingerprinter.blocks();
  }

  FloodFilter filter() {
    return filter;
  }

  Sampler sampler() {
    return sampler;
  }

  /** What becomes of an event, as far as it is known before the cache has answered. */
  Ruling decide(Event event) {
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

  private Ruling read(Event event, @Nullable ProjectKey key, Content content)
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

  private Ruling filtered(Event event, Content content, ProjectKey key)
      throws UnreadableBodyException {
    Payload payload = content.payload();
    if (payload == null) {
      // Nothing to group by: sessions, check-ins, reports and the like always pass.
      boolean grouped = !content.odd();
      long above = grouped && !isCrash(event) ? 0 : conclusion.nanosAbove(key, content);
      if (above > 0) {
        return conclusion.limited(event, content, key, content.eventId(), 0, above);
      }
      if (isCrash(event) && content.eventId() == null) {
        EventId id = EventId.random();
        Event identified = CrashForm.withEventId(event, id);
        return conclusion.admitted(identified, content, key, id, Verdict.UNCOUNTED, grouped);
      }
      return conclusion.admitted(
          event, content, key, content.eventId(), Verdict.UNCOUNTED, grouped);
    }
    if (sampler.ignores(key.project())) {
      EventId found = idIn(content, payload, Fingerprint.NONE);
      return conclusion.dropped(Outcome.SAMPLED, event, content, key, found, 0, null);
    }
    Fingerprint fingerprint = filter.isOn() ? fingerprint(payload) : Fingerprint.NONE;
    EventId found = idIn(content, payload, fingerprint);
    Answer answer = filter.isOn() ? ask(key, payload, fingerprint, event) : Verdict.UNCOUNTED;
    GroupKey group = fingerprint.group();
    if (answer instanceof Verdict verdict) {
      if (group != null) {
        note(key, group, verdict.passes(), payload, event);
      }
      boolean grouped = group != null || !filter.isOn();
      return conclusion.of(event, content, key, found, verdict, grouped);
    }
    if (group != null) {
      // While there is something to read a title from.
      note(key, group, true, payload, event);
    }
    return undecided((Pending) answer, event, content, key, found, group);
  }

  /** The cache has not answered yet: what is needed then is taken from the body now. */
  private Undecided undecided(
      Pending pending,
      Event event,
      Content content,
      ProjectKey key,
      @Nullable EventId found,
      @Nullable GroupKey group)
      throws UnreadableBodyException {
    CompletionStage<Verdict> verdict =
        pending.verdict().handle((known, thrown) -> passingUnless(known, thrown));
    Candidate candidate;
    try {
      candidate = conclusion.candidate(event, content, key, found);
    } catch (UnreadableBodyException | RuntimeException e) {
      var unused = verdict.thenAccept(conclusion::notKept);
      throw e;
    }
    return new Undecided(
        verdict.thenCompose(
            known -> {
              if (!known.passes() && group != null) {
                floodGroups.ignoredLater(key.project(), group);
              }
              return concluded(candidate, known);
            }));
  }

  private Verdict passingUnless(@Nullable Verdict known, @Nullable Throwable thrown) {
    if (known == null) {
      Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
      faults.report("cache", cause == null ? new NullPointerException() : cause);
      return Verdict.UNCOUNTED;
    }
    return known;
  }

  private CompletionStage<Decision> concluded(Candidate candidate, Verdict verdict) {
    // The thread that answers for the cache is not held up by a body.
    return conclusion.readsAgain(candidate, verdict)
        ? CompletableFuture.supplyAsync(
            () -> decision(candidate, verdict), ForkJoinPool.commonPool())
        : CompletableFuture.completedStage(decision(candidate, verdict));
  }

  private Decision decision(Candidate candidate, Verdict verdict) {
    try {
      return conclusion.of(candidate, verdict);
    } catch (UnreadableBodyException e) {
      return unreadable(candidate.event(), e);
    }
  }

  /** Another event of its group has the place of one that passed the filter and is not kept. */
  void notKept(Verdict verdict) {
    conclusion.notKept(verdict);
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
    } catch (RuntimeException | Error e) {
      faults.report("fingerprinter", e);
      return Fingerprint.NONE;
    }
  }

  private Answer ask(ProjectKey key, Payload payload, Fingerprint fingerprint, Event event) {
    try {
      EventFields fields = fingerprint.fields();
      return filter.ask(
          key.project(),
          fingerprint.group(),
          fields == null ? filter.fields(payload) : fields,
          event.source());
    } catch (RuntimeException | Error e) {
      return passingUnless(null, e);
    }
  }

  /** Who floods is no reason to lose an event. */
  private void note(ProjectKey key, GroupKey group, boolean passes, Payload payload, Event event) {
    try {
      floodGroups.add(key.project(), group, passes, payload, event.arrivedAtMillis());
    } catch (RuntimeException e) {
      faults.report("flood groups", e);
    }
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
