/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.launcher.corpus.ReverseProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Dockerfile, built by buildah of the unpacked distribution, and its image run as an
 * orchestrator would: by its own user and command, its root read-only. What stands in for
 * distroless is the JVM that runs this test with the libraries it needs and nothing else: no shell
 * either.
 */
@Tag("deploy")
class ContainerImageIT {
  /** Builds the stand-in in $1 of the JVM in $2 and of the library of SQLite's driver in $3. */
  private static final String BASE =
      """
      set -e
      mkdir -p "$1/usr/bin" "$1/usr/lib/jvm" "$1/etc" "$1/tmp" "$1/proc" "$1/dev" "$1/var/lib"
      chmod 1777 "$1/tmp"
      mkdir "$1/usr/lib/jvm/java"
      (cd "$2"; tar ch --exclude=jmods --exclude=ct.sym --exclude=src.zip --exclude=legal --exclude=man .) \
        | tar x -C "$1/usr/lib/jvm/java"
      ln -s ../lib/jvm/java/bin/java "$1/usr/bin/java"
      ldd "$2/bin/java" "$2"/lib/server/libjvm.so "$2"/lib/lib*.so "$3" 2>/dev/null \
        | grep -o '/[^ ]*\\.so[^ :]*' | grep -v "^$2" | sort -u | while read -r library; do
        mkdir -p "$1$(dirname "$library")"
        cp -L "$library" "$1$library"
      done
      echo 'nonroot:x:65532:65532:nonroot:/:/sbin/nologin' > "$1/etc/passwd"
      echo 'nonroot:x:65532:' > "$1/etc/group"
      """;

  /** Runs a command of the image in $1 with the configuration in $2 and the volume in $3. */
  private static final String CONFINED =
      """
      set -e
      root=$1 conf=$2 volume=$3
      shift 3
      mount --bind "$root" "$root"
      mount -t proc proc "$root/proc"
      mount --bind "$volume" "$root/var/lib/cyclops"
      mount --bind "$conf" "$root/etc"
      mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/tmp"
      mount -o remount,bind,ro "$root"
      exec env -i PATH=/usr/bin JAVA_TOOL_OPTIONS="$OPTIONS" \
        /usr/sbin/chroot --userspec=65532:65532 "$root" "$@"
      """;

  @TempDir private Path folder;

  private String[] buildah = {};
  private String container = "";

  @AfterEach
  void unmount() throws Exception {
    if (!container.isEmpty()) {
      buildah("umount", container).ended(0);
      buildah("rm", container).ended(0);
    }
  }

  private Distribution.Ended buildah(String... arguments) throws Exception {
    return Distribution.run(
        Map.of(), Stream.concat(Stream.of(buildah), Stream.of(arguments)).toArray(String[]::new));
  }

  private static String lastLine(Distribution.Ended ended) {
    List<String> lines = ended.ended(0).lines().toList();
    return lines.get(lines.size() - 1);
  }

