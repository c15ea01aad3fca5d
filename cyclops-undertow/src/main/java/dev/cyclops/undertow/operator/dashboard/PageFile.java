/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the page, which is the same for everybody and holds no data. Immutable.
 *
 * @param contentType as HTTP has it
 * @param bytes not to be changed
 * @param tag tells this very content from any other, with its quotes
 */
@SuppressWarnings("ArrayRecordComponent")
public record PageFile(String contentType, byte[] bytes, String tag) {

  static PageFile of(String contentType, byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new PageFile(
          contentType, bytes, "\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads one that lies beside this class. */
  static PageFile read(String name, String contentType) {
    return of(contentType, bytes(name));
  }

  /** The page itself, which says whether a token is wanted. */
  static PageFile page(String name, boolean needsToken) {
    String access = needsToken ? "token" : "open";
    String html =
        new String(bytes(name), UTF_8)
            .replace("data-access=\"\"", "data-access=\"" + access + "\"");
    return of("text/html; charset=utf-8", html.getBytes(UTF_8));
  }

  private static byte[] bytes(String name) {
    try (InputStream in = PageFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no file " + name + " in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sizes only. */
  @Override
  public String toString() {
    return "PageFile[" + contentType + ", " + bytes.length + " bytes]";
  }
}
