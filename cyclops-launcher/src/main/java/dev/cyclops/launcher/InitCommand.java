/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.ExampleFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the example configuration. */
@Command(
    name = "init",
    description = "Writes an example configuration with every key, its meaning and its default.")
final class InitCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  @Parameters(paramLabel = "FILE", description = "Where to write it; - for the terminal.")
  private String file;

  @Option(names = "--force", description = "Overwrite the file if there is one.")
  private boolean force;

  @Option(names = "--markdown", description = "Write tables in Markdown instead.")
  private boolean markdown;

  @Override
  public Integer call() throws OperatorException {
    PrintWriter out = spec.commandLine().getOut();
    String text = markdown ? ExampleFile.markdown() : ExampleFile.conf();
    if (file.equals("-")) {
      out.print(text);
      out.flush();
      return 0;
    }
    OpenOption mode = force ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW;
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Path path = Path.of(file);
      Files.write(
          path, bytes, mode, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (FileAlreadyExistsException e) {
      throw new OperatorException(file + ": exists already; --force overwrites it");
    } catch (NoSuchFileException e) {
      throw new OperatorException(file + ": its folder does not exist");
    } catch (InvalidPathException | IOException e) {
      throw new OperatorException(file + ": cannot be written");
    }
    out.println("Wrote " + file + ": set SENTRY_BASE_URL and PROJECT_KEYS in it.");
    return 0;
  }
}
