/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.launcher.config.ConfigResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every block of every page is accounted for; CONTRIBUTING.md tells by what marks. */
class DocumentedBlocksTest {
  /** What {@link DocumentedCommandsIT} runs, writes or compares. */
  private static final String[] RUN = {"run", "start", "stop", "setup", "file", "output", "build"};

  /** Where commands stand that take hours, and whose short forms are among the tests. */
  private static final List<String> LONG = List.of("benchmarks/README.md", "crash/README.md");

  private static final String HOW =
      "; write <!-- run -->, <!-- config -->, <!-- from: FILE --> or another mark in the line before"
          + " it (CONTRIBUTING.md, \"Documentation\")";

  private final List<String> mistakes = new ArrayList<>();

  @Test
  void blocks_areAllAccountedFor() throws Exception {
    for (Page page : Checkout.pages()) {
      mistakes.addAll(page.mistakes());
      for (Block block : page.blocks()) {
        check(page, block);
      }
    }

    assertThat(mistakes).as("documentation").isEmpty();
  }

  private void check(Page page, Block block) throws IOException {
    Optional<Mark> command =
        block.marks().stream().filter(mark -> mark.word().endsWith(" command")).findFirst();
    if (block.has("from")) {
      compare(block, block.mark("from").orElseThrow().argument());
    } else if (block.has("config")) {
      readConfig(block);
    } else if (block.has("shown by")) {
      findTest(page, block, block.mark("shown by").orElseThrow().argument());
    } else if (block.has("not run")) {
      checkParts(page, block);
    } else if (command.isPresent()) {
      findInCi(page, block, command.get());
    } else if (block.mark(RUN).isEmpty()) {
      mistakes.add(block.where() + ": this block has no mark" + HOW);
    } else if (block.has("file") && block.mark("file").orElseThrow().argument().endsWith(".conf")) {
      readConfig(block);
    }
  }

  /** The block is a file, or a region of one, that the build compiles and tests. */
  private void compare(Block block, String source) throws IOException {
    String file = source.replaceFirst("#.*", "");
    String region = source.contains("#") ? source.substring(source.indexOf('#') + 1) : "";
    Path path = Checkout.ROOT.resolve(file);
    if (!Files.isRegularFile(path)) {
      mistakes.add(block.where() + ": there is no file " + file);
      return;
    }
    try {
      List<String> lines = Region.of(Files.readAllLines(path), region);
      if (!strippedEnd(lines).equals(strippedEnd(block.lines()))) {
        mistakes.add(
            "%s: is not what stands in %s; paste it anew:\n%s"
                .formatted(block.where(), source, String.join("\n", lines)));
      }
    } catch (IllegalArgumentException e) {
      mistakes.add(block.where() + ": " + file + ": " + e.getMessage());
    }
  }

  private static String strippedEnd(List<String> lines) {
    return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n")).strip();
  }

  /** The launcher takes it without a word; where it does not say who may report, that is added. */
  private void readConfig(Block block) {
    ConfigResult alone = ConfigReader.read("the block", block.text(), Map.of());
    ConfigResult result =
        alone.config().isPresent()
            ? alone
            : ConfigReader.read(
                "the block", block.text() + "PROJECT_KEYS = [(1, 'public')]\n", Map.of());
    Stream.concat(result.errors().stream(), result.warnings().stream())
        .forEach(finding -> mistakes.add(block.where() + ": " + finding));
  }

  /** A test has it: it reads this page, or holds each line of the block. */
  private void findTest(Page page, Block block, String test) throws IOException {
    Optional<Path> source = Checkout.test(test);
    if (source.isEmpty()) {
      mistakes.add(block.where() + ": there is no test " + test);
      return;
    }
    String text = Files.readString(source.get());
    boolean readsIt = text.contains('"' + page.file().getFileName().toString() + '"');
    List<String> missing =
        block.lines().stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !text.contains(line))
            .toList();
    if (!readsIt && !missing.isEmpty()) {
      mistakes.add(
          "%s: %s neither reads this page nor holds %s".formatted(block.where(), test, missing));
    }
  }

  /** What takes hours is not run whole: its programs, options and tests are there. */
  private void checkParts(Page page, Block block) throws IOException {
    if (!LONG.contains(page.name())) {
      mistakes.add(block.where() + ": <!-- not run --> is for " + LONG + " only" + HOW);
    }
    for (String line : block.text().replace("\\\n", " ").lines().toList()) {
      for (String missing : CommandParts.missing(line)) {
        mistakes.add(block.where() + ": " + missing);
      }
    }
  }

  /** {@code .ci/run} takes it from this very page. */
  private void findInCi(Page page, Block block, Mark mark) throws IOException {
    String call = "run_from %s '%s'".formatted(page.name(), mark.word());
    if (Files.readAllLines(Checkout.ROOT.resolve(".ci/run")).stream()
        .noneMatch(line -> line.startsWith(call))) {
      mistakes.add("%s: .ci/run has no line \"%s\"".formatted(block.where(), call));
    }
    if (block.lines().stream().noneMatch(line -> line.startsWith("mvn "))) {
      mistakes.add(block.where() + ": there is no line \"mvn …\", which .ci/run takes");
    }
  }
}
