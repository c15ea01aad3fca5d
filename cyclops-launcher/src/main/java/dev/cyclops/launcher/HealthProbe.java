/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Asks one URL, for the health check of a container that has neither a shell nor curl: {@code java
 * -cp cyclops-launcher.jar dev.cyclops.launcher.HealthProbe http://127.0.0.1:9999/health/ready}. It
 * runs twice a minute, so it loads no HTTP client, no log and no command line.
 */
public final class HealthProbe {
  private static final int TIMEOUT_MILLIS = 3000;
  private static final String OK = "HTTP/1.1 200";

  private HealthProbe() {}

  /**
   * Ends the process with 0 for an answer of 200, with 1 and a line for any other and for none, and
   * with 2 for a wrong command line.
   *
   * @param args the URL, with http and a port
   */
  public static void main(String[] args) {
    System.exit(probe(args));
  }

  private static int probe(String[] args) {
    URI url = args.length == 1 ? url(args[0]) : null;
    if (url == null) {
      System.err.println("usage: HealthProbe http://HOST:PORT/PATH");
      return 2;
    }
    try {
      String answer = ask(url);
      if (answer.startsWith(OK)) {
        return 0;
      }
      System.err.println(url + " answers " + answer);
    } catch (IOException e) {
      System.err.println(url + ": " + e.getMessage());
    }
    return 1;
  }

  private static @Nullable URI url(String text) {
    try {
      URI url = URI.create(text);
      boolean whole = url.getHost() != null && url.getPort() > 0 && !url.getRawPath().isEmpty();
      return whole && "http".equals(url.getScheme()) ? url : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The first line of the answer. */
  private static String ask(URI url) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(url.getRawPath(), url.getRawAuthority());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String line =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      return line == null ? "nothing" : line;
    }
  }
}
