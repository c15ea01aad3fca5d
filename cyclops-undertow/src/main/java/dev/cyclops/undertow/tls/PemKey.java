/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;

/** Finds the private key in a PEM file. No message holds a part of the key. */
final class PemKey {
  private static final String[] ALGORITHMS = {"RSA", "EC", "EdDSA"};

  private PemKey() {}

  static PrivateKey parse(Path file, String text) throws IOException {
    for (PemBlock block : PemBlock.parse(file, text)) {
      if (block.type().endsWith("PRIVATE KEY")) {
        return key(file, block);
      }
    }
    throw new IOException(file + " holds no private key: no BEGIN PRIVATE KEY in it");
  }

  private static PrivateKey key(Path file, PemBlock block) throws IOException {
    if (block.isEncrypted()) {
      throw new IOException(
          file + ": the private key is encrypted; write it without a password (openssl pkey)");
    }
    try {
      return switch (block.type()) {
        case "PRIVATE KEY" -> decode(file, block.der());
        case "RSA PRIVATE KEY" -> decode(file, Der.wrapRsa(block.der()));
        case "EC PRIVATE KEY" -> decode(file, Der.wrapEc(block.der()));
        default ->
            throw new IOException(
                file
                    + ": keys of the kind "
                    + block.type()
                    + " are not supported; convert it to PKCS #8 (openssl pkey)");
      };
    } catch (IllegalArgumentException e) {
      throw damaged(file);
    }
  }

  private static PrivateKey decode(Path file, byte[] pkcs8) throws IOException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // Of another algorithm, as far as this one can tell.
      } catch (GeneralSecurityException e) {
        throw new IOException(file + ": this JVM has no " + algorithm + " keys", e);
      }
    }
    throw damaged(file);
  }

  // Without the cause: the messages of a parser may quote what it reads.
  private static IOException damaged(Path file) {
    return new IOException(file + ": the private key is damaged, or neither RSA, EC nor Ed25519");
  }
}
