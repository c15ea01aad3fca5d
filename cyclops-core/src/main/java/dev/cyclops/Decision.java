/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static dev.cyclops.event.Event.PROJECT_OF_THE_KEY;

import dev.cyclops.Receipt.Outcome;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.delivery.DiscardReason;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.filter.FloodFilter.Verdict;
import dev.cyclops.payload.UnreadableBodyException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about an event, and why one goes no further. Immutable.
 *
 * @param receipt what to answer, provided that an admitted event can be stored
 * @param project its project; 0 when it was refused before one was known
 * @param publicKey the key it was let in with; null when it was refused
 * @param category the kind of data that counts and is kept
 * @param eventCategory the kind of data that came, which is another one when the event is dropped
 *     and the rest of its envelope is kept
 * @param discard why the event is dropped on purpose; null when it is not
 * @param grouped whether the flood filter could count it
 * @param admitted the event as it is to be queued; null when it goes no further
 * @param verdict of the flood filter, to be given back when the event is not kept; none of an event
 *     that goes no further
 */
record Decision(
    Receipt receipt,
    long project,
    @Nullable String publicKey,
    DataCategory category,
    DataCategory eventCategory,
    @Nullable DiscardReason discard,
    boolean grouped,
    @Nullable Event admitted,
    Verdict verdict)
    implements Ruling {

  /** One second, for everything of the key: what is in the body is not known yet. */
  private static final String BUSY_LIMITS = "1::key:busy";

  /** Of a request that came with a valid key. */
  static Decision of(
      Receipt receipt,
      ProjectKey key,
      DataCategory category,
      boolean grouped,
      @Nullable Event admitted,
      Verdict verdict) {
    return new Decision(
        receipt,
        key.project(),
        key.publicKey(),
        category,
        category,
        null,
        grouped,
        admitted,
        verdict);
  }

  /** Of a request whose event is dropped on purpose, while the rest of it may be kept. */
  static Decision dropped(
      Receipt receipt,
      ProjectKey key,
      DataCategory eventCategory,
      DataCategory category,
      DiscardReason why,
      @Nullable Event rest) {
    return new Decision(
        receipt,
        key.project(),
        key.publicKey(),
        category,
        eventCategory,
        why,
        true,
        rest,
        Verdict.UNCOUNTED);
  }

  static Decision refused(Outcome outcome, String detail) {
    return refused(outcome, detail, List.of());
  }

  private static Decision refused(Outcome outcome, String detail, List<String> causes) {
    return refused(new Receipt(outcome, null, 0, null, detail, causes));
  }

  private static Decision refused(Receipt receipt) {
    DataCategory unknown = DataCategory.DEFAULT;
    return new Decision(
        receipt, PROJECT_OF_THE_KEY, null, unknown, unknown, null, true, null, Verdict.UNCOUNTED);
  }

  static Decision contradictory() {
    return refused(Outcome.MALFORMED, "the request names two different keys");
  }

  static Decision unauthorized() {
    return refused(Outcome.UNAUTHORIZED, "missing authorization information");
  }

  /** One answer for an unknown project, an unknown key and the key of another project. */
  static Decision forbidden() {
    return refused(Outcome.FORBIDDEN, "no such project, or the key may not speak for it");
  }

  static Decision unreadable(Route route, UnreadableBodyException e) {
    List<String> causes = List.of(String.valueOf(e.getMessage()));
    return switch (e.reason()) {
      case MALFORMED -> refused(Outcome.MALFORMED, malformed(route), causes);
      case UNSUPPORTED -> refused(Outcome.UNSUPPORTED, "unsupported encoding of the body", causes);
      case TOO_LARGE -> refused(Outcome.TOO_LARGE, "the body is larger than allowed", causes);
      case BUSY -> busy();
    };
  }

  private static String malformed(Route route) {
    return switch (route) {
      case STORE -> "invalid event data";
      case ENVELOPE -> "invalid event envelope";
      default -> "invalid body";
    };
  }

  private static Decision busy() {
    String detail = "too many bodies are being decoded, try again in a second";
    return refused(new Receipt(Outcome.FULL, null, 0, BUSY_LIMITS, detail));
  }
}
