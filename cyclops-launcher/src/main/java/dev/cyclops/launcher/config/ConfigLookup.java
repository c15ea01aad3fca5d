/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds and reads the configuration file. Immutable. */
public final class ConfigLookup {
  /** The name that is looked for when none is given. */
  public static final String DEFAULT_NAME = "cyclops.conf";

  private static final int MAX_BYTES = 4 << 20;

  private final List<Path> folders;

  /**
   * A lookup in given places.
   *
   * @param folders where a bare name is looked for, in this order
   */
  public ConfigLookup(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * The places of the original.
   *
   * @return the current folder, the home folder and /etc
   */
  public static ConfigLookup standard() {
    return new ConfigLookup(
        List.of(Path.of("."), Path.of(System.getProperty("user.home", ".")), Path.of("/etc")));
  }

  /**
   * Finds a file.
   *
   * @param name a path, taken as given; or a bare name, looked for in the folders too
   * @return where it is, if it is anywhere
   */
  public Optional<Path> find(String name) {
    return candidates(name).stream().filter(Files::exists).findFirst();
  }

  /**
   * Says that a file is nowhere.
   *
   * @param name what was looked for
   * @return one line
   */
  public String missing(String name) {
    List<String> looked = candidates(name).stream().map(Path::toString).toList();
    return name + ": no such file (looked for " + String.join(", ", looked) + ")";
  }

  private List<Path> candidates(String name) {
    List<Path> candidates = new ArrayList<>();
    try {
      Path given = Path.of(name);
      candidates.add(given);
      if (given.getNameCount() == 1 && !given.isAbsolute()) {
        folders.forEach(folder -> candidates.add(folder.resolve(given)));
      }
    } catch (InvalidPathException e) {
      return List.of();
    }
    return candidates.stream().map(Path::normalize).distinct().toList();
  }

  /**
   * Reads a file.
   *
   * @param file where it is
   * @return its text
   * @throws IOException when it cannot be read, with a message for an operator
   */
  public static String read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder, not a file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read", e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException(file + ": is larger than 4 MiB, no configuration is");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": is not written in UTF-8", e);
    }
  }
}
