/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.corpus.ReverseProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The units of systemd: read by systemd's own parser, judged by its own measure, and their command
 * run with the confinement that can be had without a systemd that runs: another user without any
 * right, a file system that is read-only but for the unit's folder, and a /tmp of its own.
 */
@Tag("deploy")
class SystemdUnitsIT {
  /** Exposure times ten, as systemd-analyze counts; 10 is what a service without any bound has. */
  private static final String MAX_EXPOSURE = "15";

  private static final String NOBODY = "65534";

  /** Mounts are gone with the process. The folders are /mnt/opt, /mnt/etc and /mnt/state. */
  private static final String CONFINED =
      """
      set -e
      mount -t tmpfs tmpfs /mnt
      mkdir /mnt/opt /mnt/etc /mnt/state
      mount --bind "$1" /mnt/opt
      mount --bind "$2" /mnt/etc
      mount --bind "$3" /mnt/state
      mount -t tmpfs -o mode=1777 tmpfs /tmp
      mount -o remount,bind,ro /
      cd /mnt/state
      umask 0077
      exec setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs --bounding-set=-all \
        --inh-caps=-all -- $4
      """;

  @TempDir private Path folder;

  private static String value(String unit, String key) throws IOException {
    List<String> values =
        Distribution.sample("systemd/" + unit)
            .lines()
            .filter(line -> line.startsWith(key + "="))
            .map(line -> line.substring(key.length() + 1))
            .toList();
    assertThat(values).as("%s of %s", key, unit).hasSize(1);
    return values.get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cyclops.service", "cyclops@.service"})
  void unit_isUnderstoodAndWellConfined(String unit) throws Exception {
    String analyze = ReverseProxy.program("systemd-analyze", "systemd");
    Distribution distribution = Distribution.unpack(folder);
    Path file =
        Files.writeString(
            folder.resolve(unit.replace("@.", "@9101.")),
            Distribution.sample(
                "systemd/" + unit, Map.of("/opt/cyclops", distribution.home().toString())));

    assertThat(Distribution.run(Map.of(), analyze, "verify", file.toString()).ended(0)).isEmpty();
    Distribution.run(
            Map.of(),
            analyze,
            "security",
            "--no-pager",
            "--offline=yes",
            "--threshold=" + MAX_EXPOSURE,
            file.toString())
        .ended(0);
  }

  @Test
  void mistakeInAUnit_isSeen() throws Exception {
    String analyze = ReverseProxy.program("systemd-analyze", "systemd");
    Distribution distribution = Distribution.unpack(folder);
    Path file =
        Files.writeString(
            folder.resolve("cyclops.service"),
            Distribution.sample(
                "systemd/cyclops.service",
                Map.of(
                    "/opt/cyclops",
                    distribution.home().toString(),
                    "ProtectHome",
                    "ProtectHouse")));

    assertThat(Distribution.run(Map.of(), analyze, "verify", file.toString()).output())
        .contains("ProtectHouse");
  }

  @Test
  void units_differOnlyWhereTheyMust() throws Exception {
    for (String key :
        List.of(
            "ExecReload", "TimeoutStopSec", "SuccessExitStatus", "LimitNOFILE", "UMask", "User")) {
      assertThat(value("cyclops@.service", key)).as(key).isEqualTo(value("cyclops.service", key));
    }
    String confinement = "# What a JVM";
    String one = Distribution.sample("systemd/cyclops.service");
    String several = Distribution.sample("systemd/cyclops@.service");
    assertThat(several.substring(several.indexOf(confinement)))
        .isEqualTo(one.substring(one.indexOf(confinement)));
    assertThat(value("cyclops.service", "ExecReload")).isEqualTo("/bin/kill -HUP $MAINPID");
    // As long as docs/spool.md says that memory may take to be written to the spool.
    assertThat(Files.readString(Path.of("..", "docs", "spool.md")))
        .contains("`TimeoutStopSec=" + value("cyclops.service", "TimeoutStopSec") + "`");
  }

  @Test
  void command_runsConfinedAndKeepsItsSpool() throws Exception {
    Distribution distribution = Distribution.unpack(folder);
    Path etc = Files.createDirectory(folder.resolve("etc"));
    Files.writeString(
        etc.resolve("cyclops.conf"),
        Distribution.sample(
            "cyclops.conf", Map.of("http://sentry.internal:9000", "http://127.0.0.1:9")));
    Distribution.run(Map.of(), "chmod", "-R", "a+rX", etc.toString()).ended(0);
    Path state = Files.createDirectory(folder.resolve("state"));
    Distribution.run(Map.of(), "chown", NOBODY + ":" + NOBODY, state.toString()).ended(0);
    String command =
        value("cyclops.service", "ExecStart")
            .replace("/opt/cyclops", "/mnt/opt")
            .replace("/etc/cyclops", "/mnt/etc")
            .replace("--port 9999", "--port 0");
    List<String> confined =
        List.of(
            ReverseProxy.program("unshare", "util-linux"),
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-c",
            CONFINED,
            "sh",
            distribution.home().toString(),
            etc.toString(),
            state.toString(),
            command);
    Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"));

    try (StartedCyclops cyclops = StartedCyclops.start(folder, environment, confined).awaited()) {
      assertThat(cyclops.report()).isEqualTo(200);
      assertThat(Files.readString(Path.of("/proc/" + cyclops.pid() + "/status")))
          .contains("NoNewPrivs:\t1")
          .contains("CapEff:\t0000000000000000")
          .containsPattern("Uid:\t" + NOBODY);
      // It is the JVM itself that systemd would signal.
      Distribution.run(Map.of(), "kill", "-HUP", String.valueOf(cyclops.pid())).ended(0);
      cyclops.awaitOutput("Cyclops reloaded");
      assertThat(cyclops.stop())
          .isEqualTo(Integer.parseInt(value("cyclops.service", "SuccessExitStatus")));
    }
    Path kept = state.resolve("spool").resolve("spool.db");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");
    try (StartedCyclops again = StartedCyclops.start(folder, environment, confined).awaited()) {
      assertThat(again.output()).contains("1 event");
      assertThat(again.stop()).isEqualTo(143);
    }
  }
}
