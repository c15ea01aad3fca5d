/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

/**
 * One of those among whom the balancer chooses, with the connections to it that are kept. Marked
 * out when it does not answer, and in when it does. Thread-safe.
 */
final class Backend {
  private static final byte[] CHECK =
      "GET /healthcheck HTTP/1.1\r\nHost: cyclops.example\r\n\r\n".getBytes(US_ASCII);
  private static final int CONNECT_MILLIS = 1000;
  private static final int CHECK_MILLIS = 1000;
  private static final int ANSWER_MILLIS = 25_000;

  /** An instance closes a connection that has done nothing for 30 s, also just when it is used. */
  private static final long OLD_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** What is kept belongs to one life of the instance. */
  private record Life(int port, Deque<Idle> idle) {
    /** The one that was used last: the others grow old. */
    HttpConnection take() throws IOException {
      Idle kept;
      while ((kept = idle.pollFirst()) != null) {
        if (System.nanoTime() - kept.sinceNanos() < OLD_NANOS) {
          return kept.connection();
        }
        kept.connection().close();
      }
      return null;
    }
  }

  private record Idle(HttpConnection connection, long sinceNanos) {}

  private volatile Life life = new Life(0, new ConcurrentLinkedDeque<>());
  private volatile boolean in;

  /** It is listening, maybe at another place than before. */
  void moved(int port) {
    life = new Life(port, new ConcurrentLinkedDeque<>());
    in = true;
  }

  boolean isIn() {
    return in;
  }

  /**
   * Who refuses a connection has done nothing with the request, so that another one may have it.
   */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(IOException cause) {
      super(cause);
    }
  }

  HttpMessage exchange(HttpMessage request) throws IOException {
    Life now = life;
    HttpConnection connection = now.take();
    if (connection == null) {
      connection = connect(now.port, ANSWER_MILLIS);
    }
    try {
      HttpMessage answer = connection.exchange(request.bytes());
      if (answer.last()) {
        connection.close();
      } else {
        now.idle.addFirst(new Idle(connection, System.nanoTime()));
      }
      return answer;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  private HttpConnection connect(int port, int answerMillis) throws RefusedException {
    try {
      return new HttpConnection(port, CONNECT_MILLIS, answerMillis);
    } catch (IOException e) {
      in = false;
      throw new RefusedException(e);
    }
  }

  /** Asks it how it is. */
  void check() {
    Life now = life;
    boolean well;
    try (HttpConnection connection = connect(now.port, CHECK_MILLIS)) {
      well = connection.exchange(CHECK).status() == 200;
    } catch (IOException e) {
      well = false;
    }
    // What was heard of an earlier life says nothing about this one.
    if (now == life) {
      in = well;
    }
  }
}
