/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.fuzz.Check;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A PEM file with a certificate, a key or both. */
public final class PemFuzzer {
  private static final Path FILE = Path.of("server.pem");
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final int MAX_MESSAGE = 160;

  private interface Reading<T> {
    T read() throws IOException;
  }

  private PemFuzzer() {}

  public static void run(byte[] input) {
    String text = new String(input, ISO_8859_1);
    PrivateKey key = orRefused(() -> PemKey.parse(FILE, text));
    CertificateChain chain = orRefused(() -> CertificateChain.parse(FILE, text));
    if (key == null || chain == null) {
      return;
    }
    PrivateKey again = orRefused(() -> PemKey.parse(FILE, text));
    Check.that(again != null && sameKey(key, again), "the same key each time");
    TlsIdentity identity = orRefused(() -> chain.startingWith(key, FILE, NOW));
    if (identity != null) {
      Check.that(!identity.chain().isEmpty() && identity.chain().size() <= 20, "bounded");
      Check.that(!identity.expires().isBefore(NOW), "valid");
    }
  }

  private static boolean sameKey(PrivateKey one, PrivateKey other) {
    return Arrays.equals(one.getEncoded(), other.getEncoded());
  }

  private static <T> @Nullable T orRefused(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      String message = e.getMessage();
      Check.that(Check.isOneLine(message, MAX_MESSAGE), "a message of one line: " + message);
      Check.that(message.contains(FILE.toString()), "which names the file: " + message);
      return null;
    }
  }
}
