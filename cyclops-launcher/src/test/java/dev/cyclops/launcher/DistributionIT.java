/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators unpack: complete, with its licences, and usable without MySQL's driver. */
class DistributionIT {
  private static final String MYSQL = "DB_HOST = 'localhost'\n";
  private static final String MYSQLS_OWN =
      "The GNU General Public License, v2 with Universal FOSS Exception, v1.0";
  private static final String MISSING = "lib/mysql-connector-j-";

  @TempDir private Path folder;

  private static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(file -> file.toString().endsWith(".zip")).findFirst().orElseThrow();
    }
  }

  /** Unpacks it into the folder. */
  private Path unpack() throws IOException {
    try (ZipFile zip = new ZipFile(archive().toFile())) {
      for (var entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip.getInputStream(entry), file);
      }
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders.findFirst().orElseThrow();
    }
  }

  private static List<String> names(Path lib) throws IOException {
    try (Stream<Path> jars = Files.list(lib)) {
      return jars.map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*\\.jar$", ""))
          .sorted()
          .toList();
    }
  }

  @Test
  void licences_nameEveryJarAndNoOther() throws Exception {
    Path unpacked = unpack();

    assertThat(unpacked.resolve("LICENSE")).exists();
    assertThat(
            Files.readAllLines(unpacked.resolve("LICENSES.txt")).stream()
                .filter(line -> line.matches("[a-z0-9._-]+ {2,}.*") && !line.contains("://"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList())
        .containsExactlyElementsOf(names(unpacked.resolve("lib")));
  }

  /** What their own authors say of the licences is what the list beside it says. */
  @Test
  void sbom_namesEveryJarWithItsHashAndALicence() throws Exception {
    Path unpacked = unpack();
    JsonObject sbom =
        JsonParser.parseString(Files.readString(unpacked.resolve("sbom.cdx.json")))
            .getAsJsonObject();
    SortedMap<String, String> jars = new TreeMap<>();
    try (Stream<Path> files = Files.list(unpacked.resolve("lib"))) {
      for (Path jar : files.toList()) {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
        jars.put(jar.getFileName().toString(), HexFormat.of().formatHex(hash));
      }
    }
    SortedMap<String, String> told = new TreeMap<>();
    for (JsonElement element : sbom.getAsJsonArray("components")) {
      JsonObject component = element.getAsJsonObject();
      String name = component.get("name").getAsString();
      told.put(name + "-" + component.get("version").getAsString() + ".jar", sha256(component));
      assertThat(licencesOf(component.getAsJsonArray("licenses")))
          .as(name)
          .isNotEmpty()
          .allSatisfy(licence -> assertThat(line(unpacked, name)).contains(licence));
    }

    assertThat(sbom.get("bomFormat").getAsString()).isEqualTo("CycloneDX");
    assertThat(sbom.get("specVersion").getAsString()).isEqualTo("1.6");
    assertThat(told).isEqualTo(jars);
  }

  private static String sha256(JsonObject component) {
    for (JsonElement hash : component.getAsJsonArray("hashes")) {
      if (hash.getAsJsonObject().get("alg").getAsString().equals("SHA-256")) {
        return hash.getAsJsonObject().get("content").getAsString();
      }
    }
    return "none";
  }

  private static List<String> licencesOf(JsonArray licences) {
    return licences.asList().stream()
        .map(element -> element.getAsJsonObject().getAsJsonObject("license"))
        .map(licence -> licence.get(licence.has("id") ? "id" : "name").getAsString())
        .map(licence -> licence.replaceFirst("-only$", ""))
        .map(licence -> licence.equals(MYSQLS_OWN) ? "GPL-2.0 with the Universal FOSS" : licence)
        .toList();
  }

  private static String line(Path unpacked, String jar) throws IOException {
    return Files.readAllLines(unpacked.resolve("LICENSES.txt")).stream()
        .filter(line -> line.startsWith(jar + " "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void mysqlDriver_canBeLeftAway() throws Exception {
    Path unpacked = unpack();
    Path jar = unpacked.resolve("cyclops-launcher.jar");
    Files.writeString(unpacked.resolve("mysql.conf"), MYSQL);
    Files.writeString(unpacked.resolve("postgres.conf"), "DB_BACKEND = 'postgres'\n");
    Files.writeString(unpacked.resolve("listed.conf"), "PROJECT_KEYS = [(1, 'public')]\n");

    try (LauncherProcess check = LauncherProcess.start(jar, unpacked, "check", "mysql.conf")) {
      assertThat(check.exitCode()).isZero();
      assertThat(String.join("\n", check.out())).contains("MySQL at localhost:3306/sentry");
    }
    try (Stream<Path> jars = Files.list(unpacked.resolve("lib"))) {
      Files.delete(
          jars.filter(file -> file.toString().contains("mysql-connector")).findFirst().get());
    }
    for (String[] command :
        List.of(new String[] {"check", "mysql.conf"}, new String[] {"-p", "0", "mysql.conf"})) {
      try (LauncherProcess launcher = LauncherProcess.start(jar, unpacked, command)) {
        assertThat(launcher.exitCode()).isEqualTo(1);
        assertThat(launcher.err()).singleElement().asString().contains(MISSING);
        assertThat(launcher.out()).isEmpty();
      }
    }
    for (String conf : List.of("postgres.conf", "listed.conf")) {
      try (LauncherProcess check = LauncherProcess.start(jar, unpacked, "check", conf)) {
        assertThat(check.exitCode()).isZero();
        assertThat(check.err()).isEmpty();
      }
    }
  }
}
