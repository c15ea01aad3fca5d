/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.limit;

import dev.cyclops.file.PrivateFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What was learned, as a file: compressed, with the checksum that gzip brings. It holds ids of
 * projects and numbers of events, no key. Public for the limiter, in a package that is not
 * exported.
 */
public final class LimitsFile {
  /** "CYCLIM" and a version. */
  private static final long MAGIC = 0x4359434C_494D0001L;

  /** Of both kinds, named ones among them; a file that says more is damaged. */
  private static final int MAX_PROJECTS = 1_000_000;

  private static final int BUFFER_BYTES = 8192;

  private LimitsFile() {}

  /**
   * Writes it.
   *
   * @param file replaced as a whole, readable by its owner only
   * @param learned what is to be kept
   * @throws IOException when it cannot be written; a file of that name is as it was
   */
  public static void write(Path file, List<LearnedTraffic> learned) throws IOException {
    PrivateFile.replace(
        file,
        body -> {
          GZIPOutputStream zipped = new GZIPOutputStream(body, BUFFER_BYTES);
          DataOutputStream out = new DataOutputStream(new BufferedOutputStream(zipped));
          write(out, learned);
          out.flush();
          zipped.finish();
        });
  }

  private static void write(DataOutputStream out, List<LearnedTraffic> learned) throws IOException {
    out.writeLong(MAGIC);
    out.writeInt(learned.size());
    for (LearnedTraffic one : learned) {
      out.writeLong(one.project());
      out.writeBoolean(one.transactions());
      out.writeLong(one.first());
      out.writeLong(one.hour());
      out.writeLong(one.lastHeard());
      out.writeLong(one.sofar());
      for (int count : one.passed()) {
        out.writeInt(count);
      }
    }
  }

  /**
   * Reads all of it, or none: what is damaged may be wrong in any of its numbers.
   *
   * @param file written by {@link #write(Path, List)}
   * @return what was kept
   * @throws java.nio.file.NoSuchFileException when there is none
   * @throws IOException when it cannot be read or is damaged
   */
  public static List<LearnedTraffic> read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                new GZIPInputStream(Files.newInputStream(file), BUFFER_BYTES)))) {
      if (in.readLong() != MAGIC) {
        throw new IOException("this is no file of learned limits");
      }
      int size = in.readInt();
      if (size < 0 || size > MAX_PROJECTS) {
        throw new IOException("it names " + size + " projects");
      }
      List<LearnedTraffic> learned = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        learned.add(readOne(in));
      }
      // Only at its end the checksum is compared.
      if (in.read() >= 0) {
        throw new IOException("it goes on behind its end");
      }
      return learned;
    }
  }

  private static LearnedTraffic readOne(DataInputStream in) throws IOException {
    long project = in.readLong();
    boolean transactions = in.readBoolean();
    long first = in.readLong();
    long hour = in.readLong();
    long lastHeard = in.readLong();
    long sofar = in.readLong();
    int[] passed = new int[UsualTraffic.HOURS];
    for (int i = 0; i < passed.length; i++) {
      passed[i] = in.readInt();
    }
    boolean sound = project > 0 && first <= hour + 1 && lastHeard <= hour && sofar >= 0;
    if (!sound || Arrays.stream(passed).anyMatch(count -> count < 0)) {
      throw new IOException("project " + project + " cannot be right");
    }
    return new LearnedTraffic(project, transactions, first, hour, lastHeard, passed, sofar);
  }
}
