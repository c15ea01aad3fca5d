/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cyclops.event.Event;
import dev.cyclops.spool.EventState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes events as lines of JSON that curl can send again. Not thread-safe. */
final class SpoolExport {
  private final PrintWriter lines;
  private long count;

  SpoolExport(PrintWriter lines) {
    this.lines = lines;
  }

  /** A new file that its owner alone may read. */
  static PrintWriter create(Path file) throws IOException {
    return new PrintWriter(
        Channels.newWriter(
            Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------"))),
            UTF_8));
  }

  void write(
      EventState state, long number, @Nullable Event event, byte[] frame, @Nullable String note)
      throws IOException {
    JsonObject line = new JsonObject();
    line.addProperty("state", state.name().toLowerCase(Locale.ROOT));
    line.addProperty("number", number);
    if (note != null) {
      line.addProperty("note", note);
    }
    if (event == null) {
      line.addProperty("unreadable", Base64.getEncoder().encodeToString(frame));
    } else {
      add(line, event);
    }
    lines.println(line);
    if (lines.checkError()) {
      throw new IOException("nobody takes it, or the disk is full");
    }
    count++;
  }

  private static void add(JsonObject line, Event event) {
    line.addProperty("project", event.project());
    line.addProperty("key", event.publicKey());
    line.addProperty("category", event.category().wireName());
    line.addProperty("arrived", Instant.ofEpochMilli(event.arrivedAtMillis()).toString());
    if (event.id() != null) {
      line.addProperty("id", event.id().toString());
    }
    line.addProperty("method", event.method());
    line.addProperty("path", event.path());
    line.addProperty("query", event.query());
    JsonArray headers = new JsonArray();
    event.headers().forEach((name, value) -> headers.add(name + ": " + value));
    line.add("headers", headers);
    line.addProperty("payload", Base64.getEncoder().encodeToString(event.body()));
  }

  long count() {
    return count;
  }

  static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return "it exists already";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no such folder";
    }
    @Nullable String why = e instanceof FileSystemException failure ? failure.getReason() : null;
    return String.valueOf(why == null ? e.getMessage() : why);
  }
}
