/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does with dead letters what the command line says, and tells what was done. Not thread-safe. */
final class DeadLetterClient {
  /** So that the ids fit into a URI. */
  private static final int BATCH = 100;

  private static final int PAGE = 1000;
  private static final List<String> COLUMNS =
      List.of("id", "died", "project", "category", "route", "bytes", "event", "reason");

  private final OperatorClient client;
  private final PrintWriter out;
  private @Nullable Progress progress;

  DeadLetterClient(OperatorClient client, PrintWriter out) {
    this.client = client;
    this.out = out;
  }

  /** Shows how far what is done with many has come. */
  void progress(Progress shown) {
    progress = shown;
  }

  int list(int max, @Nullable Long project, boolean json) throws OperatorException {
    JsonObject list = read(max, project);
    if (json) {
      out.println(list);
      return 0;
    }
    JsonArray letters = list.getAsJsonArray("letters");
    if (!letters.isEmpty()) {
      Table table = new Table();
      table.add(COLUMNS.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
      letters.forEach(letter -> table.add(row(letter.getAsJsonObject())));
      table.lines().forEach(out::println);
      out.println();
    }
    String more = list.get("next").isJsonNull() ? "" : "; there are more, see --max";
    String all = project == null ? "" : ", those of other projects included";
    out.printf(
        "%d shown of %s%s%s%n", letters.size(), letters(list.get("total").getAsLong()), all, more);
    return 0;
  }

  /** One list out of as many pages as it takes. */
  private JsonObject read(int max, @Nullable Long project) throws OperatorException {
    String filter = project == null ? "" : "&project=" + project;
    JsonObject list = client.get("/dead?max=" + Math.min(max, PAGE) + filter);
    JsonArray letters = list.getAsJsonArray("letters");
    while (letters.size() < max && !list.get("next").isJsonNull()) {
      int left = Math.min(max - letters.size(), PAGE);
      String after = list.get("next").getAsString();
      JsonObject page = client.get("/dead?max=" + left + filter + "&after=" + after);
      letters.addAll(page.getAsJsonArray("letters"));
      list.add("next", page.get("next"));
    }
    return list;
  }

  private static List<String> row(JsonObject letter) {
    return COLUMNS.stream().map(name -> text(letter.get(name))).toList();
  }

  private static String text(@Nullable JsonElement value) {
    return value == null || value.isJsonNull() ? "-" : value.getAsString();
  }

  int describe(String id) throws OperatorException {
    out.println(details(id));
    return 0;
  }

  /** The payload goes to the output, what it is to the error stream. */
  int show(String id, PrintWriter err) throws OperatorException, IOException {
    JsonObject details = details(id);
    byte[] payload = client.bytes("/dead/" + id + "/payload");
    if (Terminal.showsOutput() && isBinary(payload)) {
      throw new OperatorException(
          "the payload is binary ("
              + Table.printable(text(details.get("contentEncoding")))
              + "): send the output into a file");
    }
    for (String name : details.keySet()) {
      err.println(name + ": " + Table.printable(text(details.get(name))));
    }
    PrintStream bytes = System.out;
    bytes.write(payload);
    bytes.flush();
    return 0;
  }

  private JsonObject details(String id) throws OperatorException {
    return client
        .find("/dead/" + id)
        .orElseThrow(() -> new OperatorException("there is no dead letter " + id));
  }

  private static boolean isBinary(byte[] bytes) {
    for (byte b : bytes) {
      if ((b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') || b == 0x7f) {
        return true;
      }
    }
    return false;
  }

  /** All, or all of a project. */
  int many(String verb, @Nullable Long project, boolean json) throws OperatorException {
    String which = project == null ? "all=true" : "project=" + project;
    long done = done(verb, which);
    print(verb, done, json);
    return 0;
  }

  int these(String verb, List<String> ids, boolean json) throws OperatorException {
    long done = 0;
    for (int from = 0; from < ids.size(); from += BATCH) {
      List<String> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
      done += done(verb, "id=" + String.join("&id=", batch));
      if (progress != null) {
        progress.at(from + batch.size());
      }
    }
    print(verb, done, json);
    long missing = ids.size() - done;
    if (missing > 0 && !json) {
      out.println("No longer there: " + missing);
    }
    return missing == 0 ? 0 : 1;
  }

  private long done(String verb, String which) throws OperatorException {
    JsonElement done = client.post("/dead/" + verb + "?" + which).get(participle(verb));
    return Optional.ofNullable(done)
        .orElseThrow(() -> new OperatorException("the answer cannot be read: another version?"))
        .getAsLong();
  }

  private void print(String verb, long done, boolean json) {
    if (progress != null) {
      progress.close();
    }
    if (json) {
      out.printf("{\"%s\":%d}%n", participle(verb), done);
    } else {
      out.println((verb.equals("drop") ? "Dropped " : "To be sent again: ") + letters(done));
    }
  }

  private static String participle(String verb) {
    return verb.equals("drop") ? "dropped" : "retried";
  }

  /** In words; of a project they are not counted before. */
  String howMany(@Nullable Long project) throws OperatorException {
    return project == null
        ? letters(client.get("/dead?max=1").get("total").getAsLong())
        : "the dead letters of project " + project;
  }

  private static String letters(long count) {
    return count == 1 ? "1 dead letter" : count + " dead letters";
  }
}
