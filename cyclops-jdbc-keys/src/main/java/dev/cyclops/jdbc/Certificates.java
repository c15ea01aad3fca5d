/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import dev.cyclops.file.TrustedCertificates;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Reads the certificates that a server's has to be signed by. */
final class Certificates {
  private Certificates() {}

  /**
   * All certificates of a file.
   *
   * @throws CaFileException when there is no such file, or no certificate in it
   */
  static Collection<? extends Certificate> read(Path file) {
    try {
      return TrustedCertificates.read(file);
    } catch (IllegalArgumentException e) {
      throw new CaFileException(e.getMessage(), e);
    }
  }

  /** The file of certificates is missing or not one. */
  static final class CaFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    CaFileException(@Nullable String message, Throwable cause) {
      super(message, cause);
    }
  }
}
