/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A {@link WorkerServer} in a process of its own, and the line to it. Thread-safe. */
public final class ServerProcess implements AutoCloseable {
  /**
   * What a station has done up to a time.
   *
   * @param nanos when, by its clock
   * @param busyNanos the sum of all workers' working time
   * @param arrived requests so far
   * @param waiting requests that no worker has taken yet
   */
  public record Use(long nanos, long busyNanos, long arrived, long waiting) {
    /**
     * The mean number of busy workers.
     *
     * @param earlier another look
     * @return from 0 to the number of workers
     */
    public double busySince(Use earlier) {
      return (double) (busyNanos - earlier.busyNanos) / (nanos - earlier.nanos);
    }

    /**
     * How fast requests came.
     *
     * @param earlier another look
     * @return requests a second
     */
    public double arrivedPerSecondSince(Use earlier) {
      return (arrived - earlier.arrived) * 1e9 / (nanos - earlier.nanos);
    }
  }

  private final Process process;
  private final PrintWriter commands;
  private final BufferedReader answers;

  private ServerProcess(Process process) {
    this.process = process;
    commands = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
    answers = process.inputReader(StandardCharsets.US_ASCII);
  }

  /**
   * Starts it.
   *
   * @return without a station; to be closed
   */
  public static ServerProcess start() {
    String java = Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path", "");
    try {
      return new ServerProcess(
          new ProcessBuilder(
                  java,
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-cp",
                  classPath,
                  WorkerServer.class.getName())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens a new station.
   *
   * @param serviceMillis the mean time that a worker takes for a request
   * @return the port on which it listens
   */
  public int open(int workers, double serviceMillis, long seed) {
    return Integer.parseInt(ask("open " + workers + " " + serviceMillis + " " + seed));
  }

  /** One of the server's commands for a port, maybe with a number. */
  void tell(String command, int port, Object... argument) {
    String line = command + " " + port;
    ask(argument.length == 0 ? line : line + " " + argument[0]);
  }

  /**
   * Looks at a station.
   *
   * @param port of an open station
   * @return what it has done so far
   */
  public Use use(int port) {
    String[] numbers = ask("use " + port).split(" ", 4);
    return new Use(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Long.parseLong(numbers[3]));
  }

  private synchronized String ask(String line) {
    commands.println(line);
    try {
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("the server has ended");
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    commands.close();
    process.destroy();
  }
}
