/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.send;

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
  /** How the reading of an answer ended. */
  enum End {
    WHOLE,
    /** It is longer than anybody needs: its connection is of no more use. */
    TOO_LONG,
    /** The connection broke. */
    BROKEN
  }

  private static final int MAX_BYTES = 64 << 10;

  private final ByteBufferPool buffers;
  private final Consumer<End> onEnd;
  private int total;

  /**
   * For one answer.
   *
   * @param onEnd told once
   */
  AnswerDiscarder(ByteBufferPool buffers, Consumer<End> onEnd) {
    this.buffers = buffers;
    this.onEnd = onEnd;
  }

  @Override
  public void handleEvent(StreamSourceChannel channel) {
    End end;
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
      end = read < 0 ? End.WHOLE : End.TOO_LONG;
    } catch (IOException e) {
      end = End.BROKEN;
    }
    onEnd.accept(end);
  }
}
