/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads the body of an answer and throws it away, so that its connection can be used again.
 * Confined to one I/O thread.
 */
final class AnswerDiscarder implements ChannelListener<StreamSourceChannel> {
  private static final int MAX_BYTES = 64 << 10;

  private final ByteBufferPool buffers;
  private final Consumer<Boolean> onEnd;
  private int total;

  /**
   * For one answer.
   *
   * @param onEnd told once, and whether the answer was read to its end
   */
  AnswerDiscarder(ByteBufferPool buffers, Consumer<Boolean> onEnd) {
    this.buffers = buffers;
    this.onEnd = onEnd;
  }

  @Override
  public void handleEvent(StreamSourceChannel channel) {
    boolean whole;
    try (PooledByteBuffer pooled = buffers.allocate()) {
      ByteBuffer buffer = pooled.getBuffer();
      int read;
      do {
        buffer.clear();
        read = channel.read(buffer);
        if (read == 0) {
          channel.getReadSetter().set(this);
          channel.resumeReads();
          return;
        }
        total += read;
      } while (read > 0 && total <= MAX_BYTES);
      whole = read < 0;
    } catch (IOException e) {
      whole = false;
    }
    onEnd.accept(whole);
  }
}
