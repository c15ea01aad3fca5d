/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection with one request on its way at any time. Not thread-safe. */
final class Connection {
  private static final String BODY_START = "{\"id\":\"";
  private static final int BODY_BYTES = 41;
  private static final byte[] OK = "HTTP/1.1 200 ".getBytes(ISO_8859_1);
  private static final String KEPT = "X-CYCLOPS-STATUS: PROCESSED";

  /** The server's share of the work must not depend on how a large request is cut into pieces. */
  private static final int SEND_BUFFER_BYTES = 1 << 20;

  /** Of so many answers one is looked at closely. */
  private static final int SAMPLE = 61;

  private final Requests requests;
  private final ByteBuffer answer = ByteBuffer.allocateDirect(4096);
  private final SocketChannel channel;
  private final SelectionKey key;
  private ByteBuffer request = answer;
  private long startedAt;
  private int answers;
  private int sampled;
  private int kept;

  Connection(Requests requests, Selector selector, int port) throws IOException {
    this.requests = requests;
    channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Sends the next request. */
  void send() throws IOException {
    request = requests.next();
    answer.clear();
    startedAt = System.nanoTime();
    write();
  }

  private void write() throws IOException {
    channel.write(request);
    key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  /**
   * The connection is ready.
   *
   * @return whether an answer is complete
   * @throws IOException when it is no 200, or the connection was closed
   */
  boolean onReady(Latencies latencies) throws IOException {
    if (key.isWritable()) {
      write();
      return false;
    }
    if (channel.read(answer) < 0) {
      throw new EOFException("the connection was closed");
    }
    if (!isComplete()) {
      return false;
    }
    latencies.add(System.nanoTime() - startedAt);
    if (answers++ % SAMPLE == 0) {
      sampled++;
      kept += text().contains(KEPT) ? 1 : 0;
    }
    return true;
  }

  /** All that is asked for is answered with an object of one length. */
  private boolean isComplete() throws IOException {
    int size = answer.position();
    for (int i = 0; i < OK.length && i < size; i++) {
      if (answer.get(i) != OK[i]) {
        throw new IOException("not 200: " + text());
      }
    }
    int body = size - BODY_BYTES;
    boolean complete =
        body > OK.length && answer.get(size - 1) == '}' && answer.get(body - 1) == '\n';
    if (complete && answers == 0 && !text().startsWith(BODY_START, body)) {
      throw new IOException("another answer than expected: " + text());
    }
    return complete;
  }

  private String text() {
    byte[] bytes = new byte[answer.position()];
    answer.get(0, bytes);
    return new String(bytes, ISO_8859_1);
  }

  int sampled() {
    return sampled;
  }

  int kept() {
    return kept;
  }

  void close() throws IOException {
    channel.close();
  }
}
