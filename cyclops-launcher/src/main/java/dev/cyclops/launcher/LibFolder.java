/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The jars that the launcher's own jar is made to find, which an operator may have left away. */
final class LibFolder {
  private LibFolder() {}

  /**
   * A jar that is not where it should be.
   *
   * @param prefix how the name of its file begins
   * @return its place relative to the launcher's jar; empty when it is there, or when this is not
   *     run from that jar
   */
  static Optional<String> missing(String prefix) {
    CodeSource source = LibFolder.class.getProtectionDomain().getCodeSource();
    try {
      Path jar = source == null ? null : Path.of(source.getLocation().toURI());
      if (jar == null || !Files.isRegularFile(jar)) {
        return Optional.empty();
      }
      return classPath(jar)
          .filter(entry -> entry.startsWith("lib/" + prefix))
          .filter(entry -> !Files.exists(jar.resolveSibling(Path.of(URI.create(entry).getPath()))))
          .findFirst();
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Stream<String> classPath(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String entries =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return entries == null ? Stream.empty() : Stream.of(entries.split(" ", -1));
    }
  }
}
