/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.launcher.corpus.ReverseProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample of supervisor, with a supervisord of the test's own. */
@Tag("deploy")
class SupervisorIT {
  @TempDir private Path folder;

  private Path settings;

  @Test
  void sample_startsReloadsRestartsAndStops() throws Exception {
    Distribution distribution = Distribution.unpack(folder);
    int port = freePort();
    Path state = Files.createDirectory(folder.resolve("state"));
    Path log = folder.resolve("log");
    Files.createDirectory(log);
    Path conf = Files.writeString(folder.resolve("cyclops.conf"), StartedCyclops.CONF);
    Path program =
        Files.writeString(
            folder.resolve("program.conf"),
            Distribution.sample(
                "supervisor/cyclops.conf",
                Map.of(
                    "/opt/cyclops", distribution.home().toString(),
                    "/etc/cyclops/cyclops.conf", conf.toString(),
                    "/var/lib/cyclops", state.toString(),
                    "/var/log/supervisor", log.toString(),
                    "--port 9999", "--port " + port,
                    "user=cyclops", "user=" + System.getProperty("user.name"))));
    settings =
        Files.writeString(
            folder.resolve("supervisord.conf"),
            """
            [supervisord]
            nodaemon=true
            logfile=%1$s/supervisord.log
            pidfile=%1$s/supervisord.pid
            childlogdir=%1$s
            user=%2$s
            [unix_http_server]
            file=%1$s/supervisor.sock
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
            [supervisorctl]
            serverurl=unix://%1$s/supervisor.sock
            [include]
            files = %3$s
            """
                .formatted(folder, System.getProperty("user.name"), program));

    ProcessBuilder builder =
        new ProcessBuilder(
                ReverseProxy.program("supervisord", "supervisor"), "-c", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("supervisord.txt").toFile());
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("CYCLOPS_OPERATOR_PORT", "None");
    builder.environment().putAll(environment);
    Process supervisor = builder.start();
    HttpClient client = HttpClient.newHttpClient();
    try {
      awaitStatus("RUNNING");
      String first = pid();
      RunningLauncher.patiently()
          .ignoreExceptions()
          .until(() -> StartedCyclops.report(client, port) == 200);

      control("signal", "HUP", "cyclops");
      awaitText(log.resolve("cyclops.out"), "Cyclops reloaded");

      control("restart", "cyclops");
      assertThat(pid()).isNotEqualTo(first);
      awaitText(log.resolve("cyclops.out"), "Cyclops stopped");
      RunningLauncher.patiently()
          .ignoreExceptions()
          .until(() -> StartedCyclops.report(client, port) == 200);

      String second = pid();
      Distribution.run(Map.of(), "kill", "-9", second).ended(0);
      RunningLauncher.patiently()
          .ignoreExceptions()
          .until(() -> !pid().equals(second) && StartedCyclops.report(client, port) == 200);

      control("stop", "cyclops");
      awaitStatus("STOPPED");
    } finally {
      supervisor.destroy();
      if (!supervisor.waitFor(60, TimeUnit.SECONDS)) {
        supervisor.destroyForcibly();
      }
    }
  }

  private String control(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 3];
    command[0] = ReverseProxy.program("supervisorctl", "supervisor");
    command[1] = "-c";
    command[2] = settings.toString();
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    return Distribution.run(Map.of(), command).ended(0);
  }

  private String pid() throws Exception {
    String pid = control("pid", "cyclops").strip();
    assertThat(pid).matches("[1-9]\\d*");
    return pid;
  }

  private void awaitStatus(String status) {
    RunningLauncher.patiently()
        .until(
            () ->
                Distribution.run(
                        Map.of(),
                        ReverseProxy.program("supervisorctl", "supervisor"),
                        "-c",
                        settings.toString(),
                        "status",
                        "cyclops")
                    .output(),
            said -> said.contains(" " + status + " "));
  }

  private static void awaitText(Path file, String text) {
    RunningLauncher.patiently()
        .untilAsserted(() -> assertThat(Files.readString(file)).contains(text));
  }

  /** Below those that the kernel hands out by itself: it has to be free at each start anew. */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 20_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Somebody has it.
      }
    }
  }
}
