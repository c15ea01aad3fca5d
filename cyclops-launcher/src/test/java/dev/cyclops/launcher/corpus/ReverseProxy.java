/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import dev.cyclops.launcher.HeldPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real reverse proxy in a process of its own, which keeps connections to its upstream. */
public final class ReverseProxy implements AutoCloseable {
  private static final List<String> PROGRAM_FOLDERS =
      List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin");

  private final Process process;
  private final HeldPort port;

  private ReverseProxy(Process process, HeldPort port) {
    this.process = process;
    this.port = port;
  }

  /** Writes the configuration for a port. */
  @FunctionalInterface
  public interface Configuration {
    String text(int port) throws IOException;
  }

  static ReverseProxy nginx(Path folder, int upstream, boolean buffering) throws IOException {
    String program = program("nginx", "nginx-light");
    Path file = folder.resolve("nginx.conf");
    return start(
        file,
        port -> nginxConfiguration(folder, port, upstream, buffering),
        List.of(program, "-p", folder.toString(), "-c", file.toString(), "-e", "stderr"));
  }

  /** What is odd is let through as far as nginx can: that is what Cyclops has to stand. */
  private static String nginxConfiguration(Path folder, int port, int upstream, boolean buffering) {
    return """
        daemon off;
        master_process off;
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log stderr crit;
        events { worker_connections 512; }
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          client_max_body_size 30m;
          large_client_header_buffers 8 128k;
          ignore_invalid_headers off;
          underscores_in_headers on;
          merge_slashes off;
          upstream cyclops {
            server 127.0.0.1:%3$d;
            keepalive 1;
          }
          server {
            listen 127.0.0.1:%2$d;
            location / {
              proxy_pass http://cyclops;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header Host $http_host;
              proxy_request_buffering %4$s;
              proxy_next_upstream off;
            }
          }
        }
        """
        .formatted(folder, port, upstream, buffering ? "on" : "off");
  }

  static ReverseProxy haproxy(Path folder, int upstream) throws IOException {
    String program = program("haproxy", "haproxy");
    Path file = folder.resolve("haproxy.cfg");
    return start(
        file,
        port ->
            """
            global
              maxconn 500
            defaults
              mode http
              timeout connect 5s
              timeout client 30s
              timeout server 30s
              option http-keep-alive
              http-reuse always
              retries 0
            frontend door
              bind 127.0.0.1:%d
              default_backend cyclops
            backend cyclops
              server cyclops 127.0.0.1:%d
            """
                .formatted(port, upstream),
        List.of(program, "-f", file.toString(), "-db"));
  }

  /**
   * Starts one, and waits until it listens on a free port of this machine.
   *
   * @param file where its configuration is written to
   * @param command the program with its arguments, which names the file
   */
  public static ReverseProxy start(Path file, Configuration configuration, List<String> command)
      throws IOException {
    HeldPort port = new HeldPort();
    Files.writeString(file, configuration.text(port.port()));
    Path output = file.resolveSibling("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (listens(process, port.port())) {
      return new ReverseProxy(process, port);
    }
    process.destroyForcibly();
    port.close();
    throw new IOException(command.get(0) + " does not start: " + Files.readString(output));
  }

  private static boolean listens(Process process, int port) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (process.isAlive() && System.nanoTime() - end < 0) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected() && process.isAlive();
      } catch (ConnectException e) {
        Thread.onSpinWait();
      }
    }
    return false;
  }

  /** Where a program is; one that is missing fails the test by the name of its package. */
  public static String program(String name, String debianPackage) {
    for (String folder : PROGRAM_FOLDERS) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return folder + "/" + name;
      }
    }
    throw new AssertionError(
        name + " is not installed: apt-get install " + debianPackage + ", see CONTRIBUTING.md");
  }

  public int port() {
    return port.port();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    port.close();
  }
}
