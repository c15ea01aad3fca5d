/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom to believe that they are Redis. */
final class TlsTrust {
  private static final int MAX_BYTES = 16 << 20;

  private TlsTrust() {}

  /**
   * Trusts whom Java trusts, or whom a file names.
   *
   * @throws IllegalArgumentException when there is no such file, or no certificate in it
   */
  static SSLSocketFactory socketFactory(@Nullable Path caFile) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(caFile == null ? null : store(caFile));
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("Java has no TLS to speak to Redis by", e);
    }
  }

  private static KeyStore store(Path caFile) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (Certificate certificate : certificates(caFile)) {
      store.setCertificateEntry("ca" + count++, certificate);
    }
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path caFile) {
    byte[] text;
    try {
      if (Files.size(caFile) > MAX_BYTES) {
        throw new IllegalArgumentException("CA file " + caFile + " is larger than 16 MiB");
      }
      text = Files.readAllBytes(caFile);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no CA file " + caFile, e);
    } catch (IOException e) {
      throw new IllegalArgumentException("CA file " + caFile + " cannot be read", e);
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
      throw new IllegalArgumentException(
          "CA file " + caFile + " holds no certificate in PEM form (BEGIN CERTIFICATE)", failure);
    }
    return found;
  }
}
