/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles sources with the JDK's compiler, and packs them into a jar as a third party would. */
public final class PluginJar {
  private static final String SERVICES = "META-INF/services/";
  private static final int MAJOR_VERSION = 7;

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> left = new java.util.ArrayList<>();
  private int version;

  public PluginJar source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  /** A provider of that name, whose create is these statements. */
  public PluginJar provider(String className, String name, String type, String create) {
    int dot = className.lastIndexOf('.');
    return source(
            className,
            """
            package %s;
            import dev.cyclops.plugin.*;
            public class %s implements PluginProvider<%s> {
              public int api() { return API; }
              public String name() { return "%s"; }
              public Class<%s> type() { return %s.class; }
              public %s create(PluginContext context) throws Exception { %s }
            }
            """
                .formatted(
                    className.substring(0, dot),
                    className.substring(dot + 1),
                    type,
                    name,
                    type,
                    type,
                    type,
                    create))
        .service("dev.cyclops.plugin.PluginProvider", className);
  }

  public PluginJar service(String service, String className) {
    files.merge(
        SERVICES + service,
        (className + "\n").getBytes(StandardCharsets.UTF_8),
        (one, other) -> (text(one) + text(other)).getBytes(StandardCharsets.UTF_8));
    return this;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Compiled, and not packed. */
  public PluginJar without(String className) {
    left.add(className.replace('.', '/') + ".class");
    return this;
  }

  /** As compiled for another Java: 65 is 21. */
  public PluginJar classFileVersion(int major) {
    version = major;
    return this;
  }

  public Path write(Path jar) throws IOException {
    Path folder = Files.createTempDirectory("compiled");
    compile(folder);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(packed);
        Stream<Path> compiled = Files.walk(folder)) {
      for (Path file : compiled.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString();
        if (name.endsWith(".class") && !left.contains(name)) {
          add(out, name, versioned(Files.readAllBytes(file)));
        }
      }
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        add(out, file.getKey(), file.getValue());
      }
    }
    try (Stream<Path> compiled = Files.walk(folder)) {
      for (Path file : compiled.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Files.createDirectories(jar.getParent());
    return Files.write(jar, packed.toByteArray());
  }

  private void compile(Path folder) throws IOException {
    if (sources.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        new java.util.ArrayList<>(
            List.of(
                "--release",
                "17",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      String simple = source.getKey().substring(source.getKey().lastIndexOf('.') + 1);
      options.add(
          Files.writeString(folder.resolve(simple + ".java"), source.getValue()).toString());
    }
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    if (compiler.run(null, messages, messages, options.toArray(String[]::new)) != 0) {
      throw new AssertionError(messages.toString(StandardCharsets.UTF_8));
    }
  }

  private byte[] versioned(byte[] classFile) {
    if (version > 0) {
      classFile[MAJOR_VERSION] = (byte) version;
    }
    return classFile;
  }

  private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
