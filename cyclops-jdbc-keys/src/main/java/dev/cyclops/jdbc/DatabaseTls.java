/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether the connection to the database is encrypted, and whether the server has to prove who it
 * is. Immutable.
 *
 * @param mode what is asked for
 * @param caFile certificates in PEM form, of which one must have signed the server's; read whenever
 *     a connection is made; null for those that the JVM trusts. Only with {@link Mode#VERIFY}: the
 *     other modes look at no certificate
 */
public record DatabaseTls(Mode mode, @Nullable Path caFile) {
  /** How much is asked of the connection. */
  public enum Mode {
    /** Plain text. */
    OFF,
    /** Encrypted if the server can, plain text if not: no protection against whoever is between. */
    PREFER,
    /** Encrypted or not at all, with whatever certificate the server shows. */
    REQUIRED,
    /** Encrypted, and the certificate must be trusted and made out to the host. */
    VERIFY
  }

  /**
   * Checks that the two fit.
   *
   * @param mode what is asked for
   * @param caFile certificates in PEM form
   */
  public DatabaseTls {
    Objects.requireNonNull(mode, "mode == null");
    if (caFile != null && mode != Mode.VERIFY) {
      throw new IllegalArgumentException(
          "a CA file is looked at with TLS mode VERIFY only, not with " + mode + ": " + caFile);
    }
  }

  /**
   * A mode without a CA file.
   *
   * @param mode what is asked for
   * @return the value
   */
  public static DatabaseTls of(Mode mode) {
    return new DatabaseTls(mode, null);
  }

  /**
   * The server has to show a certificate that is signed by one of these, and made out to its host.
   *
   * @param caFile certificates in PEM form
   * @return the value
   */
  public static DatabaseTls verify(Path caFile) {
    return new DatabaseTls(Mode.VERIFY, Objects.requireNonNull(caFile, "caFile == null"));
  }
}