  private static List<String> strings(JsonArray array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.getAsString()));
    return strings;
  }

  private Path sqliteLibrary(Distribution distribution) throws Exception {
    Path jar;
    try (Stream<Path> jars = Files.list(distribution.home().resolve("lib"))) {
      jar = jars.filter(file -> file.toString().contains("sqlite-jdbc")).findFirst().orElseThrow();
    }
    String name = "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so";
    Path library = folder.resolve("libsqlitejdbc.so");
    try (var zip = new java.util.zip.ZipFile(jar.toFile())) {
      Files.copy(zip.getInputStream(zip.getEntry(name)), library);
    }
    return library;
  }

  @Test
  void image_isBuiltAndRunsReadOnlyWithoutRights() throws Exception {
    Distribution distribution = Distribution.unpack(folder);
    buildah =
        new String[] {
          ReverseProxy.program("buildah", "buildah"),
          "--root=" + folder.resolve("images"),
          "--runroot=" + folder.resolve("run"),
          "--storage-driver=vfs"
        };
    Path base = Files.createDirectory(folder.resolve("base"));
    Distribution.run(
            Map.of(),
            "sh",
            "-c",
            BASE,
            "sh",
            base.toString(),
            System.getProperty("java.home"),
            sqliteLibrary(distribution).toString())
        .ended(0);
    String made = lastLine(buildah("from", "scratch"));
    buildah("copy", "-q", made, base.toString(), "/").ended(0);
    buildah("config", "--env", "PATH=/usr/bin", made).ended(0);
    buildah("commit", "-q", "--rm", made, "localhost/java:test").ended(0);

    buildah(
            "bud",
            "--isolation=chroot",
            "--pull-never",
            "--format=docker",
            "--build-arg=JAVA=localhost/java:test",
            "--file=" + distribution.home().resolve("deploy/docker/Dockerfile"),
            "--tag=localhost/cyclops:test",
            distribution.home().toString())
        .ended(0);

    container = lastLine(buildah("from", "--pull-never", "localhost/cyclops:test"));
    JsonObject config =
        JsonParser.parseString(buildah("inspect", container).ended(0))
            .getAsJsonObject()
            .getAsJsonObject("Docker")
            .getAsJsonObject("config");
    assertThat(config.get("User").getAsString()).isEqualTo("65532:65532");
    assertThat(strings(config.getAsJsonArray("Cmd")))
        .containsExactly("-vv", "/etc/cyclops/cyclops.conf");
    assertThat(config.get("WorkingDir").getAsString()).isEqualTo("/var/lib/cyclops");

    Path root = Path.of(lastLine(buildah("mount", container)));
    assertThat(root.resolve("opt/cyclops/cyclops.jsa")).exists();
    assertThat(root.resolve("bin")).doesNotExist();
    runs(root, config);
  }

  private void runs(Path root, JsonObject config) throws Exception {
    Path volume = Files.createDirectory(folder.resolve("volume"));
    Distribution.run(Map.of(), "chown", "65532:65532", volume.toString()).ended(0);
    Path etc = Files.createDirectory(folder.resolve("etc"));
    Files.writeString(etc.resolve("passwd"), "nonroot:x:65532:65532:nonroot:/:/sbin/nologin\n");
    Files.writeString(
        Files.createDirectory(etc.resolve("cyclops")).resolve("cyclops.conf"),
        StartedCyclops.CONF
            + "STORAGE = 'cyclops.storage.SpoolStorage'\n"
            + "SPOOL_PATH = '/var/lib/cyclops/spool'\nOPERATOR_PORT = None\n");
    Distribution.run(Map.of(), "chmod", "-R", "a+rX", etc.toString()).ended(0);
    List<String> confined =
        List.of(
            ReverseProxy.program("unshare", "util-linux"),
            "--mount",
            "--propagation=private",
            "sh",
            "-c",
            CONFINED,
            "sh",
            root.toString(),
            etc.toString(),
            volume.toString());
    List<String> serve = new ArrayList<>(confined);
    serve.addAll(strings(config.getAsJsonArray("Entrypoint")));
    serve.addAll(strings(config.getAsJsonArray("Cmd")));
    // As an orchestrator's own arguments.
    serve.addAll(List.of("--bind", "127.0.0.1", "--port", "0"));
    Map<String, String> logging =
        Map.of("OPTIONS", "-Xlog:class+load:file=/var/lib/cyclops/classes");

    try (StartedCyclops cyclops = StartedCyclops.start(folder, logging, serve).awaited()) {
      assertThat(cyclops.report()).isEqualTo(200);
      assertThat(Files.readAllLines(volume.resolve("classes")))
          .filteredOn(line -> line.contains(" dev.cyclops.") && line.endsWith("(top)"))
          .hasSizeGreaterThan(300);
      assertThat(Files.readString(Path.of("/proc/" + cyclops.pid() + "/status")))
          .contains("CapEff:\t0000000000000000")
          .containsPattern("Uid:\t65532");

      List<String> probe = new ArrayList<>(confined);
      List<String> test = strings(config.getAsJsonObject("Healthcheck").getAsJsonArray("Test"));
      assertThat(test.get(0)).isEqualTo("CMD");
      test.subList(1, test.size())
          .forEach(word -> probe.add(word.replace(":9999/", ":" + cyclops.port() + "/")));
      Distribution.run(Map.of("OPTIONS", ""), probe.toArray(String[]::new)).ended(0);

      assertThat(cyclops.stop()).isEqualTo(143);
      assertThat(Distribution.run(Map.of("OPTIONS", ""), probe.toArray(String[]::new)).exitCode())
          .isEqualTo(1);
    }
    assertThat(volume.resolve("spool").resolve("spool.db")).exists();
  }
}
