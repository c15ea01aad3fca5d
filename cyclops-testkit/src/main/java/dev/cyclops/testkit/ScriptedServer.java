/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads one request from each connection, answers with given bytes and closes, or stalls. */
final class ScriptedServer implements AutoCloseable {
  private final byte[] answer;
  private final boolean closes;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Listener listener;

  private ScriptedServer(String answer, boolean closes) {
    this.answer = answer.getBytes(ISO_8859_1);
    this.closes = closes;
    listener = new Listener("scripted", 0, this::connect);
  }

  static ScriptedServer answering(String answer, boolean closes) {
    return new ScriptedServer(answer, closes);
  }

  String url() {
    return "http://127.0.0.1:" + listener.port();
  }

  private void connect(Socket socket) {
    sockets.add(socket);
    var unused = Listener.daemon("scripted connection", () -> serve(socket));
  }

  private void serve(Socket socket) {
    try {
      HttpReader reader = new HttpReader(socket.getInputStream());
      var unused = reader.readRequestBody(reader.readHead());
      socket.getOutputStream().write(answer);
      if (closes) {
        socket.close();
      }
    } catch (IOException e) {
      TappedConnection.close(socket);
    }
  }

  @Override
  public void close() {
    listener.close();
    sockets.forEach(TappedConnection::close);
  }
}
