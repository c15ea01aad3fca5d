import io.sentry.SentryClient;
import io.sentry.SentryClientFactory;
import io.sentry.connection.EventSendCallback;
import io.sentry.event.BreadcrumbBuilder;
import io.sentry.event.Event;
import io.sentry.event.EventBuilder;
import io.sentry.event.UserBuilder;
import io.sentry.event.interfaces.ExceptionInterface;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** What io.sentry:sentry 1.7 can send. */
class Sentry1Client {
  public static void main(String[] args) {
    AtomicInteger delivered = new AtomicInteger();
    // The SDK's own patience of a second is too short for a machine under load.
    String patience = "?timeout=60000&async.shutdowntimeout=60000";
    SentryClient client = SentryClientFactory.sentryClient(System.getenv("DSN") + patience);
    client.addEventSendCallback(
        new EventSendCallback() {
          @Override
          public void onFailure(Event event, Exception thrown) {
            thrown.printStackTrace();
          }

          @Override
          public void onSuccess(Event event) {
            delivered.incrementAndGet();
          }
        });
    client.setRelease("shop@1.2.3");
    client.setEnvironment("compatibility");
    // Else what the machine is called, or another word where that takes more than a second.
    client.setServerName("shop-1");
    client.addTag("part", "basket");
    client.addExtra("items", 3);
    client
        .getContext()
        .setUser(new UserBuilder().setId("42").setEmail("anna@shop.example").build());
    client
        .getContext()
        .recordBreadcrumb(new BreadcrumbBuilder().setMessage("opened the basket").build());
    IOException disk = new IOException("disk \u00fcber full");
    send(
        client,
        "no basket",
        new IllegalStateException("no basket", new RuntimeException("storage", disk)));
    send(client, "/ by zero", new ArithmeticException("/ by zero"));
    send(client, "a message with \"quotes\" and \u2603", null);
    // Waits for what is still on its way in the SDK's own thread.
    client.closeConnection();
    System.out.println("DELIVERED " + delivered.get());
    System.exit(0);
  }

  private static void send(SentryClient client, String message, Throwable thrown) {
    EventBuilder builder = new EventBuilder().withMessage(message).withLevel(Event.Level.ERROR);
    if (thrown != null) {
      builder.withSentryInterface(new ExceptionInterface(thrown));
    }
    // The client fills in the rest of what it knows, unlike with a finished event.
    client.sendEvent(builder);
    System.out.println("ID " + builder.getEvent().getId());
  }
}
