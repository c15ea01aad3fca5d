/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.undertow.wire.Progress;
import dev.cyclops.undertow.wire.WireGuard;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.WorkerUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads one body straight from the request channel into one array, without ever waiting.
 *
 * <p>A body of up to 64 KiB that is there at once may be read into an array that the I/O thread
 * uses again and again. Any other has an array of its own. A Content-Length is a hint and no more:
 * up to 64 KiB it is believed, beyond that the array is at most twice as large as what has really
 * come in. A body that is not there at once, or is larger than that, counts against the common
 * budget and has a deadline and a least rate. Confined to the I/O thread of its connection.
 */
final class BodyReader implements ChannelListener<StreamSourceChannel>, Runnable {
  /** What happens to a body. Exactly one of these is called, once, but for {@link #onWaiting}. */
  interface Receiver {
    /** The body is not there yet; called at most once, before one of the others. */
    void onWaiting();

    /**
     * The body is complete.
     *
     * @param reservedBytes what the receiver gives back to the budget when it is done with the body
     */
    void onBody(byte[] body, long reservedBytes);

    /**
     * The body is complete, in an array that is used again once this has returned.
     *
     * @param array holds the body from its first byte on
     */
    void onLentBody(byte[] array, int length);

    void onRefused(Refusal refusal);

    /** The client is gone, and so is the connection. */
    void onGone();
  }

  /** Why a body is not read to its end. */
  enum Refusal {
    TOO_LARGE,
    NO_BUDGET,
    TOO_SLOW,
    /** Framing without content, for longer than any client needs. */
    FUTILE,
    /** Not as many bytes as its Content-Length says. */
    WRONG_LENGTH,
    /** What {@link WireGuard#bodyRefusal} tells. */
    MALFORMED
  }

  static final int TRUSTED_BYTES = 64 << 10;

  private static final int FIRST_GUESS_BYTES = 8 << 10;
  private static final int MAX_FUTILE_READS = 64;
  private static final byte[] EMPTY = {};

  private final HttpServerExchange exchange;
  private final StreamSourceChannel channel;
  private final HttpOptions options;
  private final ReadingBudget budget;
  private final Receiver receiver;
  private final long claimedBytes;

  private byte[] array = EMPTY;
  private int size;
  private boolean lent;
  private long reservedBytes;
  private int futileReads;
  private boolean waiting;
  private boolean ended;
  private long waitingSince;
  private XnioExecutor.@Nullable Key check;

  private BodyReader(
      HttpServerExchange exchange,
      StreamSourceChannel channel,
      HttpOptions options,
      ReadingBudget budget,
      Receiver receiver) {
    this.exchange = exchange;
    this.channel = channel;
    this.options = options;
    this.budget = budget;
    this.receiver = receiver;
    this.claimedBytes = exchange.getRequestContentLength();
  }

  /**
   * Reads a body.
   *
   * @param shared to be read into, of {@link #TRUSTED_BYTES}; null when the body is to have an
   *     array of its own
   */
  static void read(
      HttpServerExchange exchange,
      HttpOptions options,
      ReadingBudget budget,
      byte @Nullable [] shared,
      Receiver receiver) {
    if (exchange.isRequestComplete()) {
      if (exchange.getRequestContentLength() > 0) {
        receiver.onRefused(Refusal.WRONG_LENGTH);
      } else {
        receiver.onBody(EMPTY, 0);
      }
      return;
    }
    if (exchange.getRequestContentLength() > options.maxBodyBytes()) {
      receiver.onRefused(Refusal.TOO_LARGE);
      return;
    }
    StreamSourceChannel channel = exchange.getRequestChannel();
    if (channel == null) {
      throw new IllegalStateException("another handler has taken the body of the request");
    }
    new BodyReader(exchange, channel, options, budget, receiver).start(shared);
  }

  private void start(byte @Nullable [] shared) {
    lent = shared != null;
    array = shared != null ? shared : new byte[trustedBytes()];
    handleEvent(channel);
  }

  /** How long an array may be before anything has come. */
  private int trustedBytes() {
    return (int) Math.min(TRUSTED_BYTES, claimedBytes < 0 ? FIRST_GUESS_BYTES : claimedBytes);
  }

