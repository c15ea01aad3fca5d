/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;

/** Reads the certificates that a server's has to be signed by. */
final class Certificates {
  private static final int MAX_BYTES = 16 << 20;

  private Certificates() {}

  /**
   * All certificates of a file.
   *
   * @throws CaFileException when there is no such file, or no certificate in it
   */
  static Collection<? extends Certificate> read(Path file) {
    byte[] text;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new CaFileException("CA file " + file + " is larger than 16 MiB", null);
      }
      text = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new CaFileException("there is no CA file " + file, e);
    } catch (IOException e) {
      throw new CaFileException("CA file " + file + " cannot be read: " + e.getMessage(), e);
    }
    Collection<? extends Certificate> found = List.of();
    CertificateException failure = null;
    try {
      found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text));
    } catch (CertificateException e) {
      failure = e;
    }
    if (found.isEmpty()) {
      throw new CaFileException(
          "CA file " + file + " holds no certificate in PEM form (BEGIN CERTIFICATE)", failure);
    }
    return found;
  }

  /** The file of certificates is missing or not one. */
  static final class CaFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    CaFileException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
