/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.send;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSinkChannel;

/** Writes one body to a request channel without waiting. Confined to one I/O thread. */
final class BodyWriter implements ChannelListener<StreamSinkChannel> {
  /** No more than this at a time: the JDK keeps a direct buffer of that size for each thread. */
  private static final int WINDOW_BYTES = 64 << 10;

  private final byte[] body;
  private final Consumer<IOException> onFailure;
  private int written;
  private boolean complete;

  BodyWriter(byte[] body, Consumer<IOException> onFailure) {
    this.body = body;
    this.onFailure = onFailure;
  }

  /** Whether everything has been handed to the socket. */
  boolean isComplete() {
    return complete;
  }

  @Override
  public void handleEvent(StreamSinkChannel channel) {
    try {
      while (written < body.length) {
        int count =
            channel.write(
                ByteBuffer.wrap(body, written, Math.min(WINDOW_BYTES, body.length - written)));
        if (count == 0) {
          await(channel);
          return;
        }
        written += count;
      }
      channel.shutdownWrites();
      if (channel.flush()) {
        complete = true;
        channel.suspendWrites();
      } else {
        await(channel);
      }
    } catch (IOException e) {
      onFailure.accept(e);
    }
  }

  private void await(StreamSinkChannel channel) {
    channel.getWriteSetter().set(this);
    channel.resumeWrites();
  }
}
