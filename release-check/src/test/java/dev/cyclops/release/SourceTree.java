/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.release;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A copy of the source tree as git sees it, with the version that a release would have. */
final class SourceTree {
  /** The root of the tree that these tests are in. */
  static final Path ORIGIN = Path.of("..").toAbsolutePath().normalize();

  private static final String SNAPSHOT = System.getProperty("cyclops.version");

  /** What is released: the version of the tree without the mark of what is not. */
  static final String VERSION = SNAPSHOT.replace("-SNAPSHOT", "");

  private SourceTree() {}

  /**
   * Copies what is tracked or could be.
   *
   * @param open whether others may read the copy, as after a clone with the umask 022; with 077
   *     they may not
   */
  static Path copyTo(Path target, boolean shared) throws IOException, InterruptedException {
    Path origin = ORIGIN;
    String names =
        Run.command(
                "git-" + target.getFileName(),
                origin,
                "022",
                Map.of(),
                List.of("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"))
            .succeeded()
            .log();
    delete(target);
    for (String name : names.split("\0")) {
      Path file = origin.resolve(name);
      if (Files.isRegularFile(file)) {
        copy(file, target.resolve(name), shared);
      }
    }
    return target;
  }

  private static void copy(Path from, Path to, boolean shared) throws IOException {
    Files.createDirectories(to.getParent());
    if (from.endsWith("pom.xml")) {
      Files.writeString(to, Files.readString(from).replace(SNAPSHOT, VERSION));
    } else {
      Files.copy(from, to);
    }
    Set<PosixFilePermission> permissions =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if (Files.isExecutable(from)) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    if (shared) {
      permissions.add(PosixFilePermission.GROUP_WRITE);
    }
    Files.setPosixFilePermissions(to, permissions);
  }

  /** Deletes a folder and all in it, where there is one. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
