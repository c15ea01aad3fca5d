/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** That the folder of a spool is this process's, which a file in it names. Not thread-safe. */
final class FolderLock implements AutoCloseable {
  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes a folder that is there.
   *
   * @throws SpoolException in a line that says who has it
   */
  static FolderLock take(Path folder) throws IOException {
    if (!SpoolHold.open(folder)) {
      throw new SpoolException(
          "the spool %s is in use by this process (%d): each needs its own"
              .formatted(folder, ProcessHandle.current().pid()),
          null);
    }
    boolean locked = false;
    try {
      FolderLock lock = new FolderLock(folder, open(folder));
      locked = true;
      return lock;
    } finally {
      if (!locked) {
        SpoolHold.close(folder);
      }
    }
  }

  private static FileChannel open(Path folder) throws IOException {
    Path file = SpoolFolder.own(folder.resolve(SpoolFolder.LOCK_NAME));
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      if (!isLocked(channel)) {
        throw new SpoolException(
            "the spool "
                + folder
                + " is in use by another process"
                + read(channel)
                + ": each needs its own",
            null);
      }
      channel.truncate(0);
      byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII);
      channel.write(ByteBuffer.wrap(pid));
      taken = true;
      return channel;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // By this very process, somewhere else.
      return false;
    }
  }

  /** Who has it, in brackets. */
  static String read(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    String text = new String(pid.array(), 0, pid.position(), US_ASCII);
    return text.matches("[0-9]+") ? " (" + text + ")" : "";
  }

  @Override
  public void close() throws IOException {
    SpoolHold.close(folder);
    channel.close();
  }
}
