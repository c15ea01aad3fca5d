/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import dev.cyclops.file.TrustedCertificates;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Whom to believe that they are Redis. */
final class TlsTrust {
  private TlsTrust() {}

  /**
   * Trusts whom Java trusts, or whom a file names.
   *
   * @throws IllegalArgumentException when there is no such file, or no certificate in it
   */
  static SSLSocketFactory socketFactory(@Nullable Path caFile) {
    try {
      SSLContext context =
          caFile == null ? SSLContext.getDefault() : TrustedCertificates.sslContext(caFile);
      return context.getSocketFactory();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("Java has no TLS to speak to Redis by", e);
    }
  }
}
