/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that reads the head of one request a connection, and leaves the rest to a script. */
final class Upstream implements Closeable {
  /** What to do with a connection. It is closed afterwards. */
  interface Script {
    void run(Call call) throws Exception;
  }

  /** A connection whose request line and headers have been read. */
  record Call(String start, List<String> headers, InputStream in, OutputStream out) {
    String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).trim())
          .reduce((a, b) -> a + " | " + b)
          .orElse(null);
    }

    void answer(String text) throws IOException {
      out.write(text.getBytes(ISO_8859_1));
      out.flush();
    }

    /** Reads until the other side closes, one way or the other. */
    void awaitClose() throws IOException {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  final List<Call> calls = new CopyOnWriteArrayList<>();
  final AtomicInteger ended = new AtomicInteger();
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Script script;

  Upstream(Script script) throws IOException {
    this.script = script;
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void script(Script script) {
    this.script = script;
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "upstream");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String startLine = line(in);
      List<String> headers = new ArrayList<>();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        headers.add(line);
      }
      Call call = new Call(startLine, headers, in, socket.getOutputStream());
      calls.add(call);
      script.run(call);
    } catch (Exception e) {
      // The script's own end, or a connection closed on purpose: tests look at what came of it.
    } finally {
      sockets.remove(socket);
      ended.incrementAndGet();
    }
  }

  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("ended after: " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
