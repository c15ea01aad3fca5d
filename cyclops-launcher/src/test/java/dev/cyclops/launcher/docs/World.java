/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.docs.Terminal.Ran;
import dev.cyclops.launcher.docs.Terminal.Started;
import dev.cyclops.testkit.Answer;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A reader who does what a page says, in a scratch folder that looks like a checkout after the
 * build, with a Sentry of its own and free ports. A page has one world from its first block to its
 * last.
 */
final class World implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Pattern WISH = Pattern.compile("answer ([45]\\d\\d)");
  private static final String PROMPT = "$ ";

  private final Path folder;
  private final Ports ports;
  private final FakeSentry sentry;
  private final Terminal terminal;
  private final boolean builds;
  private final List<Path> links = new ArrayList<>();
  private final Map<String, Started> started = new HashMap<>();
  private Started newest;
  private String lastOutput = "";

  private World(Path folder, Path journal, Page page, boolean builds) throws IOException {
    this.folder = folder;
    this.builds = builds;
    ports = Ports.free(page.pageMark("ports").map(Mark::argument).orElse(""));
    sentry = FakeSentry.start(ports.of(9000));
    sentry.answerWith(World::answer);
    terminal =
        new Terminal(
            folder,
            journal,
            Map.of(
                "HOME", folder.toString(),
                "LC_ALL", "C.UTF-8",
                "CYCLOPS_OPERATOR_PORT", String.valueOf(ports.of(9998))));
  }

  /** A folder in which what a build makes, and what is to be copied, is linked. */
  static World ofBuild(Path folder, Path journal, Page page) throws IOException {
    Path target = Checkout.ROOT.resolve("cyclops-launcher/target");
    Files.createDirectories(folder.resolve("cyclops-launcher"));
    Files.createDirectories(folder.resolve("cyclops-testkit"));
    World world = new World(folder, journal, page, false);
    world.link("cyclops-launcher/target", target);
    world.link("cyclops-testkit/target", Checkout.ROOT.resolve("cyclops-testkit/target"));
    // Where a distribution was unpacked the jar lies at hand.
    world.link("cyclops-launcher.jar", target.resolve("cyclops-launcher.jar"));
    world.link("lib", target.resolve("lib"));
    world.link("examples", Checkout.ROOT.resolve("examples"));
    world.link("docs", Checkout.ROOT.resolve("docs"));
    return world;
  }

  /** A clone, in which the page's own commands build. */
  static World ofClone(Path clone, Path journal, Page page) throws IOException {
    return new World(clone, journal, page, true);
  }

  private void link(String name, Path target) throws IOException {
    links.add(Files.createSymbolicLink(folder.resolve(name), target));
  }

  /** An event that says "answer 413" is answered with it, so that pages can show what follows. */
  private static Answer answer(Received request) {
    Matcher wish = WISH.matcher(new String(request.body(), StandardCharsets.ISO_8859_1));
    return Answer.of(wish.find() ? Integer.parseInt(wish.group(1)) : 200);
  }

  /** Does what the marks of a block say; those of other tests are left to them. */
  void read(Block block) throws IOException {
    if (block.has("file")) {
      Path file = folder.resolve(block.mark("file").orElseThrow().argument());
      Files.writeString(file, here(block.text()));
    } else if (block.has("setup") || (block.has("build") && builds)) {
      succeed(block.where(), here(block.text()));
    } else if (block.has("run")) {
      run(block);
    } else if (block.has("start")) {
      start(block);
    } else if (block.has("output")) {
      output(block);
    } else if (block.has("stop")) {
      Started program = started.remove(block.mark("stop").orElseThrow().argument());
      assertThat(program).as(block.where() + ": what is to be stopped").isNotNull();
      program.stop();
    }
  }

  private String here(String text) {
    return ports.in(text).replace("sentry.internal", "127.0.0.1");
  }

  private void succeed(String where, String commands) throws IOException {
    Ran ran = terminal.run(commands);
    assertThat(ran.exitCode()).as("%s: exit code after%n%s", where, ran.output()).isZero();
    lastOutput = ran.output();
    newest = null;
  }

  private void run(Block block) throws IOException {
    String options = block.mark("run").orElseThrow().argument();
    boolean alike = options.contains("alike");
    int exitCode = options.matches(".*\\bexit \\d+.*") ? exitCode(options) : 0;
    List<String> lines = here(block.text()).lines().toList();
    if (lines.stream().noneMatch(line -> line.startsWith(PROMPT))) {
      if (exitCode == 0) {
        succeed(block.where(), String.join("\n", lines));
      } else {
        expect(block.where(), String.join("\n", lines), exitCode);
      }
      return;
    }
    int i = 0;
    while (i < lines.size()) {
      StringBuilder command = new StringBuilder(lines.get(i).substring(PROMPT.length()));
      while (lines.get(i).endsWith("\\")) {
        i++;
        command.append('\n').append(lines.get(i).replaceFirst("^> ?", ""));
      }
      i++;
      List<String> expected = new ArrayList<>();
      while (i < lines.size() && !lines.get(i).startsWith(PROMPT)) {
        expected.add(lines.get(i));
        i++;
      }
      expect(block.where(), command.toString(), i < lines.size() ? 0 : exitCode);
      compare(block.where() + ": $ " + command, expected, alike, lastOutput);
    }
  }

  private static int exitCode(String options) {
    return Integer.parseInt(options.replaceFirst(".*\\bexit (\\d+).*", "$1"));
  }

  private void expect(String where, String command, int exitCode) throws IOException {
    Ran ran = terminal.runThatMayFail(command);
    assertThat(ran.exitCode())
        .as("%s: exit code of%n%s%nwhich said%n%s", where, command, ran.output())
        .isEqualTo(exitCode);
    lastOutput = ran.output();
    newest = null;
  }

  private static void compare(String where, List<String> expected, boolean alike, String output) {
    if (!expected.isEmpty()) {
      assertThat(new ExpectedOutput(expected, alike).matches(output))
          .as("%s: the page shows%n%s%nand it says%n%s", where, String.join("\n", expected), output)
          .isTrue();
    }
  }

  private void start(Block block) throws IOException {
    newest = terminal.start(here(block.text()).strip());
    started.put(block.mark("start").orElseThrow().argument(), newest);
  }

  /** Of what goes on the beginning is waited for. */
  private void output(Block block) throws IOException {
    boolean alike = block.mark("output").orElseThrow().argument().contains("alike");
    List<String> expected = here(block.text()).lines().toList();
    Started program = newest;
    if (program == null) {
      compare(block.where(), expected, alike, lastOutput);
      return;
    }
    ExpectedOutput beginning = new ExpectedOutput(expected, alike);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(beginning.begins(program.output()))
                    .as(
                        "%s: the page shows%n%s%nand it says%n%s",
                        block.where(), String.join("\n", expected), program.output())
                    .isTrue());
  }

  @Override
  public void close() throws IOException {
    terminal.close();
    sentry.close();
    for (Path link : links) {
      Files.delete(link);
    }
  }
}
