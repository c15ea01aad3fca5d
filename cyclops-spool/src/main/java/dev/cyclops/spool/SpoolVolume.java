/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The volume that a spool lies on: what its operator has to know, and what is left to others. */
final class SpoolVolume {
  /** So much of the volume is left to others. */
  static final double FREE_PART = 0.05;

  private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs");

  private static final Set<String> NETWORK =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb2",
          "smb3",
          "smbfs",
          "9p",
          "afs",
          "ceph",
          "glusterfs",
          "lustre",
          "virtiofs");

  private SpoolVolume() {}

  /**
   * What it does not promise.
   *
   * @param folder one that exists
   * @return some words that go after the folder's name; empty for what is an ordinary disk, or is
   *     not known
   */
  static Optional<String> risk(Path folder) {
    try {
      return risk(Files.getFileStore(folder).type());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<String> risk(String type) {
    if (MEMORY.contains(type)) {
      return Optional.of(
          "lies in memory (" + type + "): a power cut or a restart of the machine takes it");
    }
    // Not fuseblk, which is a disk of the machine.
    if (NETWORK.contains(type) || type.equals("fuse") || type.startsWith("fuse.")) {
      return Optional.of(
          "lies on no disk of this machine ("
              + type
              + "): that it survives a power cut, and has one user at a time, is up to whoever"
              + " serves it");
    }
    if (type.equals("overlay")) {
      return Optional.of("lies in a container's own layer (" + type + ") and goes with it");
    }
    return Optional.empty();
  }

  /**
   * How much of it is free.
   *
   * @return bytes; -1 where it does not say
   */
  static long freeBytes(Path folder) {
    try {
      FileStore volume = Files.getFileStore(folder);
      return volume.getUsableSpace();
    } catch (IOException e) {
      return -1;
    }
  }

  /**
   * How much a spool takes of it.
   *
   * @return bytes of the file and of its log; 0 where there are none
   */
  static long usedBytes(Path folder) {
    return size(folder.resolve("spool.db")) + size(folder.resolve("spool.db-wal"));
  }

  /** How much of its volume a file leaves to others. */
  static long reservedBytes(Path file) {
    try {
      return (long)
          (Files.getFileStore(file.toAbsolutePath().getParent()).getTotalSpace() * FREE_PART);
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
