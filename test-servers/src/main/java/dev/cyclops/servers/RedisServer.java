/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis of a test's own, on a free port of the loopback interface. Its process and its
 * folder are gone after {@link #close()}, and also when the JVM ends without it, however that ends.
 * Not thread-safe, except that {@link #execute}, {@link #number} and {@link #info} may be called
 * from anywhere.
 */
public final class RedisServer implements AutoCloseable {
  /** Where it listens; its certificate may name {@code localhost} as well. */
  public static final String HOST = "127.0.0.1";

  /** Whom the fixtures work as: may do everything, whatever the default user may. */
  static final String ADMIN = "fixture";

  static final String ADMIN_PASSWORD = "all-seeing";

  private final RedisConfiguration configuration;
  private final ServerLife life = new ServerLife(this::command, this::takesCommands);
  private volatile int adminPort;

  private RedisServer(RedisConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * Starts one without TLS, password and durability, in a fraction of a second.
   *
   * @return taking commands; to be closed
   */
  public static RedisServer create() {
    return builder().create();
  }

  /**
   * Begins with what {@link #create()} would make.
   *
   * @return a builder
   */
  public static RedisServerBuilder builder() {
    return new RedisServerBuilder();
  }

  /** Starts the first time; what it has made is gone when that fails. */
  static RedisServer create(RedisConfiguration configuration) {
    RedisServer server = new RedisServer(configuration);
    try {
      server.writeFiles();
      server.life.startOnFreePort(
          configuration.isCluster() ? Ports::freeWithClusterBus : Ports::free);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void writeFiles() {
    if (configuration.speaksTls()) {
      Path certificate = life.folder().resolve("certificate.pem");
      Path key = life.folder().resolve("key.pem");
      Folders.write(certificate, Objects.requireNonNull(configuration.certificatePem()));
      Folders.write(key, Objects.requireNonNull(configuration.keyPem()));
      configuration.add("tls-cert-file", certificate.toString());
      configuration.add("tls-key-file", key.toString());
      configuration.add("tls-ca-cert-file", certificate.toString());
      configuration.add("tls-auth-clients", "no");
      configuration.add("tls-replication", "yes");
      if (configuration.isCluster()) {
        configuration.add("tls-cluster", "yes");
      }
    }
    configuration.add("dir", life.folder().toString());
    Folders.write(file(), configuration.text());
  }

  private Path file() {
    return life.folder().resolve("redis.conf");
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(configuration.version().program().toString());
    command.add(file().toString());
    if (configuration.isSentinel()) {
      command.add("--sentinel");
    }
    // With TLS, the fixture comes in by a side door.
    adminPort = configuration.speaksTls() ? Ports.free() : life.port();
    command.addAll(List.of("--port", Integer.toString(adminPort)));
    if (configuration.speaksTls()) {
      command.addAll(List.of("--tls-port", Integer.toString(life.port())));
    }
    return command;
  }

  private boolean takesCommands() {
    try (RespConnection connection = connect()) {
      return "PONG".equals(connection.call("PING"));
    } catch (IOException | RedisRefusedException e) {
      // Not there, or still loading its data.
      return false;
    }
  }

  private RespConnection connect() throws IOException {
    RespConnection connection = new RespConnection(HOST, adminPort);
    if (!configuration.isSentinel()) {
      try {
        connection.call("AUTH", ADMIN, ADMIN_PASSWORD);
      } catch (IOException | RedisRefusedException e) {
        connection.close();
        throw e;
      }
    }
    return connection;
  }

  /**
   * Executes a command as somebody who may do everything, over a connection of its own.
   *
   * @param command with its arguments; each character is a byte
   * @return {@code Long}, {@code String}, null, or a list of these
   * @throws RedisRefusedException when it answers with an error
   * @throws UncheckedIOException when it does not answer
   */
  public @Nullable Object execute(String... command) {
    try (RespConnection connection = connect()) {
      return connection.call(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Asks for a number, as {@link #execute} does.
   *
   * @param command with its arguments
   * @return the number
   */
  public long number(String... command) {
    return (Long) Objects.requireNonNull(execute(command));
  }

  /**
   * What it says of itself.
   *
   * @param field of the command {@code INFO}, such as {@code role}
   * @return its value
   */
  public String info(String field) {
    return field(info(), field)
        .orElseThrow(() -> new IllegalArgumentException("no such field: " + field));
  }

  private String info() {
    return (String) Objects.requireNonNull(execute("INFO", "all"));
  }

  private static Optional<String> field(String info, String field) {
    return info.lines()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1))
        .findFirst();
  }

  /**
   * Whether it is a master in its own eyes.
   *
   * @return false for a replica
   */
  public boolean isMaster() {
    return info("role").equals("master");
  }

  /** Whether it has no master, or follows the one that it has: by one answer, as roles change. */
  boolean isMasterOrFollows() {
    String info = info();
    return field(info, "role").orElse("").equals("master")
        || field(info, "master_link_status").orElse("").equals("up");
  }

  /**
   * Starts it again after {@link #kill()}: on the same port, with the data of its append-only file,
   * if it has one. Returns when it takes commands.
   *
   * @throws IllegalStateException when it runs, or ends at once; with the end of its log
   */
  public void start() {
    life.start();
  }

  /**
   * Whether it has not been killed.
   *
   * @return true also when it is frozen
   */
  public boolean runs() {
    return life.runs();
  }

  /**
   * Stops it where it is ({@code SIGSTOP}): the kernel still takes connections, and nobody answers.
   */
  public void freeze() {
    life.freeze();
  }

  /** Lets it go on after {@link #freeze()}. */
  public void thaw() {
    life.thaw();
  }

  /**
   * Kills it as {@code kill -9} does, frozen or not, and waits until it is gone: from then on
   * connections are refused.
   */
  public void kill() {
    life.kill();
  }

  /**
   * Where it listens; by TLS if that was asked for.
   *
   * @return the same port in all its lives
   */
  public int port() {
    return life.port();
  }

  /** Kills it, and removes its data. */
  @Override
  public void close() {
    life.close();
  }

  Path folder() {
    return life.folder();
  }

  @Override
  public String toString() {
    return HOST + ":" + port();
  }
}
