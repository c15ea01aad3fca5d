/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * A request or an answer whose length is stated, as it came.
 *
 * @param head up to the blank line, in lower case
 * @param bytes head and body
 */
public record HttpMessage(String head, byte[] bytes) {
  private static final String LENGTH = "\r\ncontent-length:";
  private static final String COUNT = "\r\nx-cyclops-cache-count:";
  private static final int END_OF_HEAD = 0x0D0A0D0A;
  private static final int LONGEST_HEAD = 16_384;

  /** Reads one; its end before its beginning is an {@link EOFException} as well. */
  static HttpMessage read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    for (int last = 0; last != END_OF_HEAD; ) {
      int next = in.read();
      if (next < 0 || bytes.size() == LONGEST_HEAD) {
        throw new EOFException("the connection ended");
      }
      bytes.write(next);
      last = last << 8 | next;
    }
    String head = bytes.toString(ISO_8859_1).toLowerCase(Locale.ROOT);
    int length = number(head, LENGTH);
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the connection ended");
    }
    bytes.writeBytes(body);
    return new HttpMessage(head, bytes.toByteArray());
  }

  private static int number(String head, String header) {
    int at = head.indexOf(header);
    if (at < 0) {
      return 0;
    }
    int end = head.indexOf('\r', at + header.length());
    return Integer.parseInt(head.substring(at + header.length(), end).trim());
  }

  /** An answer of nobody's but the balancer's. */
  static HttpMessage answer(int status) {
    String head = "HTTP/1.1 %d From The Balancer\r\nContent-Length: 0\r\n\r\n".formatted(status);
    return new HttpMessage(head.toLowerCase(Locale.ROOT), head.getBytes(ISO_8859_1));
  }

  /** The status of an answer. */
  public int status() {
    return Integer.parseInt(head.substring(9, 12));
  }

  /** Whether the answer says that the event is on its way to Sentry. */
  public boolean processed() {
    return head.contains("\r\nx-cyclops-status: processed\r\n");
  }

  /** Which one of its error's window the answer says that the event is, 0 where it says nothing. */
  int count() {
    return number(head, COUNT);
  }

  /** Whether the connection ends with it. */
  public boolean last() {
    return head.contains("\r\nconnection: close\r\n");
  }
}
