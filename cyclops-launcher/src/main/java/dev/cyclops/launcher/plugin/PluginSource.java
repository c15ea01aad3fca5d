/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Where plugins come from: a jar with its libraries, or the class path. Thread-safe.
 *
 * @param label how an operator knows it
 * @param libraries where its libraries belong, in some words
 * @param loader knows its classes
 */
record PluginSource(String label, String libraries, ClassLoader loader) implements AutoCloseable {
  private static final String SUFFIX = ".jar";
  private static final int MAX_SERVICE_BYTES = 64 << 10;

  /** What Cyclops itself was started with. */
  static PluginSource classPath() {
    return new PluginSource(
        "the class path", "the class path", PluginSource.class.getClassLoader());
  }

  /**
   * A jar, with the libraries that are in the folder of its name beside it.
   *
   * @throws PluginException when it, or one of its libraries, is no jar
   */
  static PluginSource jar(Path jar) {
    String file = String.valueOf(jar.getFileName());
    Path folder = jar.resolveSibling(file.substring(0, file.length() - SUFFIX.length()));
    List<URL> jars = new ArrayList<>();
    jars.add(url(jar, jar));
    for (Path library : jarsIn(folder)) {
      jars.add(url(jar, library));
    }
    return new PluginSource(
        jar.toString(),
        folder + "/",
        new PluginClassLoader(file, jars.toArray(URL[]::new), PluginSource.class.getClassLoader()));
  }

  /** The jars of a folder by their names; none where there is no folder. */
  static List<Path> jarsIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).endsWith(SUFFIX))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new PluginException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Looked into now: a class loader would take it for an empty one. */
  private static URL url(Path jar, Path library) {
    try (JarFile file = new JarFile(library.toFile())) {
      var unused = file.getManifest();
      return library.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new PluginException("plugin " + jar + ": " + library + " has no URL", e);
    } catch (IOException | SecurityException e) {
      String which = library.equals(jar) ? "" : "the library " + library + " ";
      throw new PluginException(
          "plugin " + jar + ": " + which + "is no jar that can be read: " + e.getMessage(), e);
    }
  }

  /**
   * The names of the classes that it offers as a service, in its own jar or one of its libraries.
   *
   * @throws PluginException when the list cannot be read
   */
  Set<String> services(Class<?> service) {
    Set<String> names = new LinkedHashSet<>();
    String list = "META-INF/services/" + service.getName();
    try {
      for (URL url : own(list)) {
        lines(url).map(line -> line.replaceFirst("#.*", "").strip()).forEach(names::add);
      }
    } catch (IOException e) {
      throw new PluginException("plugin " + label + ": " + list + " cannot be read: " + e, e);
    }
    names.remove("");
    return names;
  }

  private List<URL> own(String resource) throws IOException {
    return Collections.list(
        loader instanceof PluginClassLoader jar
            ? jar.findResources(resource)
            : loader.getResources(resource));
  }

  private static Stream<String> lines(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    // The cache would keep the jar open, and show its old state to a later start in this process.
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readNBytes(MAX_SERVICE_BYTES), StandardCharsets.UTF_8).lines();
    }
  }

  /** Whether it brings a class itself. */
  boolean has(String className) {
    String file = className.replace('.', '/') + ".class";
    return loader instanceof PluginClassLoader jar
        ? jar.findResource(file) != null
        : loader.getResource(file) != null;
  }

  @Override
  public void close() throws IOException {
    if (loader instanceof PluginClassLoader jar) {
      ((URLClassLoader) jar).close();
    }
  }
}
