/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A connection to somebody who answers, kept for the next request. Not thread-safe. */
public final class HttpConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  public HttpConnection(int port, int connectMillis, int answerMillis) throws IOException {
    socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), connectMillis);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(answerMillis);
    in = new BufferedInputStream(socket.getInputStream());
  }

  public HttpMessage exchange(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    return HttpMessage.read(in);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
