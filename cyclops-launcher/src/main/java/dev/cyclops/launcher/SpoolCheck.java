/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.QueueSettings;
import dev.cyclops.launcher.config.SpoolUse;
import dev.cyclops.spool.SpoolException;
import dev.cyclops.spool.SpoolLook;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at the spool for an operator, and changes nothing. */
final class SpoolCheck {
  private static final long MIB = 1 << 20;

  private SpoolCheck() {}

  /**
   * What there is to tell.
   *
   * @param err takes what an operator should know before it is used
   * @return in some words; empty when nothing is kept in a spool
   * @throws OperatorException when it could not be used
   */
  static Optional<String> look(Config config, PrintWriter err) throws OperatorException {
    if (SpoolUse.of(config) == SpoolUse.NONE) {
      return Optional.empty();
    }
    Path folder = SpoolWiring.folder(config);
    SpoolLook look = look(folder);
    long free = look.volumeFreeBytes();
    if (free >= 0 && free + look.fileBytes() < config.get(QueueSettings.SPOOL_MAX_BYTES)) {
      err.println(
          "warning: SPOOL_MAX_BYTES is more than there is room for on the volume of "
              + folder
              + ": before so much waits, it takes no events");
    }
    look.risk().ifPresent(risk -> err.println("warning: the spool " + folder + " " + risk));
    return Optional.of("spool " + describe(look));
  }

  private static SpoolLook look(Path folder) throws OperatorException {
    try {
      return SpoolLook.at(folder);
    } catch (SpoolException e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  private static String describe(SpoolLook look) {
    String free =
        look.volumeFreeBytes() < 0
            ? ""
            : ", %d MiB free on its volume".formatted(look.volumeFreeBytes() / MIB);
    if (!look.exists()) {
      return "not there yet" + free;
    }
    return "%s, %d MiB in its file%s"
        .formatted(
            look.inUse()
                ? "in use by a running process (the command stats tells what waits)"
                : "in use by nobody (the command spool tells what waits)",
            look.fileBytes() / MIB,
            free);
  }
}
