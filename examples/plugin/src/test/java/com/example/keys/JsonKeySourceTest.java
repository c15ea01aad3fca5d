package com.example.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.plugin.PluginContext;
import dev.cyclops.testkit.KeySourceContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonKeySourceTest extends KeySourceContract {
  @TempDir private Path folder;

  @Override
  protected KeySource create(Collection<ProjectKey> keys) throws Exception {
    JsonArray array = new JsonArray();
    for (ProjectKey key : keys) {
      JsonObject entry = new JsonObject();
      entry.addProperty("project", key.project());
      entry.addProperty("publicKey", key.publicKey());
      entry.addProperty("secretKey", key.secretKey());
      array.add(entry);
    }
    return made(array.toString());
  }

  private KeySource made(String json) throws Exception {
    Path file = Files.writeString(folder.resolve("keys.json"), json);
    PluginContext context =
        PluginContext.builder("json-keys").settings(Map.of("file", file.toString())).build();
    return new JsonKeys().create(context);
  }

  @Test
  void load_saysWhatIsWrongAndShowsNoSecret() throws Exception {
    assertThatThrownBy(made("[{\"project\":1,\"secretKey\":\"hunter2\"}]")::load)
        .hasMessageContaining("keys.json: entry 1 has no project above 0, or no publicKey")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(made("[{\"project\":\"hunter2\"}]")::load)
        .hasMessageEndingWith("keys.json is no list of keys in JSON");
    KeySource keys = made("[]");
    Files.delete(folder.resolve("keys.json"));
    assertThatThrownBy(keys::load).hasMessageStartingWith("there is no file ");
    assertThat(made("").load()).isEmpty();
  }

  @Test
  void create_needsAFile() {
    assertThatThrownBy(() -> new JsonKeys().create(PluginContext.builder("json-keys").build()))
        .hasMessage("'file' is missing: a string is needed");
  }
}