  @Override
  public void handleEvent(StreamSourceChannel ready) {
    if (ended) {
      return;
    }
    try {
      while (size < array.length || size == claimedBytes || grow()) {
        int read = channel.read(window());
        if (read < 0) {
          complete();
          return;
        }
        if (read == 0) {
          await();
          return;
        }
        if (size == array.length) {
          refuse(Refusal.WRONG_LENGTH);
          return;
        }
        size += read;
        futileReads = 0;
        if (claimedBytes >= 0 && size > claimedBytes) {
          refuse(Refusal.WRONG_LENGTH);
          return;
        }
      }
    } catch (IOException e) {
      end();
      budget.release(reservedBytes);
      IoUtils.safeClose(exchange.getConnection());
      receiver.onGone();
      exchange.endExchange();
    }
  }

  /** No more than this at a time: the JDK keeps a direct buffer of that size for each thread. */
  private ByteBuffer window() {
    if (size == array.length) {
      // All that was claimed is there: what follows is the end, or too much. A read into no room at
      // all tells an HTTP/2 stream nothing.
      return ByteBuffer.allocate(1);
    }
    return ByteBuffer.wrap(array, size, Math.min(array.length - size, TRUSTED_BYTES));
  }

  /** False when the body was refused. */
  private boolean grow() {
    if (size > options.maxBodyBytes()) {
      refuse(Refusal.TOO_LARGE);
      return false;
    }
    // One byte more than allowed tells a body that is too large from one that just fits.
    long most = claimedBytes < 0 ? options.maxBodyBytes() + 1L : claimedBytes;
    int capacity = (int) Math.min(most, 2L * size);
    if (!reserve(capacity)) {
      return false;
    }
    own(capacity);
    return true;
  }

  /** Goes on in an array of its own. */
  private void own(int capacity) {
    array = Arrays.copyOf(array, capacity);
    lent = false;
  }

  private boolean reserve(long bytes) {
    if (!budget.tryAcquire(bytes - reservedBytes)) {
      refuse(Refusal.NO_BUDGET);
      return false;
    }
    reservedBytes = bytes;
    return true;
  }

  private void await() {
    if (WireGuard.bodyRefusal(exchange) != null) {
      refuse(Refusal.MALFORMED);
      return;
    }
    if (!waiting) {
      waiting = true;
      receiver.onWaiting();
      if (lent) {
        own(Math.max(trustedBytes(), size));
      }
      if (reservedBytes < array.length && !reserve(array.length)) {
        return;
      }
      waitingSince = System.nanoTime();
      checkLater(0);
      channel.getReadSetter().set(this);
    } else if (++futileReads > MAX_FUTILE_READS) {
      // Where no guard stands, chunk extensions and trailers are read below us, and kept, without a
      // bound; and frames of HTTP/2 may be empty.
      refuse(Refusal.FUTILE);
      return;
    }
    channel.resumeReads();
  }

  private void checkLater(long elapsedNanos) {
    long nanos = options.bodyProgress().nextCheckNanos(elapsedNanos);
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    check = WorkerUtils.executeAfter(channel.getIoThread(), this, millis, TimeUnit.MILLISECONDS);
  }

  private void complete() {
    if (claimedBytes >= 0 && size != claimedBytes) {
      refuse(Refusal.WRONG_LENGTH);
      return;
    }
    end();
    if (lent) {
      receiver.onLentBody(array, size);
      return;
    }
    receiver.onBody(size == array.length ? array : Arrays.copyOf(array, size), reservedBytes);
  }

  private void refuse(Refusal refusal) {
    end();
    budget.release(reservedBytes);
    array = EMPTY;
    receiver.onRefused(refusal);
  }

  /** It is time to see how fast it comes. */
  @Override
  public void run() {
    if (ended) {
      return;
    }
    long elapsed = System.nanoTime() - waitingSince;
    Progress allowed = options.bodyProgress();
    if (allowed.isTooSlow(elapsed, size)) {
      refuse(Refusal.TOO_SLOW);
    } else {
      checkLater(elapsed);
    }
  }

  private void end() {
    ended = true;
    channel.suspendReads();
    if (check != null) {
      check.remove();
    }
  }
}
