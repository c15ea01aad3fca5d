/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.file;

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
import javax.net.ssl.TrustManagerFactory;

/** The certificates of a PEM file, of which one must have signed that of a server. */
public final class TrustedCertificates {
  private static final int MAX_BYTES = 16 << 20;

  private TrustedCertificates() {}

  /**
   * All certificates of a file.
   *
   * @param file in PEM form, of 16 MiB at the most; text around the certificates is skipped
   * @return one or more
   * @throws IllegalArgumentException when there is no such file, or no certificate in it; with a
   *     line for an operator
   */
  public static Collection<? extends Certificate> read(Path file) {
    byte[] text;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException("CA file " + file + " is larger than 16 MiB");
      }
      text = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no CA file " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "CA file " + file + " cannot be read: " + e.getMessage(), e);
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
          "CA file " + file + " holds no certificate in PEM form (BEGIN CERTIFICATE)", failure);
    }
    return found;
  }

  /**
   * For connections to servers that show a certificate which one of a file's has signed, and to no
   * others.
   *
   * @param file as {@link #read} takes it
   * @return TLS with that trust, and no certificate of our own
   * @throws IllegalArgumentException as {@link #read}
   */
  public static SSLContext sslContext(Path file) {
    Collection<? extends Certificate> certificates = read(file);
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca" + count++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("Java has no TLS that trusts CA file " + file, e);
    }
  }
}
