/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file system in an image file, mounted through a loop device. What is written to it goes through
 * the page cache of the file system that the image lies on: on the platter, so to speak, is what
 * that one has been told to keep. Needs root. Not thread-safe.
 */
final class LoopVolume {
  /** Of the file systems that Linux servers have. */
  enum Type {
    EXT4("mkfs.ext4", "-q", "-F"),
    XFS("mkfs.xfs", "-q", "-f");

    private final List<String> make;

    Type(String... make) {
      this.make = List.of(make);
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** XFS makes none below 300 MiB. */
  static final int MEBIBYTES = 320;

  private final Type type;
  private final Path image;
  private final Path folder;
  private @Nullable String device;

  private LoopVolume(Type type, Path image, Path folder) {
    this.type = type;
    this.image = image;
    this.folder = folder;
  }

  /**
   * Makes it, empty and not mounted. The image is written in full: a block that the file system
   * below had to look for first would be kept or lost by its rules, and not by a drive's.
   *
   * @param folder where it is mounted; made where it is not there
   */
  static LoopVolume make(Type type, Path image, Path folder, int mebibytes) throws IOException {
    Files.createDirectories(folder);
    Files.createDirectories(image.toAbsolutePath().getParent());
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(0);
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < mebibytes; i++) {
        file.write(zeros);
      }
    }
    List<String> command = new ArrayList<>(type.make);
    command.add(image.toString());
    Shell.run(command.toArray(String[]::new));
    Shell.run("sync", image.toString());
    return new LoopVolume(type, image, folder);
  }

  Path image() {
    return image;
  }

  Path folder() {
    return folder;
  }

  /** With the replay of its journal, where it was not unmounted in peace. */
  void mount(String options) throws IOException {
    // Direct I/O would go past the very cache that is to lose what was not forced.
    device = Shell.run("losetup", "-f", "--show", "--direct-io=off", image.toString());
    Shell.run("mount", "-t", type.word(), "-o", options, device, folder.toString());
  }

  /**
   * From now on every access fails, and nothing that was not written yet is.
   *
   * @param logToo whether the journal in memory is written before, as it may just have been
   */
  void shutDown(boolean logToo) throws IOException {
    Shell.run("xfs_io", "-x", "-c", logToo ? "shutdown -f" : "shutdown", folder.toString());
  }

  /** After which the image holds all that will ever be of it. */
  void unmount() throws IOException {
    // Something that looks at every new device may still be doing so.
    await()
        .atMost(20, TimeUnit.SECONDS)
        .pollDelay(0, TimeUnit.MILLISECONDS)
        .until(this::isUnmounted);
    if (device != null) {
      Shell.run("losetup", "-d", device);
      device = null;
    }
  }

  private boolean isUnmounted() {
    try {
      Shell.run("umount", folder.toString());
      return true;
    } catch (IOException e) {
      if (e.getMessage() != null && e.getMessage().contains("busy")) {
        return false;
      }
      throw new IllegalStateException(e);
    }
  }

  /**
   * Why there can be none here: no root, no loop devices, a program or a file system that is
   * missing.
   *
   * @param folder where it is tried
   * @return null where there can be
   * @throws IOException where what another run has left there cannot be cleared
   */
  static @Nullable String obstacle(Type type, Path folder) throws IOException {
    if (Files.exists(folder)) {
      clear(folder);
    }
    try {
      LoopVolume volume = make(type, folder.resolve("try.img"), folder.resolve("try"), MEBIBYTES);
      try {
        volume.mount("defaults");
        volume.unmount();
      } finally {
        clear(folder);
        Files.delete(volume.image);
        Files.delete(volume.folder);
      }
      Shell.run("xfs_io", "-V");
      return null;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  /** Whatever a run that was stopped has left of volumes below a folder. */
  static void clear(Path folder) throws IOException {
    List<String[]> mounts = below(folder, "findmnt", "-rno", "SOURCE,TARGET");
    // The last one first: it may lie on the one before.
    Collections.reverse(mounts);
    for (String[] mount : mounts) {
      detach(Path.of(mount[1]));
      Shell.run("umount", mount[1]);
    }
    detach(folder);
  }

  private static void detach(Path folder) throws IOException {
    for (String[] device : below(folder, "losetup", "-nO", "NAME,BACK-FILE")) {
      Shell.run("losetup", "-d", device[0]);
    }
  }

  /** The lines of two words, the second of which is a path below a folder. */
  private static List<String[]> below(Path folder, String... command) throws IOException {
    List<String[]> found = new ArrayList<>();
    for (String line : Shell.run(command).lines().toList()) {
      String[] words = line.strip().split("\\s+", 2);
      if (words.length == 2 && Path.of(words[1]).startsWith(folder.toAbsolutePath())) {
        found.add(words);
      }
    }
    return found;
  }
}
