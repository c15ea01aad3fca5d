/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import dev.cyclops.storage.Delivery;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One send on its way; its own callback, and its own entry in the {@link Mailbox} when it has
 * ended. Compared by identity.
 */
final class Sending implements BiConsumer<@Nullable SendResult, @Nullable Throwable> {
  private static final SendResult FAILED = SendResult.failed(Failure.RESET, "the sender failed");

  final Event event;

  /** Null for a request of our own. */
  final @Nullable Delivery delivery;

  /** A probe takes no permit, and tells the rate controller nothing. */
  final boolean probe;

  /** Whether it was taken out of the {@link RetryBudget}. */
  final boolean repetition;

  final int epoch;
  final long startNanos;

  /** Whether the rate controller has been told of its end. */
  boolean writtenOff;

  private final Mailbox mailbox;
  private final AtomicBoolean ended = new AtomicBoolean();
  private long endNanos;
  private @Nullable SendResult result;
  private @Nullable Verdict verdict;

  Sending(
      Mailbox mailbox,
      Event event,
      @Nullable Delivery delivery,
      boolean probe,
      boolean repetition,
      int epoch,
      long startNanos) {
    this.mailbox = mailbox;
    this.event = event;
    this.delivery = delivery;
    this.probe = probe;
    this.repetition = repetition;
    this.epoch = epoch;
    this.startNanos = startNanos;
  }

  /** On whatever thread the sender answers; a second answer counts for nothing. */
  @Override
  public void accept(@Nullable SendResult answer, @Nullable Throwable thrown) {
    if (answer == null) {
      mailbox.faults.report("sender", thrown == null ? new NullPointerException("result") : thrown);
      end(FAILED, Verdict.RESET);
    } else {
      end(answer, Verdict.of(answer));
    }
  }

  /** The sender did not even begin. */
  void thrownBack(Throwable thrown) {
    mailbox.faults.report("sender", thrown);
    end(FAILED, Verdict.THROWN_BACK);
  }

  private void end(SendResult result, Verdict verdict) {
    if (ended.compareAndSet(false, true)) {
      endNanos = mailbox.nanoClock.getAsLong();
      this.result = result;
      this.verdict = verdict;
      mailbox.add(this);
    }
  }

  long endNanos() {
    return endNanos;
  }

  SendResult result() {
    return Objects.requireNonNull(result);
  }

  Verdict verdict() {
    return Objects.requireNonNull(verdict);
  }
}
