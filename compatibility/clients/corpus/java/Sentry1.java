package shop;

import io.sentry.SentryClient;
import io.sentry.SentryClientFactory;
import io.sentry.event.BreadcrumbBuilder;
import io.sentry.event.Event;
import io.sentry.event.EventBuilder;
import io.sentry.event.UserBuilder;
import io.sentry.event.interfaces.ExceptionInterface;
import io.sentry.event.interfaces.MessageInterface;
import java.util.List;

/** The bank with io.sentry:sentry 1.7. */
final class Sentry1 implements Api {
  private final SentryClient client;
  private String failure = "";
  private List<String> fingerprint = List.of();

  private Sentry1(SentryClient client) {
    this.client = client;
  }

  public static void main(String[] args) {
    String options = "?async=false&timeout=60000&stacktrace.app.packages=shop&servername=";
    SentryClient client =
        SentryClientFactory.sentryClient(System.getenv("DSN") + options + Flood.SERVER);
    client.setRelease(Flood.RELEASE);
    client.setEnvironment(Flood.ENVIRONMENT);
    Sentry1 api = new Sentry1(client);
    Shop.failures(api)
        .forEach(
            (name, failure) -> {
              api.failure = name;
              api.fingerprint = List.of();
              client.clearContext();
              String id = Integer.toString(Flood.NUMBER);
              client
                  .getContext()
                  .setUser(new UserBuilder().setId(id).setEmail(Flood.EMAIL).build());
              for (String crumb : Flood.CRUMBS) {
                client
                    .getContext()
                    .recordBreadcrumb(new BreadcrumbBuilder().setMessage(crumb).build());
              }
              try {
                failure.fail();
              } catch (Throwable thrown) {
                api.exception(thrown);
              }
            });
    client.closeConnection();
    System.exit(0);
  }

  private EventBuilder builder(String message) {
    EventBuilder builder =
        new EventBuilder()
            .withMessage(message)
            .withLevel(Event.Level.ERROR)
            .withTag("case", failure)
            .withTag("branch", "b" + Flood.NUMBER % 10);
    return fingerprint.isEmpty() ? builder : builder.withFingerprint(fingerprint);
  }

  @Override
  public void exception(Throwable thrown) {
    client.sendEvent(
        builder(thrown.getMessage()).withSentryInterface(new ExceptionInterface(thrown)));
  }

  @Override
  public void message(String text) {
    client.sendEvent(builder(text));
  }

  @Override
  public void message(String pattern, String... parameters) {
    String formatted = String.format(pattern, (Object[]) parameters);
    client.sendEvent(
        builder(formatted)
            .withLogger("shop.Bank")
            .withSentryInterface(new MessageInterface(pattern, List.of(parameters), formatted)));
  }

  @Override
  public void fingerprint(String... elements) {
    fingerprint = List.of(elements);
  }

  @Override
  public void transaction(String name, String operation) {}
}
