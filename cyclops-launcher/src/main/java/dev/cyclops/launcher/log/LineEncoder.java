/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;

/** What Logback writes lines with; the format may change between two of them. Thread-safe. */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
  private volatile LineFormat format;

  private LineEncoder(LineFormat format) {
    this.format = format;
  }

  /**
   * Writes text.
   *
   * @param colours whether levels have colours
   * @return an encoder, not yet started
   */
  public static LineEncoder text(boolean colours) {
    return new LineEncoder(new TextLine(colours));
  }

  /** From now on writes text. */
  public void useText(boolean colours) {
    format = new TextLine(colours);
  }

  /** From now on writes JSON. */
  public void useJson() {
    format = new JsonLine();
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return format.line(event).getBytes(UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
