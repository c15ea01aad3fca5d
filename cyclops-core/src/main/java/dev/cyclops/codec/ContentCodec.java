/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A content encoding of bodies beyond gzip and deflate, which the core brings itself. The module
 * {@code cyclops-codecs} has {@code br} and {@code zstd}.
 *
 * <p>For implementers: one codec serves all threads, so it must be thread-safe; each stream is used
 * by one thread, which must not be kept waiting. The barrier opens at most eight decoding streams
 * at a time, counts what they give, and stops reading at its limits. What a stream needs besides
 * should be bounded: about 8 MiB for its window. What is read comes from strangers: a stream may
 * throw any {@link IOException} or unchecked exception, and the client is told that its body is
 * damaged. Out of a plugin of a server, anything but an {@link IOException} is logged once for each
 * kind and counted as the plugin's failure besides, errors of the JVM included. It should throw as
 * well where the body is cut off or something stands behind it.
 *
 * <p>Found by {@link java.util.ServiceLoader} when a barrier is built, unless the builder is given
 * others; then the class needs a public constructor without parameters.
 */
public interface ContentCodec {
  /**
   * What clients call it in {@code Content-Encoding}.
   *
   * @return in lower case, for example {@code br}; none of those that the core reads itself
   */
  String name();

  /**
   * Opens a body.
   *
   * @param encoded the body as it came; need not be closed
   * @return what it means, closed by the caller
   * @throws WindowTooLargeException from here or from reading, when it would take more memory than
   *     a stranger may ask for: 413
   * @throws IOException when it is damaged: 400
   */
  InputStream decode(InputStream encoded) throws IOException;

  /**
   * Encodes a body that had to be changed, so that it goes on as it came.
   *
   * @param encoded where to write; closed with the stream
   * @return takes what it is to mean; closing it ends the body
   * @throws IOException when writing fails
   */
  OutputStream encode(OutputStream encoded) throws IOException;
}
