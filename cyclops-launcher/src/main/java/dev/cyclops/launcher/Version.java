/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import picocli.CommandLine.IVersionProvider;

/** Which version runs, and on what: what the jar's manifest and the JVM say. */
final class Version implements IVersionProvider {
  private static final String UNKNOWN = "(not packaged)";

  static String current() {
    Package here = Version.class.getPackage();
    return Optional.ofNullable(here.getImplementationVersion()).orElse(UNKNOWN);
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "Cyclops " + current() + commit(),
      "Java "
          + System.getProperty("java.version")
          + ", "
          + System.getProperty("java.vm.name")
          + " ("
          + System.getProperty("java.vendor")
          + ")",
      System.getProperty("os.name")
          + " "
          + System.getProperty("os.version")
          + " "
          + System.getProperty("os.arch")
    };
  }

  /** The same for everybody who builds the same commit; empty when the build did not know it. */
  private static String commit() {
    Attributes attributes = attributes();
    Optional<String> commit = said(attributes, "Cyclops-Commit");
    Optional<String> time = said(attributes, "Cyclops-Commit-Time");
    return commit
        .map(id -> " (commit " + id + time.map(at -> " of " + at).orElse("") + ")")
        .orElse("");
  }

  /** What the build did not know is still a name in braces. */
  private static Optional<String> said(Attributes attributes, String name) {
    return Optional.ofNullable(attributes.getValue(name))
        .filter(value -> !value.isBlank() && !value.contains("${"));
  }

  private static Attributes attributes() {
    try {
      URI own = Version.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      if (!Path.of(own).toString().endsWith(".jar")) {
        return new Attributes();
      }
      URL manifest = URI.create("jar:" + own + "!/META-INF/MANIFEST.MF").toURL();
      try (InputStream in = manifest.openStream()) {
        return new Manifest(in).getMainAttributes();
      }
    } catch (IOException | java.net.URISyntaxException | RuntimeException e) {
      return new Attributes();
    }
  }
}
