package com.example.storage;

import dev.cyclops.event.Event;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES in Galois/Counter mode: 12 random bytes, what is encrypted, and 16 bytes of proof. */
final class BodyCipher {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  BodyCipher(byte[] key) {
    if (key.length != 16 && key.length != 32) {
      throw new IllegalArgumentException("key of " + key.length + " bytes: 16 or 32 are needed");
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  Event encrypted(Event event) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] body = event.body();
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce);
      byte[] encrypted = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(body.length));
      cipher.doFinal(body, 0, body.length, encrypted, NONCE_BYTES);
      return event.withBody(encrypted);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an event cannot be encrypted", e);
    }
  }

  Event decrypted(Event event) {
    byte[] body = event.body();
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(body, NONCE_BYTES));
      return event.withBody(cipher.doFinal(body, NONCE_BYTES, body.length - NONCE_BYTES));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException("an event cannot be decrypted: is it another key?", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
