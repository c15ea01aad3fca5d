/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks one URL, for the health check of a container that has neither a shell nor curl: {@code java
 * -cp cyclops-launcher.jar dev.cyclops.launcher.HealthProbe http://127.0.0.1:9999/health/ready}.
 * Needs no other jar and reads no configuration, since it runs twice a minute.
 */
public final class HealthProbe {
  private static final int TIMEOUT_MILLIS = 3000;

  private HealthProbe() {}

  /**
   * Ends the process with 0 for an answer of 200, with 1 and a line for any other and for none, and
   * with 2 for a wrong command line.
   *
   * @param args the URL, with http
   */
  public static void main(String[] args) {
    System.exit(probe(args));
  }

  private static int probe(String[] args) {
    if (args.length != 1 || !args[0].startsWith("http://")) {
      System.err.println("usage: HealthProbe http://HOST:PORT/PATH");
      return 2;
    }
    try {
      int status = status(args[0]);
      if (status == HttpURLConnection.HTTP_OK) {
        return 0;
      }
      System.err.println(args[0] + " answers " + status);
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(args[0] + ": " + e.getMessage());
    }
    return 1;
  }

  private static int status(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setInstanceFollowRedirects(false);
    return connection.getResponseCode();
  }
}
