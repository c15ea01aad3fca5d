/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** What a release publishes is whole, as Maven Central demands it, and nothing else. */
class PublishedIT {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

  static List<String> published() {
    return Rehearsal.PUBLISHED;
  }

  static List<String> publishedJars() {
    return Rehearsal.PUBLISHED.stream().filter(module -> !module.equals("cyclops-bom")).toList();
  }

  @Test
  void deployed_arePublishedModulesWithAllThatBelongsToThemAndNothingElse() throws Exception {
    List<String> expected = new ArrayList<>();
    for (String module : published()) {
      String file = "dev/cyclops/" + module + "/" + SourceTree.VERSION + "/" + module;
      List<String> endings = new ArrayList<>(List.of(".pom", "-cyclonedx.json"));
      if (!module.equals("cyclops-bom")) {
        endings.addAll(List.of(".jar", "-sources.jar", "-javadoc.jar"));
      }
      if (module.equals("cyclops-launcher")) {
        endings.addAll(List.of(".tar.gz", ".zip"));
      }
      endings.forEach(ending -> expected.add(file + "-" + SourceTree.VERSION + ending));
    }

    assertThat(
            Rehearsal.deployed().keySet().stream()
                .filter(
                    name -> !name.contains("maven-metadata") && !name.matches(".*\\.(md5|sha1)")))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void bom_namesExactlyThePublishedModules() throws Exception {
    Pom bom = Pom.of("cyclops-bom");

    List<Element> managed = bom.elements("dependencyManagement", "dependencies", "dependency");

    assertThat(managed.stream().map(element -> Pom.text(element, "artifactId")))
        .containsExactlyInAnyOrderElementsOf(publishedJars());
    assertThat(managed)
        .allSatisfy(
            element -> {
              assertThat(Pom.text(element, "groupId")).isEqualTo("dev.cyclops");
              assertThat(Pom.text(element, "version"))
                  .isIn("${project.version}", SourceTree.VERSION);
              assertThat(Pom.text(element, "scope")).isEmpty();
            });
    // Whoever imports it gets nothing that the build of Cyclops itself wants.
    assertThat(bom.elements("dependencies")).isEmpty();
    assertThat(bom.elements("properties")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("published")
  void pom_saysWhatMavenCentralDemands(String module) throws Exception {
    Pom pom = Pom.of(module);

    assertThat(pom.texts("groupId")).containsExactly("dev.cyclops");
    assertThat(pom.texts("artifactId")).containsExactly(module);
    assertThat(pom.texts("version")).containsExactly(SourceTree.VERSION);
    assertThat(pom.texts("name")).singleElement().asString().startsWith("Cyclops");
    assertThat(pom.texts("description")).singleElement().asString().hasSizeGreaterThan(30);
    assertThat(pom.texts("licenses", "license", "name")).containsExactly("MIT");
    assertThat(pom.texts("licenses", "license", "url")).allSatisfy(PublishedIT::isAddress);
    assertThat(pom.texts("developers", "developer", "name")).isNotEmpty().doesNotContain("");
    String url = pom.texts("url").get(0);
    isAddress(url);
    assertThat(pom.texts("scm", "url")).containsExactly(url);
    assertThat(pom.texts("scm", "connection")).containsExactly("scm:git:" + url + ".git");
    assertThat(pom.texts("scm", "developerConnection")).containsExactly("scm:git:" + url + ".git");
    assertThat(pom.texts("issueManagement", "url")).containsExactly(url + "/issues");
  }

  private static void isAddress(String text) {
    assertThat(URI.create(text).getScheme()).as(text).isEqualTo("https");
    assertThat(URI.create(text).getHost()).as(text).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("published")
  void pom_standsAlone(String module) throws Exception {
    Pom pom = Pom.of(module);

    assertThat(pom.elements("parent")).isEmpty();
    assertThat(pom.elements("repositories")).isEmpty();
    assertThat(pom.elements("build")).isEmpty();
    assertThat(Files.readString(Rehearsal.file(module, ".pom"))).doesNotContain("SNAPSHOT");
    Matcher placeholder = PLACEHOLDER.matcher(Files.readString(Rehearsal.file(module, ".pom")));
    assertThat(placeholder.results().map(found -> found.group()).distinct())
        .isSubsetOf("${project.version}");
    for (Element dependency : pom.elements("dependencies", "dependency")) {
      assertThat(Pom.text(dependency, "version")).isNotEmpty();
      assertThat(Pom.text(dependency, "scope")).isIn("compile", "runtime", "provided");
      if (Pom.text(dependency, "groupId").equals("dev.cyclops")) {
        assertThat(Rehearsal.PUBLISHED).contains(Pom.text(dependency, "artifactId"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("publishedJars")
  void jars_holdClassesTheirSourcesAndTheirDocumentation(String module) throws Exception {
    List<String> classes = names(Rehearsal.file(module, ".jar"), ".class");
    List<String> sources = names(Rehearsal.file(module, "-sources.jar"), ".java");
    List<String> pages = names(Rehearsal.file(module, "-javadoc.jar"), ".html");

    assertThat(classes).isNotEmpty();
    assertThat(sources)
        .containsAll(
            classes.stream()
                .filter(name -> !name.contains("$"))
                .map(name -> name.replaceFirst("\\.class$", ".java"))
                // A second type in a file of another's name.
                .filter(name -> Files.exists(source(module, name)))
                .toList());
    try (Stream<Path> files = Files.walk(source(module, ""))) {
      assertThat(sources).hasSize((int) files.filter(file -> isJava(file)).count());
    }
    assertThat(names(Rehearsal.file(module, ".jar"), "LICENSE")).contains("META-INF/LICENSE");
    assertThat(names(Rehearsal.file(module, "-sources.jar"), "LICENSE"))
        .contains("META-INF/LICENSE");
    assertThat(pages).contains("index.html").hasSizeGreaterThan(5);
  }

  private static boolean isJava(Path file) {
    return file.toString().endsWith(".java");
  }

  private static Path source(String module, String name) {
    return Rehearsal.tree().resolve(module).resolve("src/main/java").resolve(name);
  }

  private static List<String> names(Path jar, String ending) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).filter(name -> name.endsWith(ending)).toList();
    }
  }
}
