/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.ConfigLookup;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Validates a configuration without starting anything. */
@Command(name = "check", description = "Validates a configuration; names every mistake in it.")
final class CheckCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file; cyclops.conf in ., the home folder or /etc if none is given.")
  private @Nullable String file;

  @Override
  public Integer call() throws OperatorException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ConfigOption.Loaded loaded =
        ConfigOption.load(file, ConfigLookup.standard(), System.getenv(), err);
    loaded.printWarnings(err);
    out.println("OK: " + loaded.source());
    out.println("  " + Wiring.describe(loaded.config()));
    loaded.notes().forEach(note -> out.println("  note: " + note));
    return 0;
  }
}
