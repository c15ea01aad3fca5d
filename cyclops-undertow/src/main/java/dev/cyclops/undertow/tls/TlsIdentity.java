/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;

/**
 * What a server shows to its clients: a private key and the certificates that vouch for it.
 * Immutable and thread-safe; equal when the key and all certificates are.
 */
public final class TlsIdentity {
  private static final int MAX_SESSIONS = 4096;
  private static final int SESSION_SECONDS = 3600;

  private final PrivateKey key;
  private final List<X509Certificate> chain;

  TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = chain;
  }

  /**
   * A context for servers.
   *
   * @return a new one each time; it remembers at most 4096 sessions, each for an hour at most
   * @throws IOException when this JVM cannot work with such a key
   */
  public SSLContext serverContext() throws IOException {
    try {
      // In memory only; a PKCS #12 store wants a password all the same.
      char[] password = UUID.randomUUID().toString().toCharArray();
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, password, chain.toArray(new X509Certificate[0]));
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      SSLSessionContext sessions = context.getServerSessionContext();
      sessions.setSessionCacheSize(MAX_SESSIONS);
      sessions.setSessionTimeout(SESSION_SECONDS);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("this JVM cannot serve TLS with the certificate: " + e.getMessage(), e);
    }
  }

  /**
   * The certificates.
   *
   * @return the server's own first, each followed by its issuer
   */
  public List<X509Certificate> chain() {
    return chain;
  }

  /**
   * When the server's own certificate expires.
   *
   * @return the last moment at which it is valid
   */
  public Instant expires() {
    return chain.get(0).getNotAfter().toInstant();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlsIdentity that && key.equals(that.key) && chain.equals(that.chain);
  }

  @Override
  public int hashCode() {
    return chain.hashCode();
  }

  /** Names the subject and the last day, never the key. */
  @Override
  public String toString() {
    return chain.get(0).getSubjectX500Principal().getName() + ", valid until " + expires();
  }
}
