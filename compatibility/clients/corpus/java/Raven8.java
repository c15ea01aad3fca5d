package shop;

import com.getsentry.raven.DefaultRavenFactory;
import com.getsentry.raven.Raven;
import com.getsentry.raven.dsn.Dsn;
import com.getsentry.raven.event.BreadcrumbBuilder;
import com.getsentry.raven.event.Event;
import com.getsentry.raven.event.EventBuilder;
import com.getsentry.raven.event.UserBuilder;
import com.getsentry.raven.event.interfaces.ExceptionInterface;
import com.getsentry.raven.event.interfaces.MessageInterface;
import java.util.List;

/** The bank with com.getsentry.raven:raven 8. */
final class Raven8 implements Api {
  private final Raven client;
  private String failure = "";
  private List<String> fingerprint = List.of();

  private Raven8(Raven client) {
    this.client = client;
  }

  public static void main(String[] args) {
    String options = "?raven.async=false&raven.timeout=60000&raven.stacktrace.app.packages=shop";
    Raven client =
        new DefaultRavenFactory().createRavenInstance(new Dsn(System.getenv("DSN") + options));
    Raven8 api = new Raven8(client);
    Shop.failures(api)
        .forEach(
            (name, failure) -> {
              api.failure = name;
              api.fingerprint = List.of();
              client.getContext().clear();
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

  private void send(EventBuilder builder) {
    client.runBuilderHelpers(builder);
    client.sendEvent(builder.build());
  }

  private EventBuilder builder(String message) {
    EventBuilder builder =
        new EventBuilder()
            .withMessage(message)
            .withLevel(Event.Level.ERROR)
            .withTag("case", failure)
            .withRelease(Flood.RELEASE)
            .withEnvironment(Flood.ENVIRONMENT)
            .withServerName(Flood.SERVER)
            .withTag("branch", "b" + Flood.NUMBER % 10);
    return fingerprint.isEmpty() ? builder : builder.withFingerprint(fingerprint);
  }

  @Override
  public void exception(Throwable thrown) {
    send(
        builder(thrown.getMessage()).withSentryInterface(new ExceptionInterface(thrown)));
  }

  @Override
  public void message(String text) {
    send(builder(text));
  }

  @Override
  public void message(String pattern, String... parameters) {
    String formatted = String.format(pattern, (Object[]) parameters);
    send(
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
