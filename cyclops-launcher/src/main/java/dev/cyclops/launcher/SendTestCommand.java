/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import com.google.gson.JsonObject;
import dev.cyclops.event.EventId;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.RedisUse;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends an event through a running Cyclops, and follows it. */
@Command(
    name = "send-test",
    description = {
      "Sends a test event through a running Cyclops as a client would, and tells step by step where",
      "it ends. Where the event is says the operator's port, so both have to be reached."
    },
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:Sentry has it.",
      "1:It did not reach Sentry (refused, ignored, dead), or nothing could be sent.",
      ExitCodes.USAGE_TEXT,
      "3:It was accepted, and is not known to have reached Sentry within --timeout."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyclops send-test",
      "  cyclops send-test -c /etc/cyclops.conf --project 3",
      "  cyclops send-test event.json --dsn http://PUBLIC_KEY@cyclops.internal:9999/3",
      "  cyclops send-test - --json < event.envelope"
    })
final class SendTestCommand implements Callable<Integer> {
  private static final int MAX_EVENT_BYTES = 100 << 20;
  private static final long POLL_MILLIS = 100;

  /** In a farm one that is asked may yet send what another one has answered, or take it back. */
  private static final double ELSEWHERE_SECONDS = 3;

  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @Mixin private OperatorOptions operator = new OperatorOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "EVENT",
      description =
          "A file with the JSON of an event or an envelope, - for the input; a message that says it"
              + " is a test if none is given. Its id is replaced by a new one.")
  private @Nullable String file;

  @Option(
      names = "--dsn",
      paramLabel = "DSN",
      description =
          "Where to send it and with which key, as clients are configured; a key of the"
              + " configuration if none is given.")
  private @Nullable String dsn;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Where Cyclops listens for clients (default: http://localhost:9999, or https with"
              + " TLS_CERTIFICATE).")
  private @Nullable String url;

  @Option(
      names = "--project",
      paramLabel = "N",
      description = "With a key of that project of the configuration (default: the first).")
  private @Nullable Long project;

  @Option(
      names = "--operator",
      paramLabel = "HOST:PORT",
      split = ",",
      description =
          "The operator's ports of all instances of a farm, separated by commas, which know one"
              + " OPERATOR_TOKEN (default: that of the configuration).")
  private List<String> operators = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long to follow it, 1 to 600 (default: ${DEFAULT-VALUE}).")
  private int timeout;

  @Option(
      names = "--keep-id",
      description = "Keep the event's own id; Sentry drops a second event with the same one.")
  private boolean keepId;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws OperatorException, InterruptedException {
    check();
    PrintWriter err = spec.commandLine().getErr();
    Config config = operator.config(err);
    TestTarget target = dsn == null ? TestTarget.of(config, url, project) : byDsn(dsn);
    TestEvent event = event();
    List<OperatorClient> instances = operator.clients(config, operators);
    TestTrace.follow(instances, event.id());

    boolean shared = RedisUse.of(config).storage();
    long sent = System.nanoTime();
    say("Event " + event.id() + " for " + target);
    TestDoor.Answer answer = TestDoor.send(target, event);
    say(
        "  answered "
            + answer.status()
            + (answer.detail().isEmpty() ? "" : ": " + answer.detail()));
    TestTrace trace = TestTrace.ask(instances, event.id());
    TestVerdict verdict = TestVerdict.refused(answer);
    if (answer.isAccepted()) {
      trace = await(instances, event.id(), trace, shared, sent);
      verdict = TestVerdict.of(trace, shared, seconds(sent));
    }
    tell(event, target, answer, trace, verdict, seconds(sent));
    return verdict.exitCode();
  }

  private void check() {
    if (timeout < 1 || timeout > 600) {
      throw wrong("Invalid value for option '--timeout': " + timeout + " is not within 1 to 600");
    }
    if (project != null && project < 1) {
      throw wrong("Invalid value for option '--project': " + project + " is below 1");
    }
    if (dsn != null && (url != null || project != null)) {
      throw wrong("--dsn says it all: no --url and no --project beside it");
    }
    if (keepId && file == null) {
      throw wrong("--keep-id is for an EVENT that is given");
    }
  }

  private TestTarget byDsn(String text) {
    try {
      return TestTarget.of(text);
    } catch (IllegalArgumentException e) {
      throw wrong("Invalid value for option '--dsn': " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private TestEvent event() throws OperatorException {
    EventId id = EventId.random();
    if (file == null) {
      return TestEvent.made(id, Instant.now(), Version.current());
    }
    boolean input = file.equals("-");
    String name = input ? "the input" : file;
    try (InputStream in = input ? System.in : Files.newInputStream(Path.of(file))) {
      byte[] bytes = in.readNBytes(MAX_EVENT_BYTES + 1);
      if (bytes.length > MAX_EVENT_BYTES) {
        throw new OperatorException(name + ": is larger than 100 MiB");
      }
      return TestEvent.read(name, bytes, id, keepId);
    } catch (NoSuchFileException e) {
      throw new OperatorException(file + ": there is no such file");
    } catch (IOException e) {
      throw new OperatorException(name + ": cannot be read");
    }
  }

  /** Until it is over, or the time is. */
  private TestTrace await(
      List<OperatorClient> instances, EventId id, TestTrace first, boolean shared, long sentNanos)
      throws OperatorException, InterruptedException {
    TestTrace trace = first;
    int told = tellSteps(trace, 0);
    double patience = shared ? ELSEWHERE_SECONDS : 0;
    long hereNanos = sentNanos;
    try (Progress progress = Progress.begin(spec, "Following it")) {
      while (!trace.isOver()
          && seconds(sentNanos) < timeout
          && !(trace.isElsewhere(shared) && seconds(hereNanos) >= patience)) {
        progress.detail(trace.sentryAway() ? "Sentry is away" : trace.state());
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        TestTrace now = TestTrace.ask(instances, id);
        int before = told;
        progress.aside(() -> tellSteps(now, before));
        told = Math.max(before, now.steps().size());
        trace = now;
        hereNanos = trace.isElsewhere(shared) ? hereNanos : System.nanoTime();
      }
    }
    return trace;
  }

  private int tellSteps(TestTrace trace, int told) {
    for (JsonObject step :
        trace.steps().subList(Math.min(told, trace.steps().size()), trace.steps().size())) {
      String detail = TestTrace.text(step, "detail");
      String instance = TestTrace.text(step, "instance");
      say(
          "  "
              + (instance.isEmpty() ? "" : instance + ": ")
              + TestTrace.text(step, "step").replace('_', ' ')
              + (detail.isEmpty() ? "" : ": " + Table.printable(detail)));
    }
    return trace.steps().size();
  }

  private void say(String line) {
    if (!json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(line);
      out.flush();
    }
  }

  private void tell(
      TestEvent event,
      TestTarget target,
      TestDoor.Answer answer,
      TestTrace trace,
      TestVerdict verdict,
      double seconds) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonObject object = new JsonObject();
      object.addProperty("event", event.id().toString());
      object.addProperty("project", target.project());
      object.addProperty("url", target.door().toString());
      object.addProperty("status", answer.status());
      object.addProperty("detail", answer.detail());
      object.addProperty("outcome", trace.outcome());
      object.addProperty("state", answer.isAccepted() ? trace.state() : "refused");
      object.addProperty("reachedSentry", trace.isSent());
      object.addProperty("verdict", verdict.words());
      object.addProperty("seconds", Math.round(seconds * 1000) / 1000.0);
      object.add("steps", trace.stepsJson());
      out.println(object);
      return;
    }
    Paint paint = TerminalOptions.of(spec).out();
    out.println(
        switch (verdict.exitCode()) {
          case ExitCodes.DONE -> paint.green(verdict.words());
          case TestVerdict.NOT_YET -> paint.yellow(verdict.words());
          default -> paint.red(verdict.words());
        });
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }
}
