/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.Receipt.Outcome;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.delivery.DiscardReason;
import dev.cyclops.delivery.Faults;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.EventPool;
import dev.cyclops.event.Headers;
import dev.cyclops.filter.FloodFilter;
import dev.cyclops.filter.FloodFilter.Verdict;
import dev.cyclops.filter.ProjectLimiter;
import dev.cyclops.payload.BodyRewriter;
import dev.cyclops.payload.Content;
import dev.cyclops.payload.PayloadReader;
import dev.cyclops.payload.UnreadableBodyException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of an event once the flood filter has said what it thinks of it. Thread-safe. */
final class Conclusion {
  /** Tells Sentry's operators how many of a group were ignored before an event that passes. */
  private static final Headers.Name IGNORED = Headers.Name.of("X-CYCLOPS-IGNORED");

  /**
   * How long a place stays taken whose event was above its project's limit. As long as the default
   * window: a flood that tried again with each of its events would get each token there is, and the
   * other errors of its project none.
   */
  private static final Duration AFTER_THE_LIMIT = Duration.ofSeconds(1);

  private final PayloadReader reader;
  private final BodyRewriter rewriter;
  private final FloodFilter filter;
  private final ProjectLimiter limiter;
  private final Faults faults;
  private final EventPool pool = new EventPool();

  Conclusion(PayloadReader reader, FloodFilter filter, ProjectLimiter limiter, Faults faults) {
    this.reader = reader;
    this.rewriter = reader.rewriter();
    this.filter = filter;
    this.limiter = limiter;
    this.faults = faults;
  }

  /** Takes from a body what is needed once the verdict is there; the body is lent no longer. */
  Candidate candidate(Event event, Content content, ProjectKey key, @Nullable EventId found)
      throws UnreadableBodyException {
    EventId id = idOf(content, found);
    Event passing = own(id == null ? event : identified(event, content, found, id));
    Event whole = content.others() == null ? passing : own(event);
    return new Candidate(whole, passing, withoutPayload(content), key, id);
  }

  private static Event own(Event event) {
    byte[] body = event.body();
    return body == event.bodyArray() ? event : event.withBody(body);
  }

  private static Content withoutPayload(Content content) {
    return new Content(
        null,
        content.category(),
        content.envelope(),
        content.others(),
        content.eventId(),
        null,
        0,
        false);
  }

  /** Whether the body of a candidate has to be read and written once more. */
  boolean readsAgain(Candidate candidate, Verdict verdict) {
    return candidate.content().others() != null
        || (verdict.ignored() > 0 && filter.rules().context());
  }

  Decision of(Candidate candidate, Verdict verdict) throws UnreadableBodyException {
    return of(
        candidate.event(),
        candidate.passing(),
        candidate.content(),
        candidate.key(),
        candidate.id(),
        verdict,
        true);
  }

  Decision of(
      Event event,
      Content content,
      ProjectKey key,
      @Nullable EventId found,
      Verdict verdict,
      boolean grouped)
      throws UnreadableBodyException {
    return of(event, event, content, key, found, verdict, grouped);
  }

  /**
   * Decides.
   *
   * @param event as it came
   * @param passing what goes on of it when it passes
   */
  private Decision of(
      Event event,
      Event passing,
      Content content,
      ProjectKey key,
      @Nullable EventId found,
      Verdict verdict,
      boolean grouped)
      throws UnreadableBodyException {
    if (!verdict.passes()) {
      return dropped(Outcome.IGNORED, event, content, key, found, verdict.count(), null);
    }
    // Last, so that repeats use nothing up.
    long above = nanosAbove(key, content);
    if (above > 0) {
      aboveTheLimit(verdict);
      return limited(event, content, key, found, verdict.count(), above);
    }
    try {
      return admitted(passing, content, key, found, verdict, grouped);
    } catch (UnreadableBodyException | RuntimeException e) {
      notKept(verdict);
      throw e;
    }
  }

  /** Another event of its group has the place of one that passed the filter and is not kept. */
  void notKept(Verdict verdict) {
    try {
      filter.giveBack(verdict);
    } catch (RuntimeException | Error e) {
      faults.report("cache", e);
    }
  }

  private void aboveTheLimit(Verdict verdict) {
    try {
      filter.giveBack(verdict, AFTER_THE_LIMIT);
    } catch (RuntimeException | Error e) {
      faults.report("cache", e);
    }
  }

  long nanosAbove(ProjectKey key, Content content) {
    return limiter.nanosAbove(key.project(), content.category());
  }

  Decision limited(
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

  /** It goes on. */
  Decision admitted(
      Event event,
      Content content,
      ProjectKey key,
      @Nullable EventId found,
      Verdict verdict,
      boolean grouped)
      throws UnreadableBodyException {
    EventId id = idOf(content, found);
    Event passing = id == null ? event : identified(event, content, found, id);
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
        Content read = content == null || content.payload() == null ? reader.read(event) : content;
        telling = rewriter.withContext(event, read, "cyclops", context);
      } catch (UnreadableBodyException e) {
        // Better without than not at all.
      }
    }
    return telling.withHeaders(telling.headers().with(IGNORED, String.valueOf(ignored)));
  }

  /** What is sent twice must be known by its id, and the client is to be told the same one. */
  private static @Nullable EventId idOf(Content content, @Nullable EventId found) {
    return found == null && isWithoutId(content, null) ? EventId.random() : found;
  }

  private Event identified(Event event, Content content, @Nullable EventId found, EventId id)
      throws UnreadableBodyException {
    return isWithoutId(content, found) ? rewriter.withEventId(event, content, id) : event;
  }

  /** An envelope needs its id in its header, unless there is no event in it. */
  private static boolean isWithoutId(Content content, @Nullable EventId id) {
    boolean event = content.payload() != null || content.odd();
    return event && (content.envelope() ? content.eventId() == null : id == null);
  }

  /** Drops an event; what stands beside it in an envelope and is no part of it goes on. */
  Decision dropped(
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
}
