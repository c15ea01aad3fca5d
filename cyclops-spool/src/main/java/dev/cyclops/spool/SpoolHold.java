/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps processes from taking a spool while it is read; others may read it too. Not thread-safe but
 * for what this process has open.
 */
final class SpoolHold implements AutoCloseable {
  /** To open the lock of one of these and close it again would end the lock. */
  private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

  private final @Nullable FileChannel lock;

  private SpoolHold(@Nullable FileChannel lock) {
    this.lock = lock;
  }

  /** Whether nobody in this process has it open yet. */
  static boolean open(Path folder) throws IOException {
    return OPEN_HERE.add(folder.toRealPath());
  }

  static void close(Path folder) throws IOException {
    OPEN_HERE.remove(folder.toRealPath());
  }

  /**
   * Takes it, where nobody writes.
   *
   * @throws SpoolException in a line, when it is in use
   */
  static SpoolHold take(Path folder) throws IOException {
    Path file = folder.resolve(SpoolFolder.LOCK_NAME);
    if (OPEN_HERE.contains(folder.toRealPath())) {
      throw new SpoolException("the spool " + folder + " is in use by this process", null);
    }
    if (!Files.exists(file)) {
      return new SpoolHold(null);
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    boolean taken = false;
    String who = "";
    try {
      taken = channel.tryLock(0, Long.MAX_VALUE, true) != null;
      who = taken ? "" : FolderLock.read(channel);
    } catch (OverlappingFileLockException e) {
      // Another reader in this process.
      taken = true;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
    if (!taken) {
      throw new SpoolException("the spool " + folder + " is in use by another process" + who, null);
    }
    return new SpoolHold(channel);
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
