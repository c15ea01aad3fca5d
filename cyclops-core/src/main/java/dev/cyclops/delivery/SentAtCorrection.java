/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.event.Event;
import dev.cyclops.payload.BodyRewriter;
import dev.cyclops.payload.UnreadableBodyException;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SentrySender;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;

/**
 * Sends envelopes that were held for more than a minute with their {@code sent_at} moved by the
 * time held: Sentry takes the difference between it and the time of arrival for the drift of the
 * client's clock, and would shift the event. What is stored stays as it came, so that tries do not
 * add up.
 */
public final class SentAtCorrection implements SentrySender {
  private static final long HELD_MILLIS = 60_000;

  private final SentrySender sender;
  private final BodyRewriter rewriter;
  private final InstantSource clock;
  private final Faults faults;

  public SentAtCorrection(
      SentrySender sender, BodyRewriter rewriter, InstantSource clock, Faults faults) {
    this.sender = sender;
    this.rewriter = rewriter;
    this.clock = clock;
    this.faults = faults;
  }

  @Override
  public CompletionStage<SendResult> send(Event event) {
    return sender.send(corrected(event));
  }

  private Event corrected(Event event) {
    long held = clock.millis() - event.arrivedAtMillis();
    if (held <= HELD_MILLIS) {
      return event;
    }
    try {
      return rewriter.sentLater(event, held);
    } catch (UnreadableBodyException e) {
      // Better an hour off than not at all.
      return event;
    } catch (RuntimeException | StackOverflowError e) {
      faults.report("codec", e);
      return event;
    }
  }

  @Override
  public void close() {
    sender.close();
  }
}
