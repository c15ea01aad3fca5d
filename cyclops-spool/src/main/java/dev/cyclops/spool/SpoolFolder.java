/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a spool, which one process has at a time. Its owner alone may look into it: events
 * hold what their senders know. Not thread-safe.
 */
final class SpoolFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStorage.class);
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private final Path folder;
  private final FileChannel lock;

  private SpoolFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes it where it is not there, and takes it.
   *
   * @throws SpoolException in a line that says why it cannot be used
   */
  static SpoolFolder open(Path folder) {
    try {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
      Files.setPosixFilePermissions(folder, FOLDER);
      SpoolFolder opened = new SpoolFolder(folder, lock(folder));
      opened.warnOfVolume();
      return opened;
    } catch (IOException e) {
      throw new SpoolException("the spool " + folder + " cannot be used: " + reason(e), e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    Path file = own(folder.resolve("spool.lock"));
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // In this very process.
    }
    if (!locked) {
      String who = read(channel);
      channel.close();
      throw new SpoolException(
          "the spool " + folder + " is in use by another process" + who + ": each needs its own",
          null);
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)));
    return channel;
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    String text = new String(pid.array(), 0, pid.position(), US_ASCII);
    return text.matches("[0-9]+") ? " (" + text + ")" : "";
  }

  /** A file that nobody else may read, whatever the umask is. */
  private static Path own(Path file) throws IOException {
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
    } catch (FileAlreadyExistsException e) {
      Files.setPosixFilePermissions(file, FILE);
    }
    return file;
  }

  /** Where the events are; those that belong to it get the same rights. */
  Path file() throws IOException {
    return own(folder.resolve("spool.db"));
  }

  /** Whether there is a log beside a file that has nothing to do with it any more. */
  boolean hasLostItsFile() throws IOException {
    Path log = folder.resolve("spool.db-wal");
    Path file = folder.resolve("spool.db");
    return Files.exists(log)
        && Files.size(log) > 0
        && (!Files.exists(file) || Files.size(file) == 0);
  }

  /** Puts a file out of the way, with what belongs to it, for whoever wants to look at it. */
  Path setAside(long nowMillis) throws IOException {
    Path aside = folder.resolve("damaged-" + nowMillis + ".db");
    for (String part : List.of("", "-wal", "-journal")) {
      Path file = folder.resolve("spool.db" + part);
      if (Files.exists(file)) {
        Files.move(file, folder.resolve(aside.getFileName() + part));
      }
    }
    return aside;
  }

  private void warnOfVolume() {
    SpoolVolume.risk(folder).ifPresent(risk -> LOG.warn("the spool {} {}", folder, risk));
  }

  /** What it takes of its volume. */
  SpoolState state(@Nullable String trouble) {
    return new SpoolState(
        folder.toString(),
        SpoolVolume.usedBytes(folder),
        SpoolVolume.freeBytes(folder),
        trouble == null ? "" : trouble);
  }

  /** Has the disk write down what lies in the log so far. */
  void syncLog() throws IOException {
    // Not the file itself: to close another descriptor of it would end SQLite's locks on it. Not a
    // channel either, which an interrupt would close.
    try (FileInputStream log = new FileInputStream(folder.resolve("spool.db-wal").toFile())) {
      log.getFD().sync();
    }
  }

  /** How much of the volume is free, from 0 to 1; 1 where it does not say. */
  double freePart() {
    try {
      FileStore volume = Files.getFileStore(folder);
      long total = volume.getTotalSpace();
      return total <= 0 ? 1 : (double) volume.getUsableSpace() / total;
    } catch (IOException e) {
      return 1;
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no rights to " + ((FileSystemException) e).getFile();
    }
    if (e instanceof FileAlreadyExistsException) {
      return ((FileSystemException) e).getFile() + " is no folder";
    }
    @Nullable String why = e instanceof FileSystemException f ? f.getReason() : null;
    return why == null ? String.valueOf(e.getMessage()) : why;
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
