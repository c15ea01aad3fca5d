/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificates of a PEM file, brought into the order in which TLS sends them. */
final class CertificateChain {
  private static final int MAX_CERTIFICATES = 20;

  private final Path file;
  private final List<X509Certificate> certificates;

  private CertificateChain(Path file, List<X509Certificate> certificates) {
    this.file = file;
    this.certificates = certificates;
  }

  static CertificateChain parse(Path file, String text) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemBlock block : PemBlock.parse(file, text)) {
      if (block.type().equals("CERTIFICATE") || block.type().equals("X509 CERTIFICATE")) {
        certificates.add(certificate(file, block.der(), certificates.size() + 1));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + " holds no certificate: no BEGIN CERTIFICATE in it");
    }
    if (certificates.size() > MAX_CERTIFICATES) {
      throw new IOException(
          file + " holds more than " + MAX_CERTIFICATES + " certificates: not a server's chain");
    }
    return new CertificateChain(file, certificates);
  }

  private static X509Certificate certificate(Path file, byte[] der, int number) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IOException(file + ": certificate " + number + " in it is damaged", e);
    }
  }

  /** From the certificate of that key up to the last issuer that the file holds. */
  TlsIdentity startingWith(PrivateKey key, Path keyFile, Instant now) throws IOException {
    X509Certificate own = null;
    for (X509Certificate certificate : certificates) {
      if (own == null && matches(certificate.getPublicKey(), key)) {
        own = certificate;
      }
    }
    if (own == null) {
      throw new IOException(
          "the key in " + keyFile + " does not belong to the certificate in " + file);
    }
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw new IOException(
          file + ": the certificate has expired, on " + own.getNotAfter().toInstant());
    }
    if (now.isBefore(own.getNotBefore().toInstant())) {
      throw new IOException(
          file + ": the certificate is not valid before " + own.getNotBefore().toInstant());
    }
    return new TlsIdentity(key, ordered(own));
  }

  private List<X509Certificate> ordered(X509Certificate own) {
    List<X509Certificate> chain = new ArrayList<>(List.of(own));
    X509Certificate next = issuerOf(own, chain);
    while (next != null) {
      chain.add(next);
      next = issuerOf(next, chain);
    }
    return List.copyOf(chain);
  }

  private @Nullable X509Certificate issuerOf(X509Certificate of, List<X509Certificate> chain) {
    for (X509Certificate certificate : certificates) {
      if (!chain.contains(certificate)
          && certificate.getSubjectX500Principal().equals(of.getIssuerX500Principal())) {
        return certificate;
      }
    }
    return null;
  }

  /** Whether one verifies what the other signs, which holds for every kind of key alike. */
  private static boolean matches(PublicKey publicKey, PrivateKey key) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    try {
      byte[] text = {1, 2, 3};
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
