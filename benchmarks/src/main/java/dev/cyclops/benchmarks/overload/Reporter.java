/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.overload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.benchmarks.EventJson;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One kept connection that reports events of 2 KB, each with an id and an exception type of its
 * own, at times that were fixed before: a late answer delays no due time, and counts from it.
 */
final class Reporter implements Callable<Long> {
  private static final int EVENT_BYTES = 2 * 1024;
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int ID_DIGITS = 32;
  private static final int TYPE_LETTERS = 10;
  private static final String ID = "\"event_id\":\"";
  private static final String TYPE = "\"type\":\"ValueError";
  private static final String LENGTH = "content-length:";

  private final int port;
  private final long startNanos;
  private final long intervalNanos;
  private final long endNanos;
  private final AtomicLong turns;
  private final Answers answers;
  private final SplittableRandom random;
  private final byte[] request;
  private final int id;
  private final int type;
  private final byte[] answer = new byte[8192];

  /**
   * Does nothing yet.
   *
   * @param turns shared by all reporters: the n-th event is due n intervals after the start
   * @param seed another one for each reporter
   */
  Reporter(
      int port,
      long startNanos,
      long intervalNanos,
      long endNanos,
      AtomicLong turns,
      Answers answers,
      long seed) {
    this.port = port;
    this.startNanos = startNanos;
    this.intervalNanos = intervalNanos;
    this.endNanos = endNanos;
    this.turns = turns;
    this.answers = answers;
    random = new SplittableRandom(seed);
    request = request(EventJson.ofBytes(EVENT_BYTES, seed));
    String text = new String(request, ISO_8859_1);
    id = behind(text, ID);
    type = behind(text, TYPE) - TYPE_LETTERS;
  }

  private static byte[] request(byte[] event) {
    String head =
        """
        POST /api/1/store/ HTTP/1.1\r
        Host: cyclops.example\r
        Content-Type: application/json\r
        X-Sentry-Auth: Sentry sentry_version=7, sentry_client=bench/1.0, sentry_key=public\r
        Content-Length: %d\r
        \r
        """
            .formatted(event.length);
    return (head + new String(event, ISO_8859_1)).getBytes(ISO_8859_1);
  }

  private static int behind(String text, String wanted) {
    int at = text.indexOf(wanted);
    if (at < 0) {
      throw new IllegalArgumentException("an event without " + wanted);
    }
    return at + wanted.length();
  }

  /** Reports until the end; returns how many events. */
  @Override
  public Long call() throws IOException {
    long sent = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      long due;
      while ((due = startNanos + turns.getAndIncrement() * intervalNanos) - endNanos < 0) {
        for (long wait; (wait = due - System.nanoTime()) > 0; ) {
          LockSupport.parkNanos(this, wait);
        }
        makeUnique();
        out.write(request);
        sent++;
        int status = status(in);
        answers.add(status, System.nanoTime() - due);
      }
    }
    return sent;
  }

  private void makeUnique() {
    for (int i = 0; i < ID_DIGITS; i++) {
      request[id + i] = (byte) Character.forDigit(random.nextInt(16), 16);
    }
    for (int i = 0; i < TYPE_LETTERS; i++) {
      request[type + i] = (byte) ('A' + random.nextInt(26));
    }
  }

  private int status(InputStream in) throws IOException {
    int size = 0;
    int end = -1;
    while (end < 0 || size < end) {
      int read = in.read(answer, size, answer.length - size);
      if (read < 0) {
        throw new EOFException("the connection was closed");
      }
      size += read;
      end = end < 0 ? end(size) : end;
    }
    return Integer.parseInt(new String(answer, 9, 3, ISO_8859_1));
  }

  /** Where the answer ends; -1 while its head is not there. */
  private int end(int size) throws IOException {
    String text = new String(answer, 0, size, ISO_8859_1).toLowerCase(Locale.ROOT);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return -1;
    }
    int field = text.indexOf(LENGTH);
    if (field < 0 || field > head) {
      throw new IOException("an answer without a length");
    }
    int begin = field + LENGTH.length();
    return head + 4 + Integer.parseInt(text.substring(begin, text.indexOf('\r', begin)).strip());
  }
}
