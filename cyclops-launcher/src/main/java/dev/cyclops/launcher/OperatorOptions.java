/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.Config;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Cyclops a command speaks to: that of a configuration. The token is never an option. */
final class OperatorOptions {
  @Option(
      names = {"-c", "--conf"},
      paramLabel = "FILE",
      description =
          "The configuration that Cyclops runs with; cyclops.conf in ., the home folder or /etc if"
              + " none is given. OPERATOR_TOKEN is taken from it, or from the environment.")
  private @Nullable String conf;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "The operator's port, if it is another one than in the configuration.")
  private @Nullable Integer port;

  Config config(PrintWriter err) throws OperatorException {
    return ConfigOption.loadForCommand(conf, System.getenv(), err);
  }

  OperatorClient client(PrintWriter err) throws OperatorException {
    return client(config(err));
  }

  private OperatorClient client(Config config) throws OperatorException {
    if (port != null && (port < 1 || port > 65535)) {
      throw new OperatorException("port " + port + " is not within 1 to 65535");
    }
    return OperatorClient.of(config, port);
  }

  /**
   * Those of a farm.
   *
   * @param addresses HOST:PORT each; empty for the one of the configuration
   */
  List<OperatorClient> clients(Config config, List<String> addresses) throws OperatorException {
    if (addresses.isEmpty()) {
      return List.of(client(config));
    }
    List<OperatorClient> clients = new ArrayList<>();
    for (String address : addresses) {
      clients.add(OperatorClient.at(config, address.strip()));
    }
    return clients;
  }
}
