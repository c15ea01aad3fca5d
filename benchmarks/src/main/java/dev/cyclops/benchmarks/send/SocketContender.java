/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.send;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The lower bound: requests that were built beforehand, written to blocking sockets in turn by one
 * thread, which then reads the answers in the same order. No pool, no timeout, no thread hand-over.
 */
final class SocketContender implements Contender {
  private final List<Socket> sockets = new ArrayList<>();
  private final List<byte[]> requests;
  private final byte[] answer = new byte[16 << 10];

  SocketContender(boolean secure, String host, int port, int connections, List<Event> events)
      throws IOException {
    requests = events.stream().map(event -> request(event, host)).toList();
    SocketFactory sockets = secure ? SSLSocketFactory.getDefault() : SocketFactory.getDefault();
    for (int i = 0; i < connections; i++) {
      Socket socket = sockets.createSocket(host, port);
      socket.setTcpNoDelay(true);
      if (socket instanceof SSLSocket tls) {
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
      }
      this.sockets.add(socket);
    }
  }

  private static byte[] request(Event event, String host) {
    StringBuilder head = new StringBuilder("POST ").append(event.path());
    head.append(" HTTP/1.1\r\nHost: ").append(host).append("\r\n");
    event.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: ").append(event.body().length).append("\r\n\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(ISO_8859_1));
    bytes.writeBytes(event.body());
    return bytes.toByteArray();
  }

  @Override
  public long run(long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    long count = 0;
    while (System.nanoTime() - end < 0) {
      for (int i = 0; i < sockets.size(); i++) {
        sockets.get(i).getOutputStream().write(requests.get((int) (count + i) % requests.size()));
      }
      for (Socket socket : sockets) {
        readAnswer(socket.getInputStream());
      }
      count += sockets.size();
    }
    return count;
  }

  /** Enough of HTTP for an answer with a {@code Content-Length} of two digits. */
  private void readAnswer(InputStream in) throws IOException {
    int size = 0;
    int whole = Integer.MAX_VALUE;
    while (size < whole) {
      int read = in.read(answer, size, answer.length - size);
      if (read < 0) {
        throw new IOException("the server closed the connection");
      }
      size += read;
      String text = new String(answer, 0, size, ISO_8859_1);
      int body = text.indexOf("\r\n\r\n") + 4;
      if (body >= 4) {
        int length = text.indexOf("Content-Length: ") + "Content-Length: ".length();
        whole = body + Integer.parseInt(text.substring(length, text.indexOf('\r', length)));
      }
    }
    if (answer["HTTP/1.1 ".length()] != '2') {
      throw new IOException("the server answered with an error");
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
