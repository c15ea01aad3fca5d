/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What Undertow is given in place of what must not reach it. */
final class Synthetic {
  /**
   * Stands for a refused request; its body never comes, so that it is not complete and the
   * connection stays with whoever answers it. A client may send the same: whether it is one is
   * asked of the connection's guard and not of the request.
   */
  static final byte[] REQUEST =
      "REFUSED / HTTP/1.1\r\nHost: refused\r\nContent-Length: 1\r\n\r\n".getBytes(US_ASCII);

  static final byte[] FIRST_LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);
  static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(US_ASCII);

  private Synthetic() {}
}
