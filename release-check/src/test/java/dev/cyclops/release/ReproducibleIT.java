/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who builds a release again gets the same bytes; what goes to Maven Central is signed. */
class ReproducibleIT {
  private static final String DERIVED =
      ".*(\\.(md5|sha1|sha256|sha512|asc)|maven-metadata\\.xml.*)";

  @TempDir private Path folder;

  private static SortedMap<String, byte[]> artifacts(SortedMap<String, byte[]> files) {
    files.keySet().removeIf(name -> name.matches(DERIVED));
    return files;
  }

  @Test
  void secondBuild_yieldsTheSameBytes() throws Exception {
    SortedMap<String, byte[]> first = artifacts(Rehearsal.deployed());
    SortedMap<String, byte[]> second = artifacts(Rehearsal.bundle());

    assertThat(second.keySet()).containsExactlyElementsOf(first.keySet());
    Path kept = Files.createDirectories(Path.of("target/differences"));
    List<String> different =
        first.keySet().stream()
            .filter(name -> !Arrays.equals(first.get(name), second.get(name)))
            .toList();
    for (String name : different) {
      String file = name.substring(name.lastIndexOf('/') + 1);
      Files.write(kept.resolve("one-" + file), first.get(name));
      Files.write(kept.resolve("another-" + file), second.get(name));
    }
    assertThat(different).as("see %s", kept).isEmpty();
    System.out.printf("release: %d artifacts built twice, the same bytes%n", first.size());
  }

  @Test
  void bundle_hasASignatureOfEachArtifactThatFits() throws Exception {
    SortedMap<String, byte[]> files = Rehearsal.bundle();
    List<String> artifacts =
        files.keySet().stream().filter(name -> !name.matches(DERIVED)).toList();

    assertThat(artifacts).hasSizeGreaterThan(40);
    for (String name : artifacts) {
      Path artifact = folder.resolve("artifact");
      Path signature = folder.resolve("artifact.asc");
      Files.write(artifact, files.get(name));
      Files.write(signature, files.get(name + ".asc"));
      Run.command(
              "verify",
              folder,
              "077",
              Map.of("GNUPGHOME", Rehearsal.keys().toString()),
              List.of("gpg", "--batch", "--verify", signature.toString(), artifact.toString()))
          .succeeded();
      assertThat(files).containsKeys(name + ".md5", name + ".sha1");
    }
  }
}
