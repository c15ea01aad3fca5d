/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** One block of a PEM file, from its {@code BEGIN} line to its {@code END} line. */
final class PemBlock {
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  private static final Pattern TYPE = Pattern.compile("[A-Z0-9 ]{1,40}");

  private final String type;
  private final boolean encrypted;
  private final byte[] der;

  private PemBlock(String type, boolean encrypted, byte[] der) {
    this.type = type;
    this.encrypted = encrypted;
    this.der = der;
  }

  /** All blocks of a file. What stands between them is a comment. */
  static List<PemBlock> parse(Path file, String text) throws IOException {
    List<PemBlock> blocks = new ArrayList<>();
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int typeEnd = text.indexOf(DASHES, at + BEGIN.length());
      String type = typeEnd < 0 ? "" : text.substring(at + BEGIN.length(), typeEnd);
      // An error names the type, which must not be the text of a key whose first line is damaged.
      if (typeEnd >= 0 && !TYPE.matcher(type).matches()) {
        throw new IOException(file + " is damaged: a BEGIN line does not tell what begins");
      }
      int end =
          typeEnd < 0 ? -1 : text.indexOf("-----END " + type + DASHES, typeEnd + DASHES.length());
      if (end < 0) {
        throw new IOException(file + " is cut off: a block has no END line");
      }
      blocks.add(block(file, type, text.substring(typeEnd + DASHES.length(), end)));
      at = text.indexOf(BEGIN, end);
    }
    return blocks;
  }

  private static PemBlock block(Path file, String type, String content) throws IOException {
    // Old formats say so in a header line of the block.
    if (type.startsWith("ENCRYPTED") || content.contains("ENCRYPTED")) {
      return new PemBlock(type, true, new byte[0]);
    }
    try {
      byte[] der = Base64.getDecoder().decode(content.replaceAll("\\s", ""));
      return new PemBlock(type, false, der);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged: the block " + type + " is not base64", e);
    }
  }

  /** What stands behind {@code BEGIN}. */
  String type() {
    return type;
  }

  /** Whether it takes a password to read; then there is no content. */
  boolean isEncrypted() {
    return encrypted;
  }

  byte[] der() {
    return der;
  }
}
