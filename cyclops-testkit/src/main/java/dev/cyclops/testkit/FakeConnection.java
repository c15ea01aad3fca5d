/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.testkit.Behaviour.Treatment;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection to a {@link FakeSentry}: reads requests and answers them until it ends. */
final class FakeConnection implements Runnable {
  private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);

  private final Socket plain;
  private final @Nullable SSLContext tls;
  private final int number;
  private final Behaviour behaviour;
  private final RequestLog log;
  private final Consumer<FakeConnection> onEnd;

  /** Guarded by this, which is also held while an answer is written. */
  private boolean idle = true;

  FakeConnection(
      Socket plain,
      @Nullable SSLContext tls,
      int number,
      Behaviour behaviour,
      RequestLog log,
      Consumer<FakeConnection> onEnd) {
    this.plain = plain;
    this.tls = tls;
    this.number = number;
    this.behaviour = behaviour;
    this.log = log;
    this.onEnd = onEnd;
  }

  void start() {
    var unused = Listener.daemon("fake-sentry connection " + number, this);
  }

  @Override
  public void run() {
    try (plain;
        Socket socket = layered()) {
      socket.setTcpNoDelay(true);
      serve(new HttpReader(socket.getInputStream()), socket.getOutputStream());
    } catch (IOException e) {
      // The client went away, spoke no HTTP or did not trust us, or the test closed the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      log.disconnected(number);
      onEnd.accept(this);
    }
  }

  private Socket layered() throws IOException {
    if (tls == null) {
      return plain;
    }
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true);
    socket.setUseClientMode(false);
    return socket;
  }

  private void serve(HttpReader reader, OutputStream out) throws IOException, InterruptedException {
    boolean goesOn = true;
    while (goesOn && reader.awaitMessage()) {
      setBusy();
      HttpHead head = reader.readHead();
      if (head.is("Expect", "100-continue")) {
        out.write(CONTINUE);
        out.flush();
      }
      Received request = new Received(head, reader.readRequestBody(head), number);
      Treatment treatment = behaviour.treatment();
      log.received(request);
      goesOn = treat(request, treatment, out) && head.keepsAlive() && !behaviour.refuses;
    }
  }

  private boolean treat(Received request, Treatment treatment, OutputStream out)
      throws IOException, InterruptedException {
    if (treatment.resets()) {
      reset();
      return false;
    }
    if (treatment.hangs()) {
      log.serviceBegins();
      behaviour.awaitClose();
      return false;
    }
    Answer answer = treatment.answer().apply(request);
    behaviour.workers.acquire();
    log.serviceBegins();
    try {
      if (!behaviour.serve(treatment.serviceTime().get())) {
        return false;
      }
    } finally {
      log.serviceEnds();
      behaviour.workers.release();
    }
    log.answered(request, answer);
    return write(answer, request, out);
  }

  private synchronized void setBusy() {
    idle = false;
  }

  /** Closes the connection unless a request is being read or served. */
  synchronized boolean closeIfIdle() {
    if (idle) {
      close();
    }
    return idle;
  }

  void close() {
    try {
      plain.close();
    } catch (IOException e) {
      // Closed is closed.
    }
  }

  private void reset() throws IOException {
    plain.setSoLinger(true, 0);
    plain.close();
  }

  private synchronized boolean write(Answer answer, Received request, OutputStream out)
      throws IOException {
    out.write(AnswerBytes.of(answer, request));
    out.flush();
    idle = true;
    return !"close".equalsIgnoreCase(answer.headers().get("Connection"));
  }
}
