/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL 18. Passwords by SCRAM; as root it runs as "nobody", since it refuses to run as root.
 */
public final class PostgresServer extends DatabaseServer {
  private static final String VERSION = "18.6";

  private final Path programs = Programs.folder("postgres-" + VERSION, PostgresServer::unpack);
  private boolean ready;

  private PostgresServer(boolean tls) {
    super(tls);
  }

  /**
   * Starts one without TLS, in about half a second.
   *
   * @return taking connections; to be closed
   */
  public static PostgresServer create() {
    PostgresServer server = new PostgresServer(false);
    server.create(null, null);
    return server;
  }

  /**
   * Starts one that speaks TLS with those who wish it.
   *
   * @param certificatePem its certificate, with the chain if there is one
   * @param keyPem the key for it
   * @return taking connections; to be closed
   */
  public static PostgresServer createTls(String certificatePem, String keyPem) {
    PostgresServer server = new PostgresServer(true);
    server.create(certificatePem, keyPem);
    return server;
  }

  private static void unpack(Path folder) throws IOException {
    try (InputStream archive = new XZInputStream(Programs.open("postgres-linux-x86_64.txz"))) {
      Programs.untar(archive, "-x", folder);
    }
  }

  @Override
  void initialize() {
    try {
      Files.createDirectory(data());
      Path password = data().resolveSibling("password");
      Folders.write(password, ADMIN_PASSWORD);
      if (Folders.root()) {
        Folders.giveToNobody(data());
        Folders.giveToNobody(password);
        if (speaksTls()) {
          Folders.giveToNobody(certificate());
          Folders.giveToNobody(key());
        }
      }
      List<String> command = unprivileged("initdb", "-U", ADMIN, "-A", "scram-sha-256");
      command.addAll(List.of("--pwfile=" + password, "-D", data().toString()));
      command.addAll(List.of("-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"));
      ServerProcess.awaitSuccess(ServerProcess.run(command, log()), log());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run initdb", e);
    }
  }

  private List<String> unprivileged(String program, String... options) {
    List<String> command = new ArrayList<>();
    if (Folders.root()) {
      String nobody = Integer.toString(Folders.NOBODY);
      command.addAll(List.of("setpriv", "--reuid", nobody, "--regid", nobody, "--clear-groups"));
    }
    command.add(programs.resolve("bin").resolve(program).toString());
    command.addAll(List.of(options));
    return command;
  }

  @Override
  List<String> command() {
    List<String> command = unprivileged("postgres", "-D", data().toString(), "-p", "" + port());
    List<String> settings =
        new ArrayList<>(List.of("listen_addresses=" + HOST, "unix_socket_directories="));
    // What survives kill -9 of the server is enough; the machine does not lose its power.
    settings.addAll(List.of("fsync=off", "full_page_writes=off", "max_wal_size=4GB"));
    if (speaksTls()) {
      settings.add("ssl=on");
      settings.add("ssl_cert_file=" + certificate());
      settings.add("ssl_key_file=" + key());
    }
    settings.forEach(setting -> command.addAll(List.of("-c", setting)));
    return command;
  }

  @Override
  void setUp() {
    execute("CREATE DATABASE " + DATABASE);
    execute("CREATE USER " + USER + " PASSWORD '" + PASSWORD + "'");
    ready = true;
  }

  @Override
  String adminUrl() {
    String database = ready ? DATABASE : "postgres";
    return "jdbc:postgresql://"
        + HOST
        + ":"
        + port()
        + "/"
        + database
        + "?sslmode=disable&connectTimeout=60";
  }

  @Override
  public void setPassword(String password) {
    execute("ALTER USER " + USER + " PASSWORD '" + password + "'");
  }

  @Override
  public void disconnectUser() {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + USER + "'");
  }

  @Override
  public long userConnections() {
    return number("SELECT count(*) FROM pg_stat_activity WHERE usename = '" + USER + "'");
  }
}
