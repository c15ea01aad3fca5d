/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each artifact is made of is told in CycloneDX's form, by name, version, licence and hash.
 */
class SbomIT {
  static List<String> published() {
    return Rehearsal.PUBLISHED;
  }

  private static Bom read(byte[] json) throws Exception {
    assertThat(new JsonParser().validate(json, Version.VERSION_16)).isEmpty();
    return new JsonParser().parse(json);
  }

  private static String sha256(Component component) {
    return component.getHashes().stream()
        .filter(hash -> hash.getAlgorithm().equals(Hash.Algorithm.SHA_256.getSpec()))
        .map(Hash::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static void isTold(Component component) {
    assertThat(component.getVersion()).as(component.getName()).isNotBlank();
    assertThat(component.getPurl()).as(component.getName()).startsWith("pkg:maven/");
    assertThat(component.getLicenses()).as(component.getName()).isNotNull();
    assertThat(
            component.getLicenses().getExpression() != null
                || !component.getLicenses().getLicenses().isEmpty())
        .as("a licence of %s", component.getName())
        .isTrue();
    assertThat(sha256(component)).as(component.getName()).matches("[0-9a-f]{64}");
  }

  private static SortedMap<String, byte[]> distribution() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (ZipFile zip = new ZipFile(Rehearsal.file("cyclops-launcher", ".zip").toFile())) {
      for (ZipEntry entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
        String name = entry.getName();
        files.put(name.substring(name.indexOf('/') + 1), zip.getInputStream(entry).readAllBytes());
      }
    }
    return files;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @ParameterizedTest
  @MethodSource("published")
  void sbom_ofEachArtifactFitsTheSchemaAndNamesWhatItsPomNeeds(String module) throws Exception {
    Path file = Rehearsal.file(module, "-cyclonedx.json");
    Bom bom = read(Files.readAllBytes(file));

    assertThat(bom.getMetadata().getComponent().getName()).isEqualTo(module);
    assertThat(bom.getMetadata().getComponent().getVersion()).isEqualTo(SourceTree.VERSION);
    assertThat(bom.getComponents() == null ? List.<Component>of() : bom.getComponents())
        .allSatisfy(SbomIT::isTold)
        .extracting(Component::getName)
        .containsAll(
            Pom.of(module).elements("dependencies", "dependency").stream()
                .filter(dependency -> !Pom.text(dependency, "scope").equals("provided"))
                .filter(dependency -> !Pom.text(dependency, "optional").equals("true"))
                .map(dependency -> Pom.text(dependency, "artifactId"))
                .toList());
  }

  @Test
  void sbom_ofTheDistributionNamesEveryJarAndNoOther() throws Exception {
    SortedMap<String, byte[]> files = distribution();
    Bom bom = read(files.get("sbom.cdx.json"));
    SortedMap<String, String> jars = new TreeMap<>();
    for (String name : files.keySet()) {
      if (name.startsWith("lib/")) {
        jars.put(name.substring(name.indexOf('/') + 1), sha256(files.get(name)));
      }
    }
    SortedMap<String, String> told = new TreeMap<>();
    for (Component component : bom.getComponents()) {
      isTold(component);
      told.put(component.getName() + "-" + component.getVersion() + ".jar", sha256(component));
    }

    assertThat(jars).hasSizeGreaterThan(30);
    assertThat(told).isEqualTo(jars);
  }
}
