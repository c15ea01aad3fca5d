import com.getsentry.raven.DefaultRavenFactory;
import com.getsentry.raven.Raven;
import com.getsentry.raven.connection.AbstractConnection;
import com.getsentry.raven.connection.Connection;
import com.getsentry.raven.dsn.Dsn;
import com.getsentry.raven.event.Event;
import com.getsentry.raven.event.EventBuilder;
import com.getsentry.raven.event.interfaces.ExceptionInterface;
import java.util.concurrent.atomic.AtomicInteger;

/** Reports some errors with com.getsentry.raven:raven 8 and says how many it believes delivered. */
class Raven8Client {
  private static final AtomicInteger SENT = new AtomicInteger();

  public static void main(String[] args) {
    // Raven tells of failures only, so each send counts until one is told of.
    DefaultRavenFactory factory =
        new DefaultRavenFactory() {
          @Override
          protected Connection createHttpConnection(Dsn dsn) {
            Connection connection = super.createHttpConnection(dsn);
            ((AbstractConnection) connection)
                .addEventSendFailureCallback((event, thrown) -> SENT.decrementAndGet());
            return connection;
          }
        };
    Raven raven = factory.createRavenInstance(new Dsn(args[0] + "?raven.async=false"));
    send(raven, "no stock", new IllegalStateException("no stock"));
    send(raven, "disk", new RuntimeException("wrapper", new java.io.IOException("\u00fcber full")));
    send(raven, "zero", new ArithmeticException("/ by zero"));
    send(raven, "a message with \"quotes\" and \u2603", null);
    raven.closeConnection();
    System.out.println("DELIVERED " + SENT.get());
    System.exit(0);
  }

  private static void send(Raven raven, String message, Throwable thrown) {
    EventBuilder builder = new EventBuilder().withMessage(message).withLevel(Event.Level.ERROR);
    if (thrown != null) {
      builder.withSentryInterface(new ExceptionInterface(thrown));
    }
    Event event = builder.build();
    System.out.println("ID " + event.getId());
    SENT.incrementAndGet();
    raven.sendEvent(event);
  }
}
