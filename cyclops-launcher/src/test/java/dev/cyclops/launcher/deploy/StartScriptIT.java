/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script of an unpacked distribution, and the archive of classes that it makes. */
@Tag("alone")
public class StartScriptIT {
  private static final String JAVA_HOME = System.getProperty("java.home");

  /** The mark of the plan, for a Cyclops that has nothing to do. */
  private static final long MAX_IDLE_HEAP_KIB = 64 << 10;

  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  @TempDir private static Path folder;

  private static Distribution distribution;

  @BeforeAll
  static void unpack() throws Exception {
    distribution = Distribution.unpack(folder);
    Files.writeString(folder.resolve("cyclops.conf"), StartedCyclops.CONF);
  }

  private static StartedCyclops start(Map<String, String> environment) throws IOException {
    return StartedCyclops.start(
        folder,
        environment,
        List.of(
            distribution.script().toString(),
            // A start that takes long tells of it in a line of its own.
            "--no-progress",
            "-b",
            "127.0.0.1",
            "-p",
            "0",
            "cyclops.conf"));
  }

  private static Path archive(String name) throws Exception {
    Path archive = folder.resolve(name);
    Map<String, String> environment =
        Map.of("JAVA_HOME", JAVA_HOME, "CYCLOPS_ARCHIVE", archive.toString());
    String said =
        Distribution.run(environment, distribution.script().toString(), "archive").ended(0);
    assertThat(said).contains("requests answered: 10").contains(archive.toString());
    assertThat(archive).exists();
    assertThat(Path.of(archive + ".new")).doesNotExist();
    return archive;
  }

  @Test
  void script_isOneForEveryShell() throws Exception {
    Distribution.run(Map.of(), "sh", "-n", distribution.script().toString()).ended(0);
    assertThat(Files.isExecutable(distribution.script())).isTrue();
  }

  @Test
  void archiveOfSamples_isThatOfTheCheckout() throws Exception {
    Distribution.run(
            Map.of(),
            "diff",
            "-r",
            Distribution.SAMPLES.toString(),
            distribution.home().resolve("deploy").toString())
        .ended(0);
  }

  @Test
  void start_hasTheOptionsAndHearsItsSignals() throws Exception {
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME", JAVA_HOME,
            "JAVA_OPTS", "-XX:+PrintCommandLineFlags -Xmx96m",
            "CYCLOPS_JAVA_OPTS", "-Xmx64m");

