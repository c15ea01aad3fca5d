/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.pass;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * Moves one body from where it comes to where it goes, a buffer at a time: nothing is read while
 * the last buffer has not been written. Confined to one I/O thread.
 */
final class Pump {
  /**
   * Told of what happens; exactly one of the others than {@link #onBytes} and {@link #onNothing} is
   * called, once.
   */
  interface Listener {
    /** Some bytes moved. */
    void onBytes();

    /** A read gave nothing: more may come, or nothing ever again. May stop the pump. */
    default void onNothing() {}

    /** All was written and flushed. */
    void onEnd();

    /** More came than may come. */
    void onTooLong();

    void onReadFailure(IOException e);

    void onWriteFailure(IOException e);
  }

  /** After so many buffers other connections get their turn. */
  private static final int MAX_BUFFERS_A_TURN = 16;

  /** Framing without content, for longer than anybody needs. */
  private static final int MAX_FUTILE_READS = 1024;

  private enum State {
    MOVING,
    DISCARDING,
    FLUSHING,
    ENDED
  }

  private final @Nullable StreamSourceChannel from;
  private final StreamSinkChannel to;
  private final ByteBufferPool buffers;
  private final long maxBytes;
  private final Listener listener;

  private State state = State.MOVING;
  private @Nullable PooledByteBuffer pending;
  private boolean waitingToWrite;
  private long moved;
  private int futileReads;

  /**
   * For one body.
   *
   * @param from null for a body that is empty, whatever the head says of it
   */
  Pump(
      @Nullable StreamSourceChannel from,
      StreamSinkChannel to,
      ByteBufferPool buffers,
      long maxBytes,
      Listener listener) {
    this.from = from;
    this.to = to;
    this.buffers = buffers;
    this.maxBytes = maxBytes;
    this.listener = listener;
  }

  void start() {
    if (from != null) {
      from.getReadSetter().set(channel -> run());
    }
    to.getWriteSetter().set(channel -> run());
    run();
  }

  boolean isEnded() {
    return state == State.ENDED;
  }

  /** Whether it waits for whom it writes to, and not for whom it reads from. */
  boolean isWaitingToWrite() {
    return waitingToWrite;
  }

  /** From now on what comes is thrown away. */
  void discard() {
    if (state == State.MOVING) {
      state = State.DISCARDING;
      waitingToWrite = false;
      freePending();
      to.getWriteSetter().set(null);
      run();
    }
  }

  /** Moves no more, and tells nobody. */
  void stop() {
    if (state == State.ENDED) {
      return;
    }
    state = State.ENDED;
    freePending();
    if (from != null) {
      from.getReadSetter().set(null);
      from.suspendReads();
    }
    to.getWriteSetter().set(null);
  }

  private void run() {
    for (int turns = 0; state != State.ENDED; turns++) {
      if (turns == MAX_BUFFERS_A_TURN) {
        suspend();
        to.getIoThread().execute(this::run);
        return;
      }
      boolean goesOn =
          state == State.FLUSHING ? flush() : pending == null ? read() : write(pending);
      if (!goesOn) {
        return;
      }
    }
  }

  private void suspend() {
    if (from != null) {
      from.suspendReads();
    }
    if (state != State.DISCARDING) {
      to.suspendWrites();
    }
  }

  /** False when there is nothing to do now. */
  private boolean read() {
    if (from == null) {
      return finishWrites();
    }
    PooledByteBuffer pooled = buffers.allocate();
    int read;
    try {
      read = from.read(pooled.getBuffer());
    } catch (IOException e) {
      pooled.close();
      stop();
      listener.onReadFailure(e);
      return false;
    }
    if (state == State.ENDED) {
      pooled.close();
      return false;
    }
    if (read > 0) {
      return take(pooled, read);
    }
    pooled.close();
    if (read == 0) {
      return awaitBytes();
    }
    from.suspendReads();
    return state == State.DISCARDING ? end() : finishWrites();
  }

  private boolean take(PooledByteBuffer pooled, int read) {
    futileReads = 0;
    moved += read;
    listener.onBytes();
    if (moved > maxBytes) {
      pooled.close();
      stop();
      listener.onTooLong();
      return false;
    }
    if (state == State.DISCARDING) {
      pooled.close();
    } else {
      pooled.getBuffer().flip();
      pending = pooled;
    }
    return true;
  }

  private boolean awaitBytes() {
    listener.onNothing();
    if (state == State.ENDED) {
      return false;
    }
    if (++futileReads > MAX_FUTILE_READS) {
      stop();
      listener.onReadFailure(new IOException("chunks without content"));
      return false;
    }
    if (state == State.MOVING && !flushed()) {
      return true;
    }
    if (from != null) {
      from.resumeReads();
    }
    return false;
  }

  /** What was written is not kept back until more comes. False when the write failed. */
  private boolean flushed() {
    try {
      if (to.flush()) {
        to.suspendWrites();
      } else {
        to.resumeWrites();
      }
      return true;
    } catch (IOException e) {
      failWrite(e);
      return false;
    }
  }

  private boolean write(PooledByteBuffer pooled) {
    ByteBuffer buffer = pooled.getBuffer();
    int before = buffer.remaining();
    try {
      // What it returns is not to be relied on: 0 for the first chunk of a request, though written.
      to.write(buffer);
      if (buffer.remaining() == before) {
        return awaitWritable();
      }
    } catch (IOException e) {
      return failWrite(e);
    }
    if (state == State.ENDED) {
      return false;
    }
    waitingToWrite = false;
    listener.onBytes();
    if (!buffer.hasRemaining()) {
      freePending();
    }
    return true;
  }

  private boolean awaitWritable() {
    waitingToWrite = true;
    if (from != null) {
      from.suspendReads();
    }
    to.resumeWrites();
    return false;
  }

  private boolean finishWrites() {
    try {
      to.shutdownWrites();
    } catch (IOException e) {
      return failWrite(e);
    }
    state = State.FLUSHING;
    return true;
  }

  private boolean flush() {
    try {
      if (!to.flush()) {
        return awaitWritable();
      }
    } catch (IOException e) {
      return failWrite(e);
    }
    to.suspendWrites();
    return end();
  }

  private boolean end() {
    if (state == State.ENDED) {
      return false;
    }
    state = State.ENDED;
    waitingToWrite = false;
    listener.onEnd();
    return false;
  }

  /** What still comes is of no use, but read: its sender may be told why only when it is done. */
  private boolean failWrite(IOException e) {
    if (state == State.ENDED) {
      // A write that fails closes its connection, whose end was told before the exception came.
      return false;
    }
    freePending();
    waitingToWrite = false;
    to.getWriteSetter().set(null);
    state = from == null ? State.ENDED : State.DISCARDING;
    listener.onWriteFailure(e);
    return true;
  }

  private void freePending() {
    if (pending != null) {
      pending.close();
      pending = null;
    }
  }
}
