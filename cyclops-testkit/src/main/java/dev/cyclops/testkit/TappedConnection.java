/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.function.Consumer;

/** One connection through a {@link WireTap}, with a thread for each direction. */
final class TappedConnection {
  private final Socket client;
  private final Socket server;
  private final RequestLog requests;
  private final List<Integer> statuses;
  private final Consumer<TappedConnection> onEnd;
  private final int number;

  TappedConnection(
      Socket client,
      Socket server,
      RequestLog requests,
      List<Integer> statuses,
      Consumer<TappedConnection> onEnd) {
    this.client = client;
    this.server = server;
    this.requests = requests;
    this.statuses = statuses;
    this.onEnd = onEnd;
    number = requests.connected();
  }

  void start() {
    var unused = Listener.daemon("wire-tap requests " + number, this::carryRequests);
    unused = Listener.daemon("wire-tap answers " + number, this::carryAnswers);
  }

  private void carryRequests() {
    try {
      InputStream in = new Handing(client.getInputStream(), server.getOutputStream());
      noteUntilTheEnd(in, this::noteRequest);
      server.shutdownOutput();
    } catch (IOException e) {
      close();
    }
  }

  private void carryAnswers() {
    try {
      InputStream in = new Handing(server.getInputStream(), client.getOutputStream());
      noteUntilTheEnd(in, this::noteAnswer);
    } catch (IOException e) {
      // One of them went away; so must the other.
    } finally {
      close();
      onEnd.accept(this);
    }
  }

  /** Reads a message, once it has begun. */
  private interface Note {
    void take(HttpReader reader) throws IOException;
  }

  private static void noteUntilTheEnd(InputStream in, Note note) throws IOException {
    HttpReader reader = new HttpReader(in);
    try {
      while (reader.awaitMessage()) {
        note.take(reader);
      }
    } catch (IOException e) {
      // Not HTTP, or cut short: nothing more to note, but the bytes go on.
      var unused = in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private void noteRequest(HttpReader reader) throws IOException {
    HttpHead head = reader.readHead();
    requests.received(new Received(head, reader.readRequestBody(head), number));
  }

  private void noteAnswer(HttpReader reader) throws IOException {
    HttpHead head = reader.readHead();
    var unused = reader.readAnswerBody(head);
    if (head.status() >= 200) {
      statuses.add(head.status());
    }
  }

  void close() {
    close(client);
    close(server);
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed is closed.
    }
  }

  /** Whatever is read from it has been written to the other side before. */
  private static final class Handing extends FilterInputStream {
    private final OutputStream out;

    Handing(InputStream in, OutputStream out) {
      super(in);
      this.out = out;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      if (count > 0) {
        out.write(bytes, offset, count);
      }
      return count;
    }
  }
}
