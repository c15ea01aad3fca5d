/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * One connection, whose requests are due at fixed times, whatever became of those before. How long
 * one took counts from when it was due, so that a stall counts for all whom it would have kept
 * waiting.
 */
final class PacedClient implements Callable<PacedClient> {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final int port;
  private final EventMix mix;
  private final long firstNanos;
  private final long countedFromNanos;
  private final long intervalNanos;
  private final long endNanos;
  private final byte[] buffer = new byte[8192];
  private long[] took = new long[1 << 12];
  private int count;
  private int bad;

  /**
   * Does nothing yet.
   *
   * @param firstNanos when the first request is due
   * @param countedFromNanos those due before are sent like all others, and not counted
   * @param intervalNanos from one request to the next; 0 for each as soon as the one before ended
   */
  PacedClient(
      int port,
      EventMix mix,
      long firstNanos,
      long countedFromNanos,
      long intervalNanos,
      long endNanos) {
    this.port = port;
    this.mix = mix;
    this.firstNanos = firstNanos;
    this.countedFromNanos = countedFromNanos;
    this.intervalNanos = intervalNanos;
    this.endNanos = endNanos;
  }

  @Override
  public PacedClient call() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      long due = firstNanos;
      while (due - endNanos < 0) {
        byte[] request = mix.next();
        for (long wait; (wait = due - System.nanoTime()) > 0; ) {
          LockSupport.parkNanos(wait);
        }
        out.write(request);
        if (!isSuccess(in)) {
          bad++;
        }
        long now = System.nanoTime();
        if (due - countedFromNanos >= 0) {
          add(now - due);
        }
        due = intervalNanos == 0 ? now : due + intervalNanos;
      }
    }
    return this;
  }

  /** How long each request took, once it has run. */
  long[] nanos() {
    return Arrays.copyOf(took, count);
  }

  /** How many answers were no success. */
  int bad() {
    return bad;
  }

  private void add(long nanos) {
    if (count == took.length) {
      took = Arrays.copyOf(took, 2 * count);
    }
    took[count++] = nanos;
  }

  private boolean isSuccess(InputStream in) throws IOException {
    int size = 0;
    int end = -1;
    while (end < 0 || size < end) {
      int read = in.read(buffer, size, buffer.length - size);
      if (read < 0) {
        throw new EOFException("the connection was closed");
      }
      size += read;
      end = end < 0 ? end(size) : end;
    }
    return buffer[9] == '2';
  }

  /** Where the answer ends; -1 while its head is not there. */
  private int end(int size) {
    String text = new String(buffer, 0, size, ISO_8859_1).toLowerCase(Locale.ROOT);
    int head = text.indexOf("\r\n\r\n");
    int field = text.indexOf("content-length:");
    if (head < 0 || field < 0) {
      return -1;
    }
    int begin = field + "content-length:".length();
    return head + 4 + Integer.parseInt(text.substring(begin, text.indexOf('\r', begin)).strip());
  }
}
