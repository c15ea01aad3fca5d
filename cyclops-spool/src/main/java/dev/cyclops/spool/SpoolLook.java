/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What can be said of a spool without opening it, and without a change of anything. Immutable.
 *
 * @param exists whether there is one
 * @param inUse whether a process has it open
 * @param fileBytes of its file and its log
 * @param volumeFreeBytes what is free on its volume; -1 where it does not say
 * @param risk what its volume does not promise, in words that go after the folder's name; empty for
 *     an ordinary disk
 */
public record SpoolLook(
    boolean exists, boolean inUse, long fileBytes, long volumeFreeBytes, Optional<String> risk) {

  /**
   * Looks.
   *
   * @param folder where it is or would be
   * @return what is there
   * @throws SpoolException when there could be no spool, in a line that says why
   */
  public static SpoolLook at(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw unusable(folder, there + " is no folder");
    }
    if (!Files.isWritable(there) || !Files.isExecutable(there)) {
      throw unusable(folder, "no rights to " + there);
    }
    return new SpoolLook(
        Files.exists(folder.resolve("spool.db")),
        isInUse(folder),
        SpoolVolume.usedBytes(folder),
        SpoolVolume.freeBytes(there),
        SpoolVolume.risk(there));
  }

  private static boolean isInUse(Path folder) {
    Path file = folder.resolve("spool.lock");
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      @SuppressWarnings("try") // Held for a moment only.
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (AccessDeniedException e) {
      throw unusable(folder, "no rights to " + file);
    } catch (IOException e) {
      throw unusable(folder, String.valueOf(e.getMessage()));
    }
  }

  private static SpoolException unusable(Path folder, String why) {
    return new SpoolException("the spool " + folder + " cannot be used: " + why, null);
  }
}
