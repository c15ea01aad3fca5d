/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files that nobody but their owner can read at any time. Stateless. */
public final class PrivateFile {
  /** Writes what is to be in a file. */
  public interface Body {
    /**
     * Writes all of it.
     *
     * @param out not buffered, and not to be closed
     * @throws IOException when it cannot be written; the file before stays
     */
    void writeTo(OutputStream out) throws IOException;
  }

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private PrivateFile() {}

  /**
   * Puts a file in the place of another, whole or not at all, and safe from a power loss. Makes the
   * folder where there is none.
   *
   * @param file the file
   * @param body what is to be in it
   * @throws IOException when it cannot be written; the file before stays
   */
  public static void replace(Path file, Body body) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder, onlyForItsOwner("rwx------"));
    }
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    // Left behind by a process that was killed while it wrote, or laid there by somebody else.
    Files.deleteIfExists(fresh);
    try {
      try (FileChannel channel = FileChannel.open(fresh, NEW, onlyForItsOwner("rw-------"))) {
        body.writeTo(Channels.newOutputStream(channel));
        channel.force(true);
      }
      Files.move(fresh, target, ATOMIC_MOVE, REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  private static FileAttribute<?>[] onlyForItsOwner(String permissions) {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
