/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.EventId;
import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.launcher.corpus.ReverseProxy;
import dev.cyclops.testkit.EventFixtures;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The samples of nginx, HAProxy and Caddy, each as it stands but for its ports, before a launcher.
 */
@Tag("deploy")
class ProxySamplesIT {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String AUTH = "X-Sentry-Auth: Sentry sentry_version=7, sentry_key=" + KEY;

  /** Another one than the proxy's own, 127.0.0.1. */
  private static final String CLIENT = "127.0.0.2";

  private static final int MAX_BODY_BYTES = 20 << 20;

  @TempDir private Path folder;

  enum Proxy {
    NGINX {
      @Override
      ReverseProxy before(int cyclops, Path folder) throws IOException {
        Path file = folder.resolve("nginx.conf");
        String program = ReverseProxy.program("nginx", "nginx-light");
        return ReverseProxy.start(
            file,
            port ->
                """
                daemon off;
                master_process off;
                pid %1$s/pid;
                error_log stderr warn;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  %2$s
                }
                """
                    .formatted(
                        folder,
                        Distribution.sample(
                            "nginx/cyclops.conf",
                            Map.of(
                                "127.0.0.1:9999", "127.0.0.1:" + cyclops,
                                "listen 80;", "listen 127.0.0.1:" + port + ";"))),
            List.of(program, "-p", folder.toString(), "-c", file.toString(), "-e", "stderr"));
      }
    },
    HAPROXY {
      @Override
      ReverseProxy before(int cyclops, Path folder) throws IOException {
        Path file = folder.resolve("haproxy.cfg");
        String program = ReverseProxy.program("haproxy", "haproxy");
        return ReverseProxy.start(
            file,
            port ->
                Distribution.sample(
                    "haproxy/haproxy.cfg",
                    Map.of(
                        "127.0.0.1:9999", "127.0.0.1:" + cyclops,
                        "bind :80\n", "bind 127.0.0.1:" + port + "\n")),
            List.of(program, "-f", file.toString(), "-db"));
      }
    },
    CADDY {
      @Override
      ReverseProxy before(int cyclops, Path folder) throws IOException {
        Path file = folder.resolve("Caddyfile");
        String program = ReverseProxy.program("caddy", "caddy");
        return ReverseProxy.start(
            file,
            port ->
                Distribution.sample(
                    "caddy/Caddyfile",
                    Map.of(
                        "127.0.0.1:9999", "127.0.0.1:" + cyclops,
                        "\n:80 {", "\nhttp://:" + port + " {\n\tbind 127.0.0.1")),
            List.of(program, "run", "--adapter", "caddyfile", "--config", file.toString()));
      }
    };

    abstract ReverseProxy before(int cyclops, Path folder) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void sample_handsOnWhatIsCyclopsToJudgeAndTellsWhoAsks(Proxy proxy) throws Exception {
    String conf =
        """
        SENTRY_BASE_URL = '%s'
        PROJECT_KEYS = [(1, '%s', None)]
        TRUSTED_PROXIES = ['127.0.0.1', '::1']
        """;
    try (FakeSentry sentry = FakeSentry.start();
        RunningLauncher cyclops = RunningLauncher.start(folder, conf.formatted(sentry.url(), KEY));
        ReverseProxy door = proxy.before(cyclops.port(), folder)) {
      // Who asks its backend for its health needs a moment until the first answer.
      RunningLauncher.patiently()
          .until(
              () ->
                  ask(door, "GET /healthcheck HTTP/1.1", "", new byte[0])
                      .startsWith("HTTP/1.1 200"));

      EventId id = EventId.random();
      EventFixtures fixtures = EventFixtures.seeded(1);
      byte[] event =
          fixtures.storeJson(id, "TypeError", "basket is gone", EventFixtures.LARGE_BYTES);
      byte[] envelope = fixtures.envelope(id, event);
      String forged = AUTH + "\r\nX-Forwarded-For: 203.0.113.7\r\nForwarded: for=203.0.113.8";
      assertThat(ask(door, "POST /api/1/envelope/ HTTP/1.1", forged, envelope))
          .startsWith("HTTP/1.1 200")
          .contains("{\"id\":\"" + id + "\"}");

      Received received = sentry.awaitAccepted(1).get(0);
      assertThat(received.decodedBody()).isEqualTo(envelope);
      assertThat(received.header("X-Forwarded-For")).isEqualTo(CLIENT + ", 127.0.0.1");

      // One byte more than Cyclops takes, and far more: it is Cyclops that refuses.
      for (int bytes : List.of(MAX_BODY_BYTES + 1, MAX_BODY_BYTES * 3 / 2)) {
        assertThat(ask(door, "POST /api/1/envelope/ HTTP/1.1", AUTH, new byte[bytes]))
            .startsWith("HTTP/1.1 413")
            .contains("{\"detail\":");
      }
      String data =
          URLEncoder.encode("{\"message\":\"" + "x".repeat(60_000) + "\"}", StandardCharsets.UTF_8);
      assertThat(
              ask(
                  door,
                  "GET /api/1/store/?sentry_key=" + KEY + "&sentry_data=" + data + " HTTP/1.1",
                  "",
                  new byte[0]))
          .startsWith("HTTP/1.1 200");

      // The operator's pages are at another port, which the proxy does not know.
      assertThat(ask(door, "GET /stats HTTP/1.1", "", new byte[0])).startsWith("HTTP/1.1 404");
    }
  }

  /** One request on a connection of its own, from the client's address; the answer as it came. */
  private static String ask(ReverseProxy door, String line, String headers, byte[] body)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(CLIENT), 0));
      socket.connect(new InetSocketAddress("127.0.0.1", door.port()));
      socket.setSoTimeout(30_000);
      String head =
          line
              + "\r\nHost: errors.example\r\nConnection: close\r\nContent-Length: "
              + body.length
              + "\r\n"
              + (headers.isEmpty() ? "" : headers + "\r\n")
              + "\r\n";
      OutputStream out = socket.getOutputStream();
      try {
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
      } catch (IOException e) {
        // Refused before its end: the answer says so.
        return read(socket);
      }
      return read(socket);
    }
  }

  private static String read(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int read; (read = socket.getInputStream().read(buffer)) >= 0; ) {
        answer.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // Closed while the body was still on its way, behind the answer.
      if (answer.size() == 0) {
        throw e;
      }
    }
    return answer.toString(StandardCharsets.UTF_8);
  }
}
