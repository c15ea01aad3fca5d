/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.PrintWriter;
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

  OperatorClient client(PrintWriter err) throws OperatorException {
    if (port != null && (port < 1 || port > 65535)) {
      throw new OperatorException("port " + port + " is not within 1 to 65535");
    }
    return OperatorClient.of(ConfigOption.loadForCommand(conf, System.getenv(), err), port);
  }
}
