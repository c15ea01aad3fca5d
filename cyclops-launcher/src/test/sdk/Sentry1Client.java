import io.sentry.SentryClient;
import io.sentry.SentryClientFactory;
import io.sentry.connection.EventSendCallback;
import io.sentry.event.Event;
import io.sentry.event.EventBuilder;
import io.sentry.event.interfaces.ExceptionInterface;
import java.util.concurrent.atomic.AtomicInteger;

/** Reports some errors with io.sentry:sentry 1.7 and says how many the SDK believes delivered. */
class Sentry1Client {
  public static void main(String[] args) {
    AtomicInteger sent = new AtomicInteger();
    SentryClient client = SentryClientFactory.sentryClient(args[0] + "?async=false");
    client.addEventSendCallback(
        new EventSendCallback() {
          public void onFailure(Event event, Exception thrown) {
            thrown.printStackTrace();
          }

          public void onSuccess(Event event) {
            sent.incrementAndGet();
          }
        });
    send(client, "no stock", new IllegalStateException("no stock"));
    send(client, "disk", new RuntimeException("wrapper", new java.io.IOException("\u00fcber full")));
    send(client, "zero", new ArithmeticException("/ by zero"));
    send(client, "a message with \"quotes\" and \u2603", null);
    client.closeConnection();
    System.out.println("DELIVERED " + sent.get());
    System.exit(0);
  }

  private static void send(SentryClient client, String message, Throwable thrown) {
    EventBuilder builder = new EventBuilder().withMessage(message).withLevel(Event.Level.ERROR);
    if (thrown != null) {
      builder.withSentryInterface(new ExceptionInterface(thrown));
    }
    Event event = builder.build();
    System.out.println("ID " + event.getId());
    client.sendEvent(event);
  }
}
