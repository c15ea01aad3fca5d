/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.file.PrivateFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A set of keys as a file, with a checksum at its end. It holds secrets: nobody but its owner can
 * read it.
 */
final class KeysFile {
  /** "CYCKEY", before the version. */
  private static final long MAGIC = 0x435943_4B4559L;

  private static final int VERSION = 1;
  private static final int VERSION_BITS = 16;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_TEXT_BYTES = 3 * ProjectKeys.MAX_TEXT_LENGTH;

  /**
   * What a file holds.
   *
   * @param keys the keys
   * @param readMillis when they were read from their source, in milliseconds since the epoch
   */
  record Contents(ProjectKeys keys, long readMillis) {}

  private KeysFile() {}

  static void write(Path file, Contents contents) throws IOException {
    PrivateFile.replace(file, out -> write(out, contents));
  }

  private static void write(OutputStream file, Contents contents) throws IOException {
    CheckedOutputStream checked = new CheckedOutputStream(file, new CRC32C());
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked, BUFFER_BYTES));
    out.writeLong(MAGIC << VERSION_BITS | VERSION);
    out.writeLong(contents.readMillis());
    out.writeInt(contents.keys().keyCount());
    try {
      contents.keys().forEach(key -> write(out, key));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    out.flush();
    out.writeLong(checked.getChecksum().getValue());
    out.flush();
  }

  private static void write(DataOutputStream out, ProjectKey key) {
    try {
      out.writeLong(key.project());
      write(out, key.publicKey());
      String secret = key.secretKey();
      out.writeBoolean(secret != null);
      if (secret != null) {
        write(out, secret);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * All of it, or an exception: half of the keys are worse than none.
   *
   * @throws IOException when it is not there, or is damaged; the message tells no key
   */
  static Contents read(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return read(
          new CheckedInputStream(new BufferedInputStream(bytes, BUFFER_BYTES), new CRC32C()));
    } catch (EOFException e) {
      throw new IOException("the file ends too early", e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException("the file is damaged", e);
    }
  }

  private static Contents read(CheckedInputStream checked) throws IOException {
    DataInputStream in = new DataInputStream(checked);
    long head = in.readLong();
    if (head >>> VERSION_BITS != MAGIC) {
      throw new IOException("this is no file of project keys");
    }
    int version = (int) (head & (1 << VERSION_BITS) - 1);
    if (version != VERSION) {
      throw new IOException("the file is of another version: " + version + ", not " + VERSION);
    }
    long readMillis = in.readLong();
    ProjectKeys.Builder keys = ProjectKeys.builder();
    for (int left = in.readInt(); left > 0; left--) {
      long project = in.readLong();
      String publicKey = text(in);
      keys.add(new ProjectKey(project, publicKey, in.readBoolean() ? text(in) : null));
    }
    long checksum = checked.getChecksum().getValue();
    if (in.readLong() != checksum || in.read() >= 0) {
      throw new IOException("the file is damaged");
    }
    return new Contents(keys.build(), readMillis);
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_TEXT_BYTES) {
      throw new IOException("the file is damaged");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, UTF_8);
  }
}
