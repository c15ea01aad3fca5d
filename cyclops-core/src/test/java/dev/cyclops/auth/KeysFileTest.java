/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cyclops.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysFileTest {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final List<ProjectKey> KEYS =
      List.of(
          new ProjectKey(1, "public", "secret"),
          new ProjectKey(1, "public-2", null),
          new ProjectKey(Long.MAX_VALUE, "ö€".repeat(300), ""),
          new ProjectKey(7, "public", "\0"));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("keys");
  }

  private static void write(Path file, List<ProjectKey> keys) throws IOException {
    KeysFile.write(file, new KeysFile.Contents(ProjectKeys.of(keys), 1234));
  }

  private static List<ProjectKey> read(Path file) throws IOException {
    List<ProjectKey> keys = new ArrayList<>();
    KeysFile.read(file).keys().forEach(keys::add);
    return keys;
  }

  @Test
  void read_hasWhatWasWritten() throws Exception {
    write(file, KEYS);

    assertThat(read(file)).containsExactlyInAnyOrderElementsOf(KEYS);
    assertThat(KeysFile.read(file).readMillis()).isEqualTo(1234);
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void read_hasNoneAndVeryMany() throws Exception {
    write(file, List.of());
    assertThat(read(file)).isEmpty();

    List<ProjectKey> many =
        LongStream.rangeClosed(1, 50_000)
            .mapToObj(i -> new ProjectKey(i, "%032x".formatted(i), "%032x".formatted(-i)))
            .toList();
    write(file, many);
    assertThat(Set.copyOf(read(file))).isEqualTo(Set.copyOf(many));
  }

  @Test
  void read_ofAMissingFileSaysSo() {
    assertThatThrownBy(() -> read(file)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void read_refusesEveryByteThatIsNotAsItWas() throws Exception {
    write(file, KEYS);
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 1;
      Files.write(file, damaged);
      assertThatThrownBy(() -> read(file))
          .as("byte " + i)
          .isInstanceOf(IOException.class)
          .message()
          .doesNotContain("public", "secret");
    }
  }

  @Test
  void read_refusesEveryLengthButItsOwn() throws Exception {
    write(file, KEYS);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> read(file))
          .as("length " + length)
          .isInstanceOf(IOException.class)
          .hasMessage("the file ends too early");
    }
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
    assertThatThrownBy(() -> read(file)).hasMessage("the file is damaged");
  }

  @Test
  void read_refusesALaterVersionAndOtherFiles() throws Exception {
    write(file, KEYS);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(new String(bytes, 0, 6, ISO_8859_1)).isEqualTo("CYCKEY");
    bytes[7] = 2;
    Files.write(file, bytes);
    assertThatThrownBy(() -> read(file)).hasMessage("the file is of another version: 2, not 1");
    Files.writeString(file, "PROJECT_KEYS = []");
    assertThatThrownBy(() -> read(file)).hasMessage("this is no file of project keys");
  }

  @Test
  void write_isForItsOwnerOnlyWhateverWasThereBefore() throws Exception {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path left = folder.resolve("keys.new");
    for (Path older : List.of(file, left)) {
      Files.createFile(older);
      Files.setPosixFilePermissions(older, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    write(file, KEYS);

    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(OWNER_ONLY);
    assertThat(left).doesNotExist();
  }

  @Test
  void write_isForItsOwnerOnlyFromTheFirstByte() throws Exception {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    List<Set<PosixFilePermission>> seen = new ArrayList<>();

    PrivateFile.replace(
        file,
        out -> {
          seen.add(Files.getPosixFilePermissions(folder.resolve("keys.new")));
          out.write(1);
        });

    assertThat(seen).containsExactly(OWNER_ONLY);
  }

  @Test
  void write_neverWritesThroughALinkThatWasLaid() throws Exception {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "untouched");
    Files.createSymbolicLink(folder.resolve("keys.new"), elsewhere);

    write(file, KEYS);

    assertThat(elsewhere).hasContent("untouched");
    assertThat(read(file)).hasSize(KEYS.size());
  }

  @Test
  void write_makesItsFolderForItsOwnerOnly() throws Exception {
    Path deep = folder.resolve("a/b/keys");

    write(deep, KEYS);

    assertThat(read(deep)).hasSize(KEYS.size());
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    for (Path made : List.of(folder.resolve("a"), folder.resolve("a/b"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void write_thatFailsLeavesTheOldOne() throws Exception {
    write(file, KEYS);

    assertThatThrownBy(
            () ->
                PrivateFile.replace(
                    file,
                    out -> {
                      out.write(1);
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(read(file)).hasSize(KEYS.size());
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }
}
