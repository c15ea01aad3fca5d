/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import dev.cyclops.launcher.corpus.AnswerReader.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** A client's connection that writes any bytes. Not thread-safe. */
final class RawConnection implements AutoCloseable {
  private final Socket socket;
  private final AnswerReader answers;

  RawConnection(int port, int timeoutMillis) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(timeoutMillis);
    answers = new AnswerReader(socket.getInputStream());
  }

  /** Writes as much as the other side takes: one that has answered early may be gone. */
  void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      // The answer, or its absence, tells.
    }
  }

  void halfClose() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // Gone: the answer tells.
    }
  }

  /**
   * The next answer.
   *
   * @param hasBody false after a HEAD
   * @return null when the connection has ended before its first byte
   */
  @Nullable Answer read(boolean hasBody) throws IOException {
    try {
      return answers.read(hasBody);
    } catch (SocketTimeoutException e) {
      throw new SocketTimeoutException("no answer within " + socket.getSoTimeout() + " ms");
    }
  }

  /**
   * Whether the other side ends the connection; waits for that.
   *
   * @throws IOException when it neither ends it nor says anything
   */
  boolean endsHere() throws IOException {
    try {
      return answers.endsHere();
    } catch (SocketTimeoutException e) {
      throw new IOException("still open after " + socket.getSoTimeout() + " ms", e);
    } catch (IOException e) {
      // A reset: the answer had been read, and nothing follows it.
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
