/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * MySQL 8.0.12, as its maker sets it up: passwords by caching_sha2_password. Needs the system's
 * libaio 1, in Debian {@code apt-get install libaio1}.
 */
public final class MySqlServer extends MySqlFamilyServer {
  private static final String VERSION = "8.0.12";

  private final Path programs = Programs.folder("mysql-" + VERSION, MySqlServer::unpack);

  private MySqlServer(boolean tls) {
    super(tls);
  }

  /**
   * Starts one without TLS, in a few seconds.
   *
   * @return taking connections; to be closed
   */
  public static MySqlServer create() {
    MySqlServer server = new MySqlServer(false);
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
  public static MySqlServer createTls(String certificatePem, String keyPem) {
    MySqlServer server = new MySqlServer(true);
    server.create(certificatePem, keyPem);
    return server;
  }

  private static void unpack(Path folder) throws IOException {
    try (InputStream archive = Programs.open("mysql-Linux-amd64.tar.gz")) {
      Programs.untar(archive, "-xz", folder);
    }
  }

  @Override
  void initialize() {
    String admin = "'" + ADMIN + "'@'%'";
    Path script = data().resolveSibling("bootstrap.sql");
    Folders.write(
        script,
        "CREATE USER "
            + admin
            + " IDENTIFIED BY '"
            + ADMIN_PASSWORD
            + "';\n"
            + "GRANT ALL ON *.* TO "
            + admin
            + " WITH GRANT OPTION;\n");
    try {
      List<String> command = command();
      command.add("--initialize-insecure");
      command.add("--init-file=" + script);
      ServerProcess.awaitSuccess(ServerProcess.run(command, log()), log());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run mysqld", e);
    }
  }

  @Override
  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("bin/mysqld").toString());
    // Must come first.
    command.add("--no-defaults");
    command.addAll(options());
    command.addAll(List.of("--basedir=" + programs, "--lc-messages-dir=" + programs + "/share"));
    // A second protocol, with a port of its own.
    command.add("--mysqlx=OFF");
    if (speaksTls()) {
      command.addAll(List.of("--ssl-cert=" + certificate(), "--ssl-key=" + key()));
    } else {
      command.add("--skip-ssl");
    }
    return command;
  }
}