    try (StartedCyclops cyclops = start(environment).awaited()) {
      assertThat(cyclops.output())
          .contains("-XX:MaxTenuringThreshold=1")
          .contains("-XX:+ExitOnOutOfMemoryError")
          // The last one wins.
          .contains("-XX:MaxHeapSize=" + (64 << 20));
      assertThat(cyclops.report()).isEqualTo(200);
      Distribution.run(Map.of(), "kill", "-HUP", String.valueOf(cyclops.pid())).ended(0);
      cyclops.awaitOutput("Cyclops reloaded");
      assertThat(cyclops.stop()).isEqualTo(143);
    }
  }

  @Test
  void link_isFollowed() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("linked"), distribution.script());

    String said =
        Distribution.run(Map.of("JAVA_HOME", JAVA_HOME), link.toString(), "--version").ended(0);

    assertThat(said).startsWith("Cyclops ");
  }

  @Test
  void java_thatIsMissingOrTooOldIsTold() throws Exception {
    String script = distribution.script().toString();
    assertThat(Distribution.run(Map.of("JAVA_HOME", "/nowhere"), script).ended(1))
        .isEqualTo("cyclops: JAVA_HOME: /nowhere/bin/java: no such program\n");
    // Nothing but what a script needs at the least.
    Path empty = Files.createDirectory(folder.resolve("path"));
    for (String tool : List.of("sh", "dirname", "readlink")) {
      Files.createSymbolicLink(empty.resolve(tool), Path.of("/bin", tool).toRealPath());
    }
    assertThat(Distribution.run(Map.of("JAVA_HOME", "", "PATH", empty.toString()), script).ended(1))
        .isEqualTo("cyclops: no java in the path, and no JAVA_HOME; Java 17 or newer is needed\n");

    for (String version : List.of("11.0.2", "1.8.0_402")) {
      Path old = Files.createDirectories(folder.resolve("java-" + version));
      Files.createDirectories(old.resolve("bin"));
      Path java = Files.writeString(old.resolve("bin").resolve("java"), "#!/bin/sh\nexit 77\n");
      assertThat(java.toFile().setExecutable(true)).isTrue();
      Files.writeString(old.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
      assertThat(Distribution.run(Map.of("JAVA_HOME", old.toString()), script).ended(1))
          .isEqualTo(
              "cyclops: %s is Java %s; Java 17 or newer is needed\n".formatted(java, version));
    }
  }

  @Test
  void archive_isUsedAndAnIdleHeapStaysSmall() throws Exception {
    Path archive = archive("used.jsa");
    Path classes = folder.resolve("classes.txt");
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            JAVA_HOME,
            "CYCLOPS_ARCHIVE",
            archive.toString(),
            "CYCLOPS_JAVA_OPTS",
            "-Xlog:class+load:file=" + classes);
    long started = System.nanoTime();

    try (StartedCyclops cyclops = start(environment).awaited()) {
      assertThat(cyclops.report()).isEqualTo(200);
      System.out.printf(
          "start: first 200 after %d ms with an archive, beside other tests%n",
          (System.nanoTime() - started) / 1_000_000);

      List<String> ours =
          Files.readAllLines(classes).stream()
              .filter(line -> line.contains(" dev.cyclops.") && !line.contains("$$Lambda"))
              .toList();
      List<String> archived =
          ours.stream().filter(line -> line.endsWith("shared objects file (top)")).toList();
      // What is not there belongs to the command line, whose library is too old to be archived.
      assertThat(archived.size()).isGreaterThan(ours.size() * 9 / 10).isGreaterThan(300);

      String jcmd = Path.of(JAVA_HOME, "bin", "jcmd").toString();
      String pid = String.valueOf(cyclops.pid());
      Distribution.run(Map.of(), jcmd, pid, "GC.run").ended(0);
      Matcher used = USED.matcher(Distribution.run(Map.of(), jcmd, pid, "GC.heap_info").ended(0));
      assertThat(used.find()).isTrue();
      System.out.printf("start: idle heap after a collection %s KiB%n", used.group(1));
      assertThat(Long.parseLong(used.group(1))).isLessThanOrEqualTo(MAX_IDLE_HEAP_KIB);
    }
  }

  @Test
  void archive_thatDoesNotFitIsLeftAloneWithoutAWord() throws Exception {
    Path whole = archive("stale.jsa");
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.jsa"), java.util.Arrays.copyOf(bytes, 5000));
    Path garbage = Files.writeString(folder.resolve("garbage.jsa"), "no archive");
    Path empty = Files.createFile(folder.resolve("empty.jsa"));
    // Cut off after it was made; and what never was an archive.
    Files.writeString(Path.of(cut + ".bytes"), bytes.length + "\n");
    Files.writeString(Path.of(garbage + ".bytes"), Files.size(garbage) + "\n");
    Files.writeString(Path.of(empty + ".bytes"), "0\n");
    for (Path archive : List.of(cut, garbage, empty)) {
      starts(archive);
    }
    // Another jar than the one it was made of.
    FileTime before = Files.getLastModifiedTime(distribution.jar());
    Files.setLastModifiedTime(
        distribution.jar(), FileTime.from(Instant.parse("2020-02-03T12:00:00Z")));
    try {
      starts(whole);
    } finally {
      Files.setLastModifiedTime(distribution.jar(), before);
    }
  }

  private static void starts(Path archive) throws Exception {
    Map<String, String> environment =
        Map.of("JAVA_HOME", JAVA_HOME, "CYCLOPS_ARCHIVE", archive.toString());
    try (StartedCyclops cyclops = start(environment).awaited()) {
      // Before the first event: that Sentry is not there would be told, too.
      assertThat(cyclops.output().lines()).as("%s", archive).hasSize(1);
      assertThat(cyclops.report()).as("%s", archive).isEqualTo(200);
    }
  }

  @Test
  void probe_tellsHowItIs() throws Exception {
    try (StartedCyclops cyclops = start(Map.of("JAVA_HOME", JAVA_HOME)).awaited()) {
      String door = "http://127.0.0.1:" + cyclops.port();
      probe(door + "/health/ready").ended(0);
      probe(door + "/health/live").ended(0);
      assertThat(probe(door + "/nothing").ended(1)).contains("answers HTTP/1.1 404");
      assertThat(cyclops.stop()).isEqualTo(143);
      assertThat(probe(door + "/health/ready").ended(1)).contains(door);
    }
    assertThat(probe("localhost:9999").ended(2)).startsWith("usage: ");
  }

  private static Distribution.Ended probe(String url) throws Exception {
    return Distribution.run(
        Map.of(),
        Path.of(JAVA_HOME, "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx16m",
        "-cp",
        distribution.jar().toString(),
        "dev.cyclops.launcher.HealthProbe",
        url);
  }
}
