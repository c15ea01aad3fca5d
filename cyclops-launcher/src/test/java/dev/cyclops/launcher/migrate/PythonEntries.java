/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Entries as the Python Cyclops wrote them, by name; those that cannot be read apart. */
final class PythonEntries {
  static final String PUBLIC_KEY = "0123456789abcdef0123456789abcdef";
  static final String SECRET_KEY = "fedcba9876543210fedcba9876543210";

  private static final String UNREADABLE = "unreadable/";
  private static final Map<String, byte[]> ALL = load();

  private PythonEntries() {}

  static byte[] entry(String name) {
    byte[] entry = ALL.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("no entry " + name);
    }
    return entry.clone();
  }

  static List<byte[]> readable() {
    return ALL.entrySet().stream()
        .filter(entry -> !entry.getKey().startsWith(UNREADABLE))
        .map(Map.Entry::getValue)
        .toList();
  }

  static List<byte[]> unreadable() {
    return ALL.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(UNREADABLE))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static Map<String, byte[]> load() {
    try (InputStream in = PythonEntries.class.getResourceAsStream("python-entries.txt")) {
      Map<String, byte[]> entries = new LinkedHashMap<>();
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          int blank = line.indexOf(' ');
          String entry = line.substring(blank + 1);
          entries.put(line.substring(0, blank), Base64.getDecoder().decode(entry));
        }
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
