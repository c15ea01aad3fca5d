package com.example.keys;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The keys of a JSON file, {@code [{"project": 1, "publicKey": "…", "secretKey": "…"}]}; the secret key may
 * be left out. The file is read at each load, so that a change holds within UPDATE_PERIOD.
 */
public final class JsonKeySource implements KeySource {
  private static final long MAX_BYTES = 64 << 20;

  private static final class Entry {
    private long project;
    private String publicKey;
    private String secretKey;
  }

  private final Path file;

  public JsonKeySource(Path file) {
    this.file = file;
  }

  @Override
  public Collection<ProjectKey> load() throws IOException {
    List<ProjectKey> keys = new ArrayList<>();
    for (Entry entry : entries()) {
      if (entry == null || entry.project < 1 || entry.publicKey == null) {
        throw new IOException(
            file + ": entry " + (keys.size() + 1) + " has no project above 0, or no publicKey");
      }
      keys.add(new ProjectKey(entry.project, entry.publicKey, entry.secretKey));
    }
    return keys;
  }

  private Entry[] entries() throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(file + " is larger than 64 MiB");
      }
      Entry[] entries = new Gson().fromJson(reader, Entry[].class);
      return entries == null ? new Entry[0] : entries;
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    } catch (JsonParseException e) {
      // Its message quotes what stands there, which may be a secret.
      throw new IOException(file + " is no list of keys in JSON");
    }
  }
}
