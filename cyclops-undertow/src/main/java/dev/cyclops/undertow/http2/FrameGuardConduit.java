/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/** Shows a {@link FrameGuard} all that is read. */
final class FrameGuardConduit extends AbstractStreamSourceConduit<StreamSourceConduit> {
  private final FrameGuard guard;
  private final @Nullable IOException failure;

  /**
   * A conduit above another.
   *
   * @param failure what the guard found before, to be thrown at the first read
   */
  FrameGuardConduit(StreamSourceConduit next, FrameGuard guard, @Nullable IOException failure) {
    super(next);
    this.guard = guard;
    this.failure = failure;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (failure != null) {
      throw failure;
    }
    int before = into.position();
    int read = super.read(into);
    if (read > 0) {
      ByteBuffer seen = into.duplicate();
      seen.limit(into.position()).position(before);
      guard.check(seen);
    }
    return read;
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (into[i].hasRemaining()) {
        return read(into[i]);
      }
    }
    return 0;
  }

  @Override
  public long transferTo(long position, long count, FileChannel target) {
    throw new UnsupportedOperationException("frames are read into buffers");
  }

  @Override
  public long transferTo(long count, ByteBuffer through, StreamSinkChannel target) {
    throw new UnsupportedOperationException("frames are read into buffers");
  }
}
