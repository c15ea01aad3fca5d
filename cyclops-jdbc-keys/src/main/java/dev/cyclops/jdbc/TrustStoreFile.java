/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Collection;
import java.util.Properties;

/**
 * Certificates as Connector/J wants them: a key store in a file, which is there only while a
 * connection is made. The file is the user's alone, although certificates are no secret: nobody
 * else may exchange them.
 */
final class TrustStoreFile implements AutoCloseable {
  private static final String TYPE = "PKCS12";

  /** The format asks for one; it protects nothing here. */
  private static final String PASSWORD = "certificates";

  private final Path path;

  private TrustStoreFile(Path path) {
    this.path = path;
  }

  static TrustStoreFile write(Collection<? extends Certificate> certificates) throws IOException {
    // Made with rights for its owner only.
    TrustStoreFile file = new TrustStoreFile(Files.createTempFile("cyclops-", ".p12"));
    try (OutputStream out = Files.newOutputStream(file.path)) {
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca" + number++, certificate);
      }
      store.store(out, PASSWORD.toCharArray());
      return file;
    } catch (IOException | GeneralSecurityException e) {
      file.close();
      throw new IOException("the CA certificates cannot be handed to the driver: " + e, e);
    }
  }

  void tell(Properties properties) {
    properties.setProperty("trustCertificateKeyStoreUrl", path.toUri().toString());
    properties.setProperty("trustCertificateKeyStoreType", TYPE);
    properties.setProperty("trustCertificateKeyStorePassword", PASSWORD);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
