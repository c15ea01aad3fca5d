/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which version runs: what the jar's manifest says. */
final class Version implements IVersionProvider {
  static String current() {
    Package here = Version.class.getPackage();
    return Optional.ofNullable(here.getImplementationVersion()).orElse("(not packaged)");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"Cyclops " + current()};
  }
}
