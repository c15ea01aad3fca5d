/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The damaged files of a spool that were put out of the way and are kept. Stateless. */
final class DamagedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStorage.class);

  /** How many are kept. */
  private static final int MAX_ASIDE = 3;

  /** What they take together; the last one is kept however large it is. */
  private static final long MAX_ASIDE_BYTES = 1L << 30;

  private DamagedFiles() {}

  /**
   * Puts a file out of the way, with what belongs to it, for whoever wants to look at it. Only the
   * last few are kept.
   */
  static Path setAside(Path folder) throws IOException {
    long number = System.currentTimeMillis();
    while (Files.exists(folder.resolve(aside(number)))
        || Files.exists(folder.resolve(aside(number) + "-wal"))) {
      number++;
    }
    // The log first: without it the file would be taken for an old one.
    for (String part : List.of("-wal", "-journal", "-shm", "")) {
      Path file = folder.resolve(SpoolFolder.FILE_NAME + part);
      if (SpoolFolder.isThere(file)) {
        Files.move(SpoolFolder.own(file), folder.resolve(aside(number) + part));
      }
    }
    forgetOldest(folder);
    return folder.resolve(aside(number));
  }

  private static String aside(long number) {
    return "damaged-" + number + ".db";
  }

  private static void forgetOldest(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "damaged-*.db*")) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        names.add(name.substring(0, name.indexOf(".db") + 3));
      }
    }
    List<String> newestFirst = names.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    long bytes = 0;
    for (int i = 0; i < newestFirst.size(); i++) {
      for (String part : SpoolFolder.PARTS) {
        Path file = folder.resolve(newestFirst.get(i) + part);
        bytes += Files.exists(file) ? Files.size(file) : 0;
      }
      if (i > 0 && (i >= MAX_ASIDE || bytes > MAX_ASIDE_BYTES)) {
        for (String part : SpoolFolder.PARTS) {
          Files.deleteIfExists(folder.resolve(newestFirst.get(i) + part));
        }
        LOG.warn("of what was damaged {} is too old to be kept", newestFirst.get(i));
      }
    }
  }
}
