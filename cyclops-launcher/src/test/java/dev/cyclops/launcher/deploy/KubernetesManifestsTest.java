/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.cyclops.launcher.config.ConfigReader;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The manifests of Kubernetes, read as its own API reads them: a field that it does not know fails.
 */
class KubernetesManifestsTest {
  private static final String MODELS = "io.kubernetes.client.openapi.models.V1";

  private static List<JsonObject> manifests(String text) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<JsonObject> manifests = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(strict)).loadAll(text)) {
      manifests.add(new Gson().toJsonTree(document).getAsJsonObject());
    }
    return manifests;
  }

  private static List<JsonObject> all() throws IOException {
    List<JsonObject> manifests = new ArrayList<>();
    for (String name : List.of("config", "deployment", "statefulset")) {
      manifests.addAll(manifests(Distribution.sample("kubernetes/" + name + ".yaml")));
    }
    return manifests;
  }

  private static JsonObject manifest(String kind) throws IOException {
    return all().stream()
        .filter(manifest -> manifest.get("kind").getAsString().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject pod(String kind) throws IOException {
    return manifest(kind)
        .getAsJsonObject("spec")
        .getAsJsonObject("template")
        .getAsJsonObject("spec");
  }

  private static JsonObject container(String kind) throws IOException {
    JsonArray containers = pod(kind).getAsJsonArray("containers");
    assertThat(containers).hasSize(1);
    return containers.get(0).getAsJsonObject();
  }

  private static void validate(JsonObject manifest) throws Exception {
    Class<?> model = Class.forName(MODELS + manifest.get("kind").getAsString());
    try {
      model.getMethod("validateJsonElement", JsonElement.class).invoke(null, manifest);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause().getMessage(), e);
    }
  }

  @Test
  void manifests_areWhatTheApiKnows() throws Exception {
    for (JsonObject manifest : all()) {
      validate(manifest);
    }
    assertThat(all().stream().map(manifest -> manifest.get("kind").getAsString()))
        .containsExactly(
            "ConfigMap",
            "Secret",
            "Service",
            "PodDisruptionBudget",
            "NetworkPolicy",
            "Deployment",
            "StatefulSet");
    assertThat(all().stream().map(manifest -> manifest.get("apiVersion").getAsString()))
        .containsExactly(
            "v1", "v1", "v1", "policy/v1", "networking.k8s.io/v1", "apps/v1", "apps/v1");
  }

  @Test
  void unknownField_isRefused() throws Exception {
    String text = Distribution.sample("kubernetes/deployment.yaml");
    JsonObject misspelt =
        manifests(text.replace("readOnlyRootFilesystem", "readOnlyRootFileSystem")).get(0);

    assertThatThrownBy(() -> validate(misspelt)).hasMessageContaining("readOnlyRootFileSystem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet"})
  void pod_mayDoWhatCyclopsNeedsAndNoMore(String kind) throws Exception {
    JsonObject pod = pod(kind).getAsJsonObject("securityContext");
    assertThat(pod.get("runAsNonRoot").getAsBoolean()).isTrue();
    assertThat(pod(kind).get("automountServiceAccountToken").getAsBoolean()).isFalse();
    JsonObject allowed = container(kind).getAsJsonObject("securityContext");
    assertThat(allowed.get("readOnlyRootFilesystem").getAsBoolean()).isTrue();
    assertThat(allowed.get("allowPrivilegeEscalation").getAsBoolean()).isFalse();
    assertThat(allowed.getAsJsonObject("capabilities").getAsJsonArray("drop").get(0).getAsString())
        .isEqualTo("ALL");
    // By number, as the image says it.
    assertThat(Distribution.sample("docker/Dockerfile"))
        .contains("USER " + pod.get("runAsUser") + ":" + pod.get("runAsGroup"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet"})
  void everyMountHasItsVolumeAndEveryLabelIsSelected(String kind) throws Exception {
    List<String> volumes = new ArrayList<>(names(pod(kind).getAsJsonArray("volumes")));
    JsonArray claims =
        manifest(kind).getAsJsonObject("spec").getAsJsonArray("volumeClaimTemplates");
    if (claims != null) {
      claims.forEach(
          claim ->
              volumes.add(
                  claim.getAsJsonObject().getAsJsonObject("metadata").get("name").getAsString()));
    }
    assertThat(names(container(kind).getAsJsonArray("volumeMounts")))
        .containsExactlyInAnyOrderElementsOf(volumes);

    JsonObject spec = manifest(kind).getAsJsonObject("spec");
    JsonElement labels = spec.getAsJsonObject("template").getAsJsonObject("metadata").get("labels");
    assertThat(spec.getAsJsonObject("selector").get("matchLabels")).isEqualTo(labels);
    assertThat(manifest("Service").getAsJsonObject("spec").get("selector")).isEqualTo(labels);
    assertThat(
            manifest("PodDisruptionBudget")
                .getAsJsonObject("spec")
                .getAsJsonObject("selector")
                .get("matchLabels"))
        .isEqualTo(labels);
    assertThat(
            manifest("NetworkPolicy")
                .getAsJsonObject("spec")
                .getAsJsonObject("podSelector")
                .get("matchLabels"))
        .isEqualTo(labels);
  }

  private static List<String> names(JsonArray array) {
    List<String> names = new ArrayList<>();
    array.forEach(element -> names.add(element.getAsJsonObject().get("name").getAsString()));
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet"})
  void configuration_isOneWithWhatTheEnvironmentAdds(String kind) throws Exception {
    String conf = manifest("ConfigMap").getAsJsonObject("data").get("cyclops.conf").getAsString();
    Map<String, String> environment = new java.util.HashMap<>();
    for (JsonElement variable : container(kind).getAsJsonArray("env")) {
      JsonObject pair = variable.getAsJsonObject();
      environment.put(pair.get("name").getAsString(), pair.get("value").getAsString());
    }
    JsonObject secret = manifest("Secret").getAsJsonObject("stringData");
    secret
        .entrySet()
        .forEach(pair -> environment.put(pair.getKey(), pair.getValue().getAsString()));

    var read = ConfigReader.read("cyclops.conf", conf, environment);

    assertThat(read.errors()).isEmpty();
    assertThat(read.warnings()).isEmpty();
    assertThat(read.config()).isPresent();
  }

  @Test
  void samples_nameThatFolderAsTheConfigurationIsMounted() throws Exception {
    assertThat(container("Deployment").getAsJsonArray("args").toString())
        .isEqualTo("[\"-vv\",\"/etc/cyclops/cyclops.conf\"]");
    assertThat(Path.of("..", "deploy", "cyclops.conf")).exists();
    assertThat(
            ConfigReader.read("cyclops.conf", Distribution.sample("cyclops.conf"), Map.of())
                .errors())
        .isEmpty();
  }
}
