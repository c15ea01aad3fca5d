/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import java.nio.charset.StandardCharsets;

/** Events of some 12 KB that somebody writes to keep a scanner busy. */
public enum HostileJson {
  /** Arrays as deep as they may be, over and over. */
  DEEP("[".repeat(90) + "]".repeat(90)),
  /** Texts of nothing but escapes. */
  ESCAPED("\"" + "\\u0065\\n".repeat(20) + "\""),
  /** Short numbers. */
  NUMBERS("1"),
  /** Short members. */
  MEMBERS("{\"a\":1}"),
  /** Empty strings. */
  EMPTY("\"\""),
  /** Long runs of backslashes. */
  BACKSLASHES("\"" + "\\\\".repeat(400) + "\""),
  /** Names that are searched for, and some that differ in their last letter. */
  NAMES("{\"exceptiom\":1,\"fingerprin\":2,\"event_ib\":3,\"exception\":4}"),
  /** Messages of nothing but placeholders. */
  PLACEHOLDERS("\"" + "1 0x2 a@b.c 1.2.3.4 ".repeat(8) + "\"");

  private static final int BYTES = 12_000;

  private final String element;

  HostileJson(String element) {
    this.element = element;
  }

  /** An event that holds them in a frame, where each counts, never twice the same. */
  byte[] inFrames(int seed) {
    return write("{\"exception\":{\"values\":[{\"stacktrace\":{\"frames\":[", seed, "]}}]}}");
  }

  /** An event that holds them behind its exception. */
  byte[] behind(int seed) {
    return write("{\"exception\":{\"values\":[{\"value\":\"v\"}]},\"extra\":[", seed, "]}");
  }

  /** An event that holds them before its exception. */
  byte[] before(int seed) {
    return write("{\"extra\":[", seed, "],\"exception\":{\"values\":[{\"value\":\"v\"}]}}");
  }

  private String list(int seed) {
    return ("," + element).repeat(BYTES / (element.length() + 1)).substring(1) + "," + seed;
  }

  private byte[] write(String start, int seed, String end) {
    return (start + list(seed) + end).getBytes(StandardCharsets.UTF_8);
  }
}
