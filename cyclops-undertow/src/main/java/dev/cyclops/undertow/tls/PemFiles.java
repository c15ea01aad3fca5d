/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Where a server's certificate and private key stand. Immutable.
 *
 * <p>The certificate file holds the server's own certificate and those that lead to the issuer that
 * clients trust, in any order. The key is RSA, EC or Ed25519, as {@code PRIVATE KEY} (PKCS #8),
 * {@code RSA PRIVATE KEY} (PKCS #1) or {@code EC PRIVATE KEY} (SEC 1), and not encrypted. Both may
 * be the same file.
 *
 * @param certificate a PEM file of at most 1 MiB
 * @param key a PEM file of at most 1 MiB
 */
public record PemFiles(Path certificate, Path key) {
  private static final int MAX_BYTES = 1 << 20;

  /**
   * Checks that both are there; the files are read by {@link #load} only.
   *
   * @param certificate a PEM file of at most 1 MiB
   * @param key a PEM file of at most 1 MiB
   */
  public PemFiles {
    Objects.requireNonNull(certificate, "certificate == null");
    Objects.requireNonNull(key, "key == null");
  }

  /**
   * Reads both files.
   *
   * @return what they hold, checked: the key belongs to the certificate, which is valid today
   * @throws IOException when they cannot be used; the message, a line, names the file and the
   *     reason
   */
  public TlsIdentity load() throws IOException {
    return load(InstantSource.system());
  }

  TlsIdentity load(InstantSource clock) throws IOException {
    String certificateText = read(certificate);
    String keyText = read(key);
    return CertificateChain.parse(certificate, certificateText)
        .startingWith(PemKey.parse(key, keyText), key, clock.instant());
  }

  private static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(file + " is larger than 1 MiB: not a PEM file");
      }
      if (bytes.length == 0) {
        throw new IOException(file + " is empty");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + " may not be read by this user", e);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains(file.toString())) {
        throw e;
      }
      throw new IOException(file + " cannot be read: " + message, e);
    }
  }
}
