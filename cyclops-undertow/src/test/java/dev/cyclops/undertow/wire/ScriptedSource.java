/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/** A connection whose bytes come in the pieces that a test wants. */
final class ScriptedSource implements StreamSourceConduit {
  private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
  private boolean ended;
  int wakeups;
  boolean resumed;

  ScriptedSource then(byte[] bytes, int from, int to) {
    if (to > from) {
      pieces.add(ByteBuffer.wrap(bytes, from, to - from));
    }
    return this;
  }

  ScriptedSource then(byte[] bytes) {
    return then(bytes, 0, bytes.length);
  }

  ScriptedSource thenEnd() {
    ended = true;
    return this;
  }

  boolean hasMore() {
    return !pieces.isEmpty();
  }

  /** One piece for each read, and none where the piece before it is used up. */
  @Override
  public int read(ByteBuffer dst) {
    ByteBuffer piece = pieces.peek();
    if (piece == null) {
      return ended ? -1 : 0;
    }
    int size = Math.min(piece.remaining(), dst.remaining());
    dst.put(dst.position(), piece, piece.position(), size);
    dst.position(dst.position() + size);
    piece.position(piece.position() + size);
    if (!piece.hasRemaining()) {
      pieces.remove();
    }
    return size;
  }

  @Override
  public void wakeupReads() {
    wakeups++;
    resumed = true;
  }

  @Override
  public void resumeReads() {
    resumed = true;
  }

  @Override
  public void suspendReads() {
    resumed = false;
  }

  @Override
  public boolean isReadResumed() {
    return resumed;
  }

  @Override
  public boolean isReadShutdown() {
    return ended && pieces.isEmpty();
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, FileChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long count, ByteBuffer throughBuffer, StreamSinkChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void terminateReads() {
    ended = true;
  }

  @Override
  public void awaitReadable() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void awaitReadable(long time, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public XnioIoThread getReadThread() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setReadReadyHandler(ReadReadyHandler handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public XnioWorker getWorker() {
    throw new UnsupportedOperationException();
  }
}
