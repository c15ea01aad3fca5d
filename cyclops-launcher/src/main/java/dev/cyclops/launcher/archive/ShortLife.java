/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.archive;

import dev.cyclops.launcher.OperatorException;
import dev.cyclops.launcher.Server;
import dev.cyclops.launcher.config.ConfigReader;
import io.undertow.Undertow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Cyclops from its start to its stop, with the queue in memory and then on disk, before a stand-in
 * that takes whatever comes. Nothing leaves this machine, and no file stays.
 */
final class ShortLife {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String EVENT =
      """
      {"event_id":"%032x","platform":"java","level":"error","exception":{"values":[{"type":\
      "IllegalStateException","value":"basket %1$d is gone","stacktrace":{"frames":[{"module":"shop",\
      "function":"pay","filename":"Shop.java","lineno":%1$d,"in_app":true}]}}]}}""";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private ShortLife() {}

  /**
   * Lives it.
   *
   * @return how many requests were answered with 200
   * @throws IOException when one was answered otherwise
   * @throws OperatorException when Cyclops cannot be started here
   */
  static int live() throws IOException, OperatorException {
    Undertow sentry =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setHandler(exchange -> exchange.getResponseSender().send("{}"))
            .build();
    sentry.start();
    Path spool = Files.createTempDirectory("cyclops-archive");
    try {
      int port = ((InetSocketAddress) sentry.getListenerInfo().get(0).getAddress()).getPort();
      String conf =
          """
          SENTRY_BASE_URL = 'http://127.0.0.1:%d'
          PROJECT_KEYS = [(1, '%s', None)]
          OPERATOR_PORT = 0
          """
              .formatted(port, KEY);
      String onDisk = "STORAGE = 'cyclops.storage.SpoolStorage'\nSPOOL_PATH = '%s'\n";
      return serve(conf) + serve(conf + onDisk.formatted(spool));
    } finally {
      sentry.stop();
      delete(spool);
    }
  }

  private static int serve(String conf) throws IOException, OperatorException {
    Server server =
        Server.start(
            ConfigReader.read("archive.conf", conf, Map.of()).config().orElseThrow(),
            "127.0.0.1",
            0);
    try {
      return report("http://127.0.0.1:" + server.port());
    } finally {
      server.stop(PATIENCE);
    }
  }

  private static int report(String url) throws IOException {
    ask(url + "/healthcheck", "", new byte[0]);
    ask(url + "/api/1/store/", "", EVENT.formatted(1).getBytes(StandardCharsets.UTF_8));
    ask(url + "/api/1/envelope/", "", envelope(2));
    ask(url + "/api/1/envelope/", "gzip", gzip(envelope(3)));
    ask(url + "/count", "", new byte[0]);
    return 5;
  }

  private static byte[] envelope(int number) {
    return "{\"event_id\":\"%032x\"}\n{\"type\":\"event\"}\n%s\n"
        .formatted(number, EVENT.formatted(number))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }

  private static void ask(String url, String encoding, byte[] body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout((int) PATIENCE.toMillis());
    connection.setReadTimeout((int) PATIENCE.toMillis());
    if (body.length > 0) {
      connection.setRequestProperty("X-Sentry-Auth", "Sentry sentry_version=7, sentry_key=" + KEY);
      if (!encoding.isEmpty()) {
        connection.setRequestProperty("Content-Encoding", encoding);
      }
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body);
      }
    }
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException(url + " answered " + connection.getResponseCode());
    }
    connection.getInputStream().close();
    connection.disconnect();
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
