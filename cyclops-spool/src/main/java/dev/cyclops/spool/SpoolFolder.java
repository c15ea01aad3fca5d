/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
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

  static final String FILE_NAME = "spool.db";
  static final String LOCK_NAME = "spool.lock";
  private static final String RESCUE = "rescue.db";
  private static final String RESCUED = "rescued.db";

  /** What the names of a database's files end with. */
  static final List<String> PARTS = List.of("", "-wal", "-journal", "-shm");

  private final Path folder;
  private final FileStore volume;
  private final FolderLock lock;

  private SpoolFolder(Path folder, FileStore volume, FolderLock lock) {
    this.folder = folder;
    this.volume = volume;
    this.lock = lock;
  }

  /**
   * Makes it where it is not there, and takes it.
   *
   * @throws SpoolException in a line that says why it cannot be used
   */
  static SpoolFolder open(Path folder) {
    try {
      create(folder.toAbsolutePath());
      Files.setPosixFilePermissions(folder, FOLDER);
      FileStore volume = Files.getFileStore(folder);
      SpoolFolder opened = new SpoolFolder(folder, volume, FolderLock.take(folder));
      opened.warnOfVolume();
      return opened;
    } catch (IOException e) {
      throw new SpoolException("the spool " + folder + " cannot be used: " + reason(e), e);
    }
  }

  /** A power cut must not take a folder, or an entry of one, that holds what was acknowledged. */
  private static void create(Path folder) throws IOException {
    List<Path> above = new ArrayList<>();
    for (Path next = folder.getParent(); next != null; next = next.getParent()) {
      above.add(next);
      if (Files.exists(next)) {
        break;
      }
    }
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    for (Path each : above) {
      try {
        force(each);
      } catch (AccessDeniedException e) {
        // Not to be read by us: whoever made this folder in it has to see to that.
      }
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** A file that nobody else may read, whatever the umask is. */
  static Path own(Path file) throws IOException {
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
    } catch (FileAlreadyExistsException e) {
      Files.setPosixFilePermissions(file, FILE);
    }
    return file;
  }

  /** Where the events are; those that belong to it get the same rights. */
  Path file() throws IOException {
    Path file = own(folder.resolve(FILE_NAME));
    force(folder);
    return file;
  }

  /** As {@link #file}, which need not be there. */
  Path database() {
    return folder.resolve(FILE_NAME);
  }

  Path log() {
    return folder.resolve(FILE_NAME + "-wal");
  }

  /**
   * Whether there is a file.
   *
   * @throws IOException when the system cannot tell, which must not be taken for a no
   */
  static boolean isThere(Path file) throws IOException {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Whether there is a log beside a file that has nothing to do with it any more. */
  boolean hasLostItsFile() throws IOException {
    return isThere(log())
        && Files.size(log()) > 0
        && (!isThere(database()) || Files.size(database()) == 0);
  }

  /** Whether it can be written at all: else what says that it cannot is no damage. */
  boolean isWritable() {
    return Files.isWritable(folder) && Files.isWritable(database());
  }

  /** Where what was saved of a damaged file is gathered. */
  Path rescue() throws IOException {
    return own(folder.resolve(RESCUE));
  }

  void forgetRescue() throws IOException {
    for (String part : PARTS) {
      Files.deleteIfExists(folder.resolve(RESCUE + part));
    }
  }

  /** All that could be saved is there: from now on that is the spool. */
  void finishRescue() throws IOException {
    Path log = folder.resolve(RESCUE + "-wal");
    if (isThere(log) && Files.size(log) > 0) {
      throw new IOException("some of it is in the log still");
    }
    Files.move(folder.resolve(RESCUE), folder.resolve(RESCUED), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether somebody ended between {@link #finishRescue} and {@link #takeRescued}. */
  boolean hasRescued() throws IOException {
    return isThere(folder.resolve(RESCUED));
  }

  /** Puts it in the place of what was damaged, which is put out of the way. */
  Path replaceByRescued() throws IOException {
    Path aside = setAside();
    takeRescued();
    return aside;
  }

  private void takeRescued() throws IOException {
    Files.move(folder.resolve(RESCUED), database(), StandardCopyOption.ATOMIC_MOVE);
    force(folder);
  }

  /** As {@link DamagedFiles#setAside}. */
  Path setAside() throws IOException {
    return DamagedFiles.setAside(folder);
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

  /** Why nothing more may be stored here; null when nothing is in the way. */
  @Nullable String obstacle() {
    if (!Files.exists(folder.resolve("spool.db"))) {
      return "its file is gone";
    }
    return freePart() < SpoolVolume.FREE_PART ? "less than 5 % of its volume is free" : null;
  }

  /** How much of the volume is free, from 0 to 1; 1 where it does not say. */
  double freePart() {
    try {
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
