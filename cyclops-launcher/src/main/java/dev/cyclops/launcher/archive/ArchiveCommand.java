/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.archive;

import dev.cyclops.launcher.OperatorException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lives shortly, for who makes an archive of its classes. Not thread-safe. */
@Command(
    name = "archive",
    description = {
      "Starts Cyclops on a free port of this machine, reports to it, and stops.",
      "With java -XX:ArchiveClassesAtExit=FILE the JVM then writes an archive",
      "(AppCDS) with which Cyclops starts faster; bin/cyclops archive does so."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:Done.", "2:The command line is wrong; nothing was done."},
    footerHeading = "%nExamples:%n",
    footer = {"  cyclops archive"})
public final class ArchiveCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli fills it in
  @Spec
  private CommandSpec spec;

  /** Made by the command line. */
  public ArchiveCommand() {}

  @Override
  public Integer call() throws OperatorException {
    try {
      int answered = ShortLife.live();
      spec.commandLine().getOut().println("Cyclops lived shortly; requests answered: " + answered);
      return 0;
    } catch (IOException e) {
      throw new OperatorException("archive: " + e.getMessage());
    }
  }
}
