/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged launcher on a real terminal, which {@code script} of bsdutils makes, and off it. */
class TerminalIT {
  private static final String ESC = "\u001B[";
  private static final String RED = ESC + "31m";
  private static final Path JAR = Path.of("target", "cyclops-launcher.jar").toAbsolutePath();
  private static final byte CTRL_C = 3;

  @TempDir private Path folder;
  private final CountDownLatch answers = new CountDownLatch(1);
  private HttpServer server;
  private Process process;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/count",
        exchange -> {
          byte[] body = "{\"count\": 1, \"processed\": 3, \"ignored\": 1}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    answers.countDown();
    server.stop(0);
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String port() {
    return "" + server.getAddress().getPort();
  }

  private static String command(String args) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return java + " -jar " + JAR + " " + args;
  }

  /** Begins it on a terminal; what is shown there goes into a file. */
  private Path onATerminal(String term, String line) throws Exception {
    return begin(term, List.of("script", "-qefc", line, "/dev/null"));
  }

  private Path begin(String term, List<String> command) throws Exception {
    Path shown = Files.createTempFile(folder, "shown", ".txt");
    List<String> all = new ArrayList<>(List.of("env", "--default-signal=INT", "--"));
    all.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(shown.toFile());
    builder.environment().put("TERM", term);
    builder.environment().remove("NO_COLOR");
    process = builder.start();
    return shown;
  }

  private int end() throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private void await(Path shown, String text) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.readString(shown), now -> now.contains(text));
  }

  @Test
  void errors_areColouredOnATerminalOnly() throws Exception {
    Path terminal = onATerminal("xterm", command("check absent.conf"));
    assertThat(end()).isEqualTo(1);
    assertThat(Files.readString(terminal)).contains(RED).contains("absent.conf");

    Path dumb = onATerminal("dumb", command("check absent.conf"));
    assertThat(end()).isEqualTo(1);
    assertThat(Files.readString(dumb)).doesNotContain(ESC);

    Path noColor = onATerminal("xterm", "NO_COLOR=1 " + command("check absent.conf"));
    end();
    assertThat(Files.readString(noColor)).doesNotContain(ESC);

    Path never = onATerminal("xterm", command("check --color=never absent.conf"));
    end();
    assertThat(Files.readString(never)).doesNotContain(ESC);

    Path pipe = begin("xterm", List.of("sh", "-c", command("check absent.conf")));
    assertThat(end()).isEqualTo(1);
    assertThat(Files.readString(pipe)).doesNotContain(ESC).contains("absent.conf");

    Path always = begin("xterm", List.of("sh", "-c", command("check --color=always absent.conf")));
    end();
    assertThat(Files.readString(always)).contains(RED);
  }

  @Test
  void streams_areJudgedByThemselves() throws Exception {
    Path out = folder.resolve("out.txt");
    String watch = "count -b 127.0.0.1 -p " + port() + " --watch=1 > " + out;
    Path shown = onATerminal("xterm", command(watch));

    await(out, "processed 3");
    ctrlC();

    assertThat(end()).isEqualTo(130);
    assertThat(Files.readString(out)).doesNotContain(ESC);
    assertThat(Files.readString(shown)).doesNotContain("processed");
  }

  @Test
  void watch_isDrawnInPlaceAndGivesTheCursorBack() throws Exception {
    Path shown = onATerminal("xterm", command("count -b 127.0.0.1 -p " + port() + " --watch=1"));
    await(shown, ESC + "4A");
    ctrlC();

    assertThat(end()).isEqualTo(130);
    String text = Files.readString(shown);
    assertThat(text).contains("SERVER", "127.0.0.1:" + port(), ESC + "?25l");
    assertThat(text.lastIndexOf(ESC + "?25h")).isGreaterThan(text.lastIndexOf(ESC + "?25l"));
  }

  @Test
  void progress_isSeenOnATerminalAndGone() throws Exception {
    server.createContext(
        "/slow/count",
        exchange -> {
          try {
            var unused = answers.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    String slow = "count --timeout 30 -b http://127.0.0.1/slow -p " + port();
    Path shown = onATerminal("xterm", command(slow));
    await(shown, "Asking  [");
    answers.countDown();

    assertThat(end()).isEqualTo(1);
    assertThat(Files.readString(shown)).contains("\r" + ESC + "K");
  }

  @Test
  void server_endsCleanlyAtCtrlC() throws Exception {
    Files.writeString(
        folder.resolve("c.conf"), "PROJECT_KEYS = [(1, 'a', None)]\nOPERATOR_PORT = None\n");
    Path shown = onATerminal("xterm", command("-b 127.0.0.1 -p 0 c.conf"));
    await(shown, "listens on");
    ctrlC();

    assertThat(end()).isEqualTo(130);
    assertThat(Files.readString(shown)).contains("Cyclops stopped; every event was sent");
  }

  @Test
  void version_tellsCommitJavaAndSystem() throws Exception {
    Path shown = begin("xterm", List.of("sh", "-c", command("--version")));

    assertThat(end()).isZero();
    List<String> lines = Files.readAllLines(shown);
    assertThat(lines).hasSize(3);
    // Without a commit where it is built without git.
    assertThat(lines.get(0))
        .matches("Cyclops [0-9]\\S+( \\(commit [0-9a-f]{12} of \\d{4}-\\d\\d-\\d\\dT[0-9:]+Z\\))?");
    assertThat(lines.get(1)).startsWith("Java " + System.getProperty("java.version"));
    assertThat(lines.get(2)).contains(System.getProperty("os.arch"));
  }

  @Test
  void demo_isPlayed() throws Exception {
    Path shown = begin("xterm", List.of("sh", "-c", command("demo --seconds 3")));

    assertThat(end()).isZero();
    assertThat(Files.readString(shown)).contains("The shop threw").doesNotContain(ESC);
  }

  private void ctrlC() throws Exception {
    OutputStream keyboard = process.getOutputStream();
    keyboard.write(CTRL_C);
    keyboard.flush();
  }
}
