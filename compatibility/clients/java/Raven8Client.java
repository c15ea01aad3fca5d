import com.getsentry.raven.DefaultRavenFactory;
import com.getsentry.raven.Raven;
import com.getsentry.raven.connection.AbstractConnection;
import com.getsentry.raven.connection.Connection;
import com.getsentry.raven.dsn.Dsn;
import com.getsentry.raven.event.BreadcrumbBuilder;
import com.getsentry.raven.event.Event;
import com.getsentry.raven.event.EventBuilder;
import com.getsentry.raven.event.UserBuilder;
import com.getsentry.raven.event.interfaces.ExceptionInterface;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** What com.getsentry.raven:raven 8 can send. */
class Raven8Client {
  private static final AtomicInteger DELIVERED = new AtomicInteger();

  public static void main(String[] args) {
    // Raven tells of failures only, so each event counts until one is told of.
    DefaultRavenFactory factory =
        new DefaultRavenFactory() {
          @Override
          protected Connection createHttpConnection(Dsn dsn) {
            Connection connection = super.createHttpConnection(dsn);
            ((AbstractConnection) connection)
                .addEventSendFailureCallback((event, thrown) -> DELIVERED.decrementAndGet());
            return connection;
          }
        };
    // Raven's own patience of a second is too short for a machine under load.
    String patience = "?raven.timeout=60000&raven.async.shutdowntimeout=60000";
    Raven raven = factory.createRavenInstance(new Dsn(System.getenv("DSN") + patience));
    raven.getContext().setUser(new UserBuilder().setId("42").setEmail("a@shop.example").build());
    raven
        .getContext()
        .recordBreadcrumb(new BreadcrumbBuilder().setMessage("opened the basket").build());
    IOException disk = new IOException("disk \u00fcber full");
    send(
        raven,
        "no basket",
        new IllegalStateException("no basket", new RuntimeException("storage", disk)));
    send(raven, "/ by zero", new ArithmeticException("/ by zero"));
    send(raven, "a message with \"quotes\" and \u2603", null);
    // Waits for what is still on its way in raven's own thread.
    raven.closeConnection();
    System.out.println("DELIVERED " + DELIVERED.get());
    System.exit(0);
  }

  private static void send(Raven raven, String message, Throwable thrown) {
    EventBuilder builder =
        new EventBuilder()
            .withMessage(message)
            .withLevel(Event.Level.ERROR)
            .withRelease("shop@1.2.3")
            // Else what the machine is called, or another word where that takes more than a second.
            .withServerName("shop-1")
            .withTag("part", "basket")
            .withExtra("items", 3);
    if (thrown != null) {
      builder.withSentryInterface(new ExceptionInterface(thrown));
    }
    raven.runBuilderHelpers(builder);
    Event event = builder.build();
    DELIVERED.incrementAndGet();
    raven.sendEvent(event);
    System.out.println("ID " + event.getId());
  }
}
