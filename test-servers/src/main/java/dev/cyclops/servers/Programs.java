/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The programs of the servers, unpacked once into the folder for temporary files, where all JVMs of
 * this user find them. Whoever is first wins: a folder gets its name only when it is complete.
 */
final class Programs {
  /** Fills a folder. */
  interface Unpacking {
    void into(Path folder) throws IOException;
  }

  private Programs() {}

  /** The folder of that name, filled before if it is not there. */
  static Path folder(String name, Unpacking unpacking) {
    String machine = System.getProperty("os.name") + "-" + System.getProperty("os.arch");
    if (!machine.equals("Linux-amd64")) {
      throw new IllegalStateException("the test servers need Linux on x86-64, not " + machine);
    }
    try {
      Path complete = home().resolve(name);
      if (!Files.isDirectory(complete)) {
        Path made = Folders.temporary();
        unpacking.into(made);
        rename(made, complete);
      }
      return complete;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + name, e);
    }
  }

  /** One for each user, and nobody else's: what lies in it is run. */
  static Path home() throws IOException {
    String user = System.getProperty("user.name");
    Path home = Path.of(System.getProperty("java.io.tmpdir"), "cyclops-test-servers-" + user);
    Files.createDirectories(
        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    boolean own = Files.getOwner(home).getName().equals(user);
    if (!own
        || PosixFilePermissions.toString(Files.getPosixFilePermissions(home)).charAt(7) == 'w') {
      throw new IOException(home + " belongs to somebody else, or anybody may write to it");
    }
    return home;
  }

  private static void rename(Path made, Path complete) throws IOException {
    try {
      Files.move(made, complete, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      // Another process was faster.
      Folders.delete(made);
      if (!Files.isDirectory(complete)) {
        throw e;
      }
    }
  }

  /** Copies what a jar on the class path holds below a path, by what the names start with. */
  static void copy(String path, List<String> wanted, Path folder) throws IOException {
    JarURLConnection connection = (JarURLConnection) resource(path).openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().startsWith(path)).toList()) {
        String name = entry.getName().substring(path.length());
        if (!entry.isDirectory() && wanted.stream().anyMatch(name::startsWith)) {
          Path file = folder.resolve(name);
          Files.createDirectories(file.getParent());
          try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, file);
          }
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
  }

  static InputStream open(String path) throws IOException {
    return resource(path).openStream();
  }

  private static URL resource(String path) throws IOException {
    URL resource = Programs.class.getClassLoader().getResource(path);
    if (resource == null) {
      throw new IOException("no " + path + " on the class path");
    }
    return resource;
  }

  /** Unpacks with the system's own tar, which keeps links and rights. */
  static void untar(InputStream archive, String option, Path folder) throws IOException {
    Process tar =
        new ProcessBuilder("tar", option, "--no-same-owner", "-C", folder.toString())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    try (OutputStream out = tar.getOutputStream()) {
      archive.transferTo(out);
    }
    if (tar.onExit().join().exitValue() != 0) {
      throw new IOException("tar ended with " + tar.exitValue());
    }
  }
}
