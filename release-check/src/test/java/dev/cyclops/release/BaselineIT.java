/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The next version cannot break by accident what the last one offered: shown by a version that
 * does, compared with the release that is being rehearsed.
 */
class BaselineIT {
  private static final String NEXT = "99.0.0";
  private static final String CLASS = "dev/cyclops/storage/PutResult";
  private static final Pattern RELEASED =
      Pattern.compile("^## ([0-9]+\\.[0-9]+\\.[0-9]+)", Pattern.MULTILINE);

  @TempDir private Path folder;
  private Path tree;
  private Reader reader;
  private Path jar;

  /** The tree of the next version, with the last one's jar as if it had been built from it. */
  @BeforeEach
  void build() throws Exception {
    tree = SourceTree.copyTo(folder.resolve("next"), false);
    for (Path pom : poms(tree)) {
      Files.writeString(
          pom,
          Files.readString(pom)
              .replace(
                  "<version>" + SourceTree.VERSION + "</version>",
                  "<version>" + NEXT + "</version>"));
    }
    reader = Reader.at(folder.resolve("home"));
    jar = tree.resolve("cyclops-core/target/cyclops-core-" + NEXT + ".jar");
    Files.createDirectories(jar.getParent());
    Files.copy(Rehearsal.file("cyclops-core", ".jar"), jar);
  }

  private static List<Path> poms(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      return files.filter(file -> file.endsWith("pom.xml")).toList();
    }
  }

  private Run.Result compare(String log) throws Exception {
    return reader.maven(
        log,
        tree,
        "-Prelease",
        "-pl",
        "cyclops-core",
        "japicmp:cmp@api",
        "-Djapicmp.skip=false",
        "-Dcyclops.baseline.version=" + SourceTree.VERSION);
  }

  @Test
  void unchangedInterface_passes() throws Exception {
    reader.hasBuilt(jar, NEXT);

    assertThat(compare("api-same").succeeded().log()).doesNotContain("Skipping execution");
    assertThat(tree.resolve("cyclops-core/target/japicmp")).isNotEmptyDirectory();
  }

  @Test
  void missingMethod_failsUntilItIsMeant() throws Exception {
    takeAwayAMethod();
    reader.hasBuilt(jar, NEXT);

    Run.Result broken = compare("api-broken");

    assertThat(broken.exit()).isEqualTo(1);
    assertThat(broken.log())
        .contains("dev.cyclops.storage.PutResult.full()")
        .contains("METHOD_REMOVED");

    Path parent = tree.resolve("pom.xml");
    String accepted =
        Files.readString(parent)
            .replace(
                "<excludes/>",
                "<excludes><exclude>dev.cyclops.storage.PutResult#full()</exclude></excludes>");
    Files.writeString(parent, accepted);
    compare("api-accepted").succeeded();
  }

  /** Compiles one class anew, with a method less, into the jar. */
  private void takeAwayAMethod() throws IOException {
    Path source = tree.resolve("cyclops-core/src/main/java").resolve(CLASS + ".java");
    String text = Files.readString(source);
    assertThat(text).contains("PutResult full()");
    Files.writeString(source, text.replace("PutResult full()", "PutResult gone()"));
    Path classes = folder.resolve("classes");
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "17",
                "-proc:none",
                "-cp",
                jar.toString(),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(exit).isZero();
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.copy(
          classes.resolve(CLASS + ".class"),
          zip.getPath(CLASS + ".class"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Nobody has to remember to switch it on, or to tell of a break. */
  @Test
  void build_comparesWithTheLastRelease() throws Exception {
    String changes = Files.readString(SourceTree.ORIGIN.resolve("CHANGELOG.md"));
    Pom parent = Pom.read(SourceTree.ORIGIN.resolve("pom.xml"));
    var last = RELEASED.matcher(changes);
    if (last.find()) {
      assertThat(parent.texts("properties", "cyclops.baseline.version"))
          .containsExactly(last.group(1));
      assertThat(parent.texts("properties", "japicmp.skip")).containsExactly("false");
    } else {
      assertThat(parent.texts("properties", "cyclops.baseline.version")).containsExactly("none");
    }
    String unreleased = changes.substring(0, last.find(0) ? last.start() : changes.length());
    for (String meant :
        Files.readAllLines(SourceTree.ORIGIN.resolve("pom.xml")).stream()
            .filter(line -> line.strip().startsWith("<exclude>dev.cyclops."))
            .map(line -> line.replaceAll(".*[.#]([A-Za-z]+)[^.#]*</exclude>", "$1"))
            .toList()) {
      assertThat(unreleased.substring(unreleased.indexOf("### Interfaces"))).contains(meant);
    }
  }
}
