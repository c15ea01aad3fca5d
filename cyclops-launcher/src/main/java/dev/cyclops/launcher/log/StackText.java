/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/** A stack trace as Logback writes it, whose messages stay on their line; bounded. */
final class StackText {
  private static final int MAX_CAUSES = 16;
  private static final int MAX_CHARS = 32_768;
  private static final int MAX_MESSAGE = 4096;

  private final StringBuilder to;
  private final int end;
  private int left = MAX_CAUSES;

  private StackText(StringBuilder to) {
    this.to = to;
    end = to.length() + MAX_CHARS;
  }

  static void append(StringBuilder to, IThrowableProxy thrown) {
    new StackText(to).append("", 0, thrown);
  }

  private void append(String prefix, int indent, IThrowableProxy thrown) {
    if (left-- <= 0 || to.length() >= end) {
      line(indent, "...");
      return;
    }
    StringBuilder first = new StringBuilder(prefix);
    Printable.append(first, thrown.getClassName(), MAX_MESSAGE);
    if (thrown.getMessage() != null) {
      first.append(": ");
      Printable.append(first, thrown.getMessage(), MAX_MESSAGE);
    }
    line(indent, first.toString());
    StackTraceElementProxy[] steps = thrown.getStackTraceElementProxyArray();
    int common = thrown.getCommonFrames();
    int own = steps == null ? 0 : steps.length - common;
    for (int i = 0; i < own && to.length() < end; i++) {
      StringBuilder step = new StringBuilder();
      Printable.append(step, steps[i].getSTEAsString(), MAX_MESSAGE);
      line(indent + 1, step.toString());
    }
    if (common > 0) {
      line(indent + 1, "... " + common + " common frames omitted");
    }
    for (IThrowableProxy suppressed : thrown.getSuppressed()) {
      append("Suppressed: ", indent + 1, suppressed);
    }
    IThrowableProxy cause = thrown.getCause();
    if (cause != null) {
      append("Caused by: ", indent, cause);
    }
  }

  private void line(int indent, String text) {
    to.append("\t".repeat(indent)).append(text).append(System.lineSeparator());
  }
}
