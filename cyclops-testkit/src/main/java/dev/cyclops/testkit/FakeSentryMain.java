/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FakeSentry} as a program, so that it can be killed as a process is. It needs nothing but
 * the testkit's own jar and the JDK. {@link FakeSentryProcess} starts it and speaks to it.
 *
 * <p>Arguments: a port, 0 for a free one; the file of its {@link SentryJournal}; a PKCS12 file with
 * its key as {@link PemIdentity#keyStore()} has it, or {@code -} for no TLS; and commands that hold
 * from the beginning. When it listens it prints {@code listening PORT NANOS}. From then on it takes
 * commands from its standard input, a line each, answers each with a line, {@code ok NANOS} or
 * {@code error MESSAGE}, and ends with its input:
 *
 * <pre>
 * workers N                  at most so many requests are served at once
 * service MILLIS VARIATION   service times: log-normal, their mean and coefficient of variation
 * hang true|false            reads requests and never answers
 * reset true|false           resets connections once a request has been read
 * rule PROJECT TYPE PERCENT STATUS [NAME=VALUE]...
 *                            answers so many percent of a project's (*: of any) requests whose first
 *                            item is of that type (*: any) so, with these headers; the first rule that
 *                            fits counts
 * norules                    answers 200 to all
 * seed N                     begins the sequence anew that the percentages draw from
 * </pre>
 */
public final class FakeSentryMain {
  private FakeSentryMain() {}

  /**
   * Runs until the standard input ends.
   *
   * @param args as told above
   * @throws IOException when the files cannot be read or written
   * @throws GeneralSecurityException when the PKCS12 file cannot be used
   */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    List<String> arguments = Arrays.asList(args);
    Behaviour behaviour = new Behaviour();
    FakeSentryConsole console = new FakeSentryConsole(behaviour);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String command : arguments.subList(3, arguments.size())) {
      String answer = console.run(command);
      if (!answer.startsWith("ok ")) {
        throw new IllegalArgumentException(answer);
      }
    }
    SSLContext tls = arguments.get(2).equals("-") ? null : tls(Path.of(arguments.get(2)));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (SentryJournal journal = SentryJournal.create(Path.of(arguments.get(1)));
        FakeSentry sentry = start(Integer.parseInt(arguments.get(0)), tls, behaviour, journal)) {
      out.println("listening " + sentry.port() + " " + System.nanoTime());
      String line;
      while ((line = in.readLine()) != null) {
        out.println(console.run(line));
      }
    }
  }

  private static FakeSentry start(
      int port, @Nullable SSLContext tls, Behaviour behaviour, SentryJournal journal) {
    return new FakeSentry(port, tls, behaviour, new RequestLog(journal));
  }

  private static SSLContext tls(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, TestCertificates.TRUST_STORE_PASSWORD.toCharArray());
      return TestCertificates.serverContext(keys);
    }
  }
}
