/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A private key and its certificate, made at run time by the JDK's {@code keytool}, as the text of
 * PEM files. Immutable.
 */
public final class PemIdentity {
  /** Options of {@code keytool} for an elliptic key of 256 bits. */
  public static final List<String> EC = List.of("-keyalg", "EC", "-groupname", "secp256r1");

  /** Options of {@code keytool} for an RSA key of 2048 bits. */
  public static final List<String> RSA = List.of("-keyalg", "RSA", "-keysize", "2048");

  /** Options of {@code keytool} for an Ed25519 key. */
  public static final List<String> ED25519 = List.of("-keyalg", "Ed25519");

  static final String KEY = "server";
  private static final String ISSUER = "issuer";
  private static final char[] PASSWORD = TestCertificates.TRUST_STORE_PASSWORD.toCharArray();

  private final Path file;
  private final KeyStore store;

  private PemIdentity(Path file) {
    this.file = file;
    store = open(file);
  }

  /**
   * A key with a certificate that it signs itself.
   *
   * @param folder for files of {@code keytool}, which stay there
   * @param name the common name, and the name of those files
   * @param alternativeNames as {@code keytool} takes them, {@code dns:localhost}
   * @param algorithm one of the constants here
   * @return valid for a day
   */
  public static PemIdentity generate(
      Path folder, String name, String alternativeNames, List<String> algorithm) {
    Path file = folder.resolve(name + ".p12");
    keytool(file, KEY, name, algorithm, "-ext", "san=" + alternativeNames);
    return new PemIdentity(file);
  }

  /**
   * A key with a certificate for {@code localhost} that another one signs.
   *
   * @param folder for files of {@code keytool}, which stay there
   * @return valid for a day; the chain has two certificates
   */
  public static PemIdentity issued(Path folder) {
    Path file = folder.resolve("issued.p12");
    keytool(file, ISSUER, "Test issuer", EC, "-ext", "bc:c");
    keytool(file, KEY, "localhost", EC, "-ext", "san=dns:localhost", "-signer", ISSUER);
    return new PemIdentity(file);
  }

  private static void keytool(
      Path file, String alias, String name, List<String> algorithm, String... more) {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(tool.toString(), "-genkeypair"));
    command.addAll(List.of("-alias", alias, "-dname", "CN=" + name, "-validity", "1"));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString()));
    command.addAll(List.of("-storepass", TestCertificates.TRUST_STORE_PASSWORD));
    command.addAll(algorithm);
    command.addAll(Arrays.asList(more));
    Path output = file.resolveSibling(file.getFileName() + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        if (process.waitFor() != 0) {
          throw new IOException("keytool failed: " + Files.readString(output));
        }
      } catch (InterruptedException e) {
        process.destroy();
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while keytool ran", e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyStore open(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD);
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot read what its keytool has written", e);
    }
  }

  KeyStore store() {
    return store;
  }

  /**
   * Where both are, for another process.
   *
   * @return a PKCS12 file, opened with {@link TestCertificates#TRUST_STORE_PASSWORD}
   */
  public Path keyStore() {
    return file;
  }

  /**
   * The private key.
   *
   * @return RSA, EC or EdDSA
   */
  public PrivateKey key() {
    try {
      return (PrivateKey) store.getKey(KEY, PASSWORD);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The certificates.
   *
   * @return the own one first, each followed by its issuer
   */
  public List<X509Certificate> chain() {
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate certificate : store.getCertificateChain(KEY)) {
        chain.add((X509Certificate) certificate);
      }
      return chain;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The key for a file.
   *
   * @return as PKCS #8
   */
  public String keyPem() {
    return pem("PRIVATE KEY", key().getEncoded());
  }

  /**
   * The certificates for a file.
   *
   * @return the whole chain, the own one first
   */
  public String certificatePem() {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : chain()) {
      text.append(pem(certificate));
    }
    return text.toString();
  }

  /**
   * One certificate for a file.
   *
   * @param certificate any
   * @return its block
   */
  public static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * One block of a file.
   *
   * @param type what stands behind {@code BEGIN}
   * @param der its content
   * @return the block
   */
  public static String pem(String type, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }
}
