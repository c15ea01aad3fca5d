/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.demo;

import dev.cyclops.launcher.OperatorException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what Cyclops is for, in half a minute. */
@Command(
    name = "demo",
    description = "Shows what Cyclops does: a flood of errors, Cyclops, and a small Sentry.")
public final class DemoCommand implements Callable<Integer> {
  private static final long STOP_SECONDS = 10;

  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How long it lasts, 3 to 3600 (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      defaultValue = "0",
      description = "The port of Cyclops, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--keep",
      description = "Begin again each time, until Ctrl-C: to look at the dashboard meanwhile.")
  private boolean keep;

  @Override
  public Integer call() throws OperatorException, InterruptedException {
    if (seconds < 3 || seconds > 3600) {
      throw wrong("Invalid value for option '--seconds': " + seconds + " is not within 3 to 3600");
    }
    if (port < 0 || port > 65535) {
      throw wrong("Invalid value for option '-p': " + port + " is not within 0 to 65535");
    }
    PrintWriter out = spec.commandLine().getOut();
    CountDownLatch over = new CountDownLatch(1);
    try (Demo demo = new Demo(port)) {
      Thread stop =
          new Thread(
              () -> {
                demo.stop();
                awaitQuietly(over);
              },
              "demo-stop");
      Runtime.getRuntime().addShutdownHook(stop);
      out.println("Look at it in a browser: " + demo.dashboard());
      demo.play(seconds, keep, Screen.on(out, seconds));
      demo.summary().forEach(out::println);
      out.flush();
    } finally {
      over.countDown();
    }
    return 0;
  }

  private static void awaitQuietly(CountDownLatch over) {
    try {
      // What is left of the show after that has no say.
      var unused = over.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
