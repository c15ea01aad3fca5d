/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file to read: in its place where nothing but the file is there, else a copy, since SQLite brings
 * a log into the file that it belongs to. Not thread-safe.
 */
final class SpoolSource implements AutoCloseable {
  private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private final Path file;
  private final @Nullable AutoCloseable hold;
  private final @Nullable Path copy;
  private final @Nullable SpoolRows rows;

  private SpoolSource(Path path, Path file, @Nullable AutoCloseable hold) throws IOException {
    this.path = path;
    this.file = file;
    this.hold = hold;
    copy = hasLog(file) ? copy(file) : null;
    rows = rows(file, copy);
  }

  static SpoolSource open(Path path) throws IOException {
    boolean isFolder = Files.isDirectory(path);
    Path file = isFolder ? path.resolve(SpoolFolder.FILE_NAME) : path;
    if (!Files.exists(file) && !hasLog(file)) {
      throw new SpoolException(
          isFolder ? "there is no spool in " + path : "there is no file " + path, null);
    }
    // What has that name belongs to the folder's process, however it is named here.
    boolean isLive = String.valueOf(file.getFileName()).equals(SpoolFolder.FILE_NAME);
    Path parent = file.toAbsolutePath().getParent();
    AutoCloseable hold = isLive && parent != null ? SpoolHold.take(parent) : null;
    boolean opened = false;
    try {
      SpoolSource source = new SpoolSource(path, file, hold);
      opened = true;
      return source;
    } finally {
      if (!opened) {
        close(hold);
      }
    }
  }

  private static boolean hasLog(Path file) throws IOException {
    Path log = log(file);
    return Files.exists(log) && Files.size(log) > 0;
  }

  private static Path log(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  private static Path copy(Path file) throws IOException {
    Path folder =
        Files.createTempDirectory("cyclops-spool-", PosixFilePermissions.asFileAttribute(OWN));
    long bytes = size(file) + size(log(file));
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < bytes) {
      Files.delete(folder);
      throw new SpoolException(
          "to read %s takes a copy of %d bytes, and %s has %d: name another folder with"
                  .formatted(file, bytes, folder.getParent(), free)
              + " -Djava.io.tmpdir=FOLDER",
          null);
    }
    Path copy = folder.resolve("copy.db");
    try {
      if (Files.exists(file)) {
        Files.copy(file, copy);
      }
      Files.copy(log(file), log(copy));
    } catch (IOException e) {
      forget(copy);
      throw e;
    }
    return copy;
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private static @Nullable SpoolRows rows(Path file, @Nullable Path copy) throws IOException {
    if (!Files.exists(file) || (copy == null && Files.size(file) == 0)) {
      return null;
    }
    try {
      return SpoolRows.open(
          copy != null
              ? copy.toString()
              : "file:" + file.toUri().getRawPath() + "?immutable=1&mode=ro");
    } catch (SQLException e) {
      return null;
    }
  }

  /** As it was named. */
  Path path() {
    return path;
  }

  Path file() {
    return file;
  }

  Path log() {
    return log(file);
  }

  /** Null where SQLite cannot open it. */
  @Nullable SpoolRows rows() {
    return rows;
  }

  long fileBytes() throws IOException {
    return size(file) + size(log(file));
  }

  private static void forget(Path copy) throws IOException {
    for (String part : List.of("", "-wal", "-shm", "-journal")) {
      Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + part));
    }
    Path folder = copy.getParent();
    if (folder != null) {
      Files.deleteIfExists(folder);
    }
  }

  private static void close(@Nullable AutoCloseable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (Exception e) {
      // It is only read.
    }
  }

  @Override
  public void close() {
    close(rows);
    if (copy != null) {
      close(() -> forget(copy));
    }
    close(hold);
  }
}
