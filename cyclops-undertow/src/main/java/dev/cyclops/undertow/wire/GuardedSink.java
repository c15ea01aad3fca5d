/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Ends a connection whose client does not take its answers. Costs nothing as long as the client
 * does. Confined to the I/O thread of its connection.
 */
final class GuardedSink extends AbstractStreamSinkConduit<StreamSinkConduit> {
  private final Progress allowed;
  private final Time time;
  private final Runnable close;
  private final Watch watch;
  private boolean waiting;
  private long since;
  private long bytes;

  GuardedSink(StreamSinkConduit sink, WireTimeouts timeouts, Time time, Runnable close) {
    super(sink);
    long nanos = timeouts.answer().toNanos();
    int rate = timeouts.minBytesPerSecond();
    allowed = new Progress(rate == 0 ? nanos : Long.MAX_VALUE, rate, nanos);
    this.time = time;
    this.close = close;
    watch = new Watch(time, this::check);
  }

  private void check() {
    long elapsed = time.nanoTime() - since;
    if (allowed.isTooSlow(elapsed, bytes)) {
      close.run();
    } else {
      watch.set(allowed.nextCheckNanos(elapsed));
    }
  }

  /** The connection is closed. */
  void close() {
    watch.close();
  }

  @Override
  public void resumeWrites() {
    if (!waiting) {
      waiting = true;
      since = time.nanoTime();
      bytes = 0;
      watch.set(allowed.nextCheckNanos(0));
    }
    super.resumeWrites();
  }

  @Override
  public void suspendWrites() {
    waiting = false;
    watch.clear();
    super.suspendWrites();
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    int written = super.write(src);
    bytes += written;
    return written;
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    long written = super.write(srcs, offset, length);
    bytes += written;
    return written;
  }

  @Override
  public int writeFinal(ByteBuffer src) throws IOException {
    int written = super.writeFinal(src);
    bytes += written;
    return written;
  }

  @Override
  public long writeFinal(ByteBuffer[] srcs, int offset, int length) throws IOException {
    long written = super.writeFinal(srcs, offset, length);
    bytes += written;
    return written;
  }

  @Override
  public long transferFrom(FileChannel source, long position, long count) throws IOException {
    long written = super.transferFrom(source, position, count);
    bytes += written;
    return written;
  }

  @Override
  public long transferFrom(StreamSourceChannel source, long count, ByteBuffer throughBuffer)
      throws IOException {
    long written = super.transferFrom(source, count, throughBuffer);
    bytes += Math.max(0, written);
    return written;
  }
}
