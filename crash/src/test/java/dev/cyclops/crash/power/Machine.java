/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import dev.cyclops.crash.Micros;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A file system on a drive with a cache of its own, both of which a power cut empties. The drive is
 * an image on a file system that is shut down as well: of what it was given, it keeps what it was
 * told to flush, and of the rest whatever part it happens to have written. Not thread-safe.
 */
final class Machine implements AutoCloseable {
  private static final int DRIVE_MEBIBYTES = 448;
  private static final int PAGE = 4096;

  private final Path folder;
  private final LoopVolume drive;
  private final LoopVolume volume;
  private final String options;

  private Machine(Path folder, LoopVolume drive, LoopVolume volume, String options) {
    this.folder = folder;
    this.drive = drive;
    this.volume = volume;
    this.options = options;
  }

  /** With an empty volume, mounted. */
  static Machine start(LoopVolume.Type type, Path folder) throws IOException {
    return start(type, folder, "defaults");
  }

  /**
   * The same.
   *
   * @param folder for the images; whatever a run that was stopped has left there is cleared
   * @param options of the volume's mounts
   */
  static Machine start(LoopVolume.Type type, Path folder, String options) throws IOException {
    LoopVolume.clear(folder);
    Path images = Files.createDirectories(folder);
    LoopVolume drive =
        LoopVolume.make(
            LoopVolume.Type.EXT4,
            images.resolve("drive.img"),
            images.resolve("drive"),
            DRIVE_MEBIBYTES);
    try {
      drive.mount("noatime");
      LoopVolume volume =
          LoopVolume.make(
              type,
              drive.folder().resolve("volume.img"),
              images.resolve("volume"),
              LoopVolume.MEBIBYTES);
      volume.mount(options);
      return new Machine(folder, drive, volume, options);
    } catch (IOException e) {
      LoopVolume.clear(folder);
      Files.deleteIfExists(drive.image());
      throw e;
    }
  }

  /** Where the volume is mounted. */
  Path volume() {
    return volume.folder();
  }

  /**
   * Nothing reaches the platter any more. Whoever works on the volume finds out by himself.
   *
   * @return two moments in microseconds since 1970: all that was written until the first was
   *     written as ever, and nothing that is written from the second on can be kept
   */
  long[] cut(Cut cut, Random random) throws IOException {
    boolean some = random.nextBoolean();
    if (some && cut == Cut.DRIVE) {
      writeSome(random.nextLong());
    }
    long ordered = Micros.now();
    if (cut != Cut.DRIVE) {
      volume.shutDown(cut == Cut.FILE_SYSTEM_AFTER_ITS_JOURNAL);
    } else {
      drive.shutDown(false);
    }
    long done = Micros.now();
    if (cut != Cut.DRIVE) {
      if (some) {
        writeSome(random.nextLong());
      }
      drive.shutDown(false);
    }
    return new long[] {ordered, done};
  }

  /** The drive has written some of what is in its cache, in an order of its own. */
  private void writeSome(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    // From single pages to stretches of a MiB.
    long piece = (long) PAGE << random.nextInt(9);
    StringBuilder commands = new StringBuilder();
    for (long at = 0; at < (long) LoopVolume.MEBIBYTES << 20; at += piece) {
      if (random.nextBoolean()) {
        commands.append("sync_range -w ").append(at).append(' ').append(piece).append('\n');
      }
    }
    Shell.feed(commands.toString(), "xfs_io", volume.image().toString());
  }

  /** After a cut, and the end of all that worked on the volume. */
  void restart() throws IOException {
    volume.unmount();
    drive.unmount();
    drive.mount("noatime");
    volume.mount(options);
  }

  /** Leaves nothing of it. */
  @Override
  public void close() throws IOException {
    LoopVolume.clear(folder);
    Files.deleteIfExists(drive.image());
    Files.deleteIfExists(drive.folder());
    Files.deleteIfExists(volume.folder());
  }
}
