/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One atomic step, in Lua. Known to Redis by the hash of its text, so that instances of different
 * versions never run each other's. Immutable.
 */
public final class Script {
  private final String name;
  private final byte[] text;
  private final byte[] sha1;

  private Script(String name, byte[] text, byte[] sha1) {
    this.name = name;
    this.text = text;
    this.sha1 = sha1;
  }

  /**
   * Reads one.
   *
   * @param home beside which {@code name.lua} lies
   * @param name of the file, without its ending
   * @return the script
   */
  public static Script load(Class<?> home, String name) {
    return of(name, text(home, name));
  }

  /**
   * Reads the text of one, or a part.
   *
   * @param home beside which {@code name.lua} lies
   * @param name of the file, without its ending
   * @return all of it
   */
  public static String text(Class<?> home, String name) {
    try (InputStream in = home.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("no script " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Of a text.
   *
   * @param name for messages
   * @param text in Lua 5.1
   * @return the script
   */
  public static Script of(String name, String text) {
    try {
      byte[] bytes = text.getBytes(UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(bytes);
      return new Script(name, bytes, HexFormat.of().formatHex(digest).getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In Lua 5.1; not to be changed. */
  byte[] text() {
    return text;
  }

  /** In hexadecimal digits, as {@code EVALSHA} wants it; not to be changed. */
  byte[] sha1() {
    return sha1;
  }

  @Override
  public String toString() {
    return name;
  }
}
