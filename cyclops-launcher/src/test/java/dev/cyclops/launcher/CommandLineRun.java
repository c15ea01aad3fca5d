/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** A command, run in this process. */
public record CommandLineRun(int exitCode, String out, List<String> err) {
  /** All commands. */
  public static CommandLine commandLine() {
    return Main.commandLine();
  }

  /** Runs one. */
  public static CommandLineRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int exitCode = line.execute(args);
    return new CommandLineRun(exitCode, out.toString(), err.toString().lines().toList());
  }
}
