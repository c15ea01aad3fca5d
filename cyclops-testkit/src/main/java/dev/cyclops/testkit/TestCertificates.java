/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Self-signed certificates made at run time by the JDK's own {@code keytool}: one for {@code
 * localhost}, one for another host's name. No JVM trusts them unless told to. Thread-safe.
 */
public final class TestCertificates implements AutoCloseable {
  /** Opens {@link #trustStore()}, which holds certificates only. */
  public static final String TRUST_STORE_PASSWORD = "changeit";

  private static final char[] PASSWORD = TRUST_STORE_PASSWORD.toCharArray();

  private final Path folder;
  private final Path trustStore;
  private final PemIdentity localhostPem;
  private final PemIdentity otherHostPem;
  private final SSLContext localhost;
  private final SSLContext otherHost;
  private final SSLContext trusting;

  private TestCertificates(Path folder) throws IOException, GeneralSecurityException {
    this.folder = folder;
    localhostPem =
        PemIdentity.generate(folder, "localhost", "dns:localhost,ip:127.0.0.1", PemIdentity.EC);
    otherHostPem =
        PemIdentity.generate(folder, "elsewhere", "dns:elsewhere.example", PemIdentity.EC);
    KeyStore own = localhostPem.store();
    KeyStore other = otherHostPem.store();
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("localhost", own.getCertificate(PemIdentity.KEY));
    trust.setCertificateEntry("elsewhere", other.getCertificate(PemIdentity.KEY));
    trustStore = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(trustStore)) {
      trust.store(out, PASSWORD);
    }
    localhost = serverContext(own);
    otherHost = serverContext(other);
    trusting = trustingContext(trust);
  }

  /**
   * Makes them, which takes about a second.
   *
   * @return valid for a day; to be closed, since they stand in a folder for temporary files
   */
  public static TestCertificates create() {
    try {
      return new TestCertificates(Files.createTempDirectory("cyclops-certificates"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make certificates", e);
    }
  }

  /**
   * For a server that is who it says it is.
   *
   * @return with a key and a certificate for {@code localhost} and 127.0.0.1
   */
  public SSLContext localhost() {
    return localhost;
  }

  /**
   * For a server that is somebody else.
   *
   * @return with a key and a certificate for {@code elsewhere.example}
   */
  public SSLContext otherHost() {
    return otherHost;
  }

  /**
   * What {@link #localhost()} shows, as files hold it.
   *
   * @return key and certificate as text
   */
  public PemIdentity localhostPem() {
    return localhostPem;
  }

  /**
   * What {@link #otherHost()} shows, as files hold it.
   *
   * @return key and certificate as text
   */
  public PemIdentity otherHostPem() {
    return otherHostPem;
  }

  /**
   * For a client that trusts the issuer of both certificates, and nobody else.
   *
   * @return without a key
   */
  public SSLContext trusting() {
    return trusting;
  }

  /**
   * For a client that is told by {@code javax.net.ssl.trustStore}.
   *
   * @return a PKCS12 file, gone after {@link #close()}
   */
  public Path trustStore() {
    return trustStore;
  }

  /** Removes the files; the contexts stay usable. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SSLContext serverContext(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static SSLContext trustingContext(KeyStore trust) throws GeneralSecurityException {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
