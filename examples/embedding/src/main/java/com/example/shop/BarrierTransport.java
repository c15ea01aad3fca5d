package com.example.shop;

import dev.cyclops.Cyclops;
import dev.cyclops.Receipt;
import dev.cyclops.event.Event;
import io.sentry.Hint;
import io.sentry.ISerializer;
import io.sentry.SentryEnvelope;
import io.sentry.SentryOptions;
import io.sentry.hints.DiskFlushNotification;
import io.sentry.hints.SubmissionResult;
import io.sentry.transport.ITransport;
import io.sentry.transport.RateLimiter;
import io.sentry.util.HintUtils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands what the Sentry SDK would send to a barrier in the same process. Thread-safe, as the SDK
 * asks for.
 */
// tag::transport[]
final class BarrierTransport implements ITransport {
  private final Cyclops cyclops;
  private final long project;
  private final String publicKey;
  private final ISerializer serializer;
  private final RateLimiter limits;
  private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();

  BarrierTransport(Cyclops cyclops, long project, String publicKey, SentryOptions options) {
    this.cyclops = cyclops;
    this.project = project;
    this.publicKey = publicKey;
    this.serializer = options.getSerializer();
    this.limits = new RateLimiter(options);
  }

  @Override
  public void send(SentryEnvelope envelope, Hint hint) throws IOException {
    // The SDK drops what it was told to hold back, and counts it for Sentry.
    SentryEnvelope allowed = limits.filter(envelope, hint);
    if (allowed != null) {
      CompletableFuture<Receipt> accepted =
          cyclops.accept(Event.envelope(project, publicKey, bytes(allowed))).toCompletableFuture();
      underWay.add(accepted);
      accepted.thenAccept(receipt -> answered(receipt, hint));
      accepted.whenComplete((receipt, failure) -> underWay.remove(accepted));
    }
    // A thread that dies of an exception waits for this: the event is in the barrier's hands.
    HintUtils.runIfHasType(hint, DiskFlushNotification.class, DiskFlushNotification::markFlushed);
  }

  private byte[] bytes(SentryEnvelope envelope) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      serializer.serialize(envelope, bytes);
    } catch (Exception e) {
      throw new IOException("the envelope cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /** What Sentry or the barrier limits, the SDK holds back from now on. */
  private void answered(Receipt receipt, Hint hint) {
    limits.updateRetryAfterLimits(receipt.rateLimits(), null, receipt.outcome().httpStatus());
    HintUtils.runIfHasType(
        hint, SubmissionResult.class, result -> result.setResult(receipt.isSuccess()));
  }

  /** Waits until the barrier has taken everything; sending it on is the barrier's own. */
  @Override
  public void flush(long timeoutMillis) {
    try {
      CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new))
          .get(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Its time is up; the barrier goes on all the same.
    }
  }

  @Override
  public RateLimiter getRateLimiter() {
    return limits;
  }

  @Override
  public void close() throws IOException {
    close(false);
  }

  /** The barrier is its owner's to close. */
  @Override
  public void close(boolean isRestarting) throws IOException {
    limits.close();
  }
}
// end::transport[]
