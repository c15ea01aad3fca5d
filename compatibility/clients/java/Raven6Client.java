import net.kencochrane.raven.DefaultRavenFactory;
import net.kencochrane.raven.Raven;
import net.kencochrane.raven.connection.Connection;
import net.kencochrane.raven.dsn.Dsn;
import net.kencochrane.raven.event.Event;
import net.kencochrane.raven.event.EventBuilder;
import net.kencochrane.raven.event.interfaces.ExceptionInterface;
import net.kencochrane.raven.event.interfaces.UserInterface;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What net.kencochrane.raven:raven 6 can send. */
class Raven6Client {
  private static final AtomicInteger DELIVERED = new AtomicInteger();
  private static final CountDownLatch ENDED = new CountDownLatch(3);
  private static Connection connection;

  public static void main(String[] args) throws IOException, InterruptedException {
    // Raven 6 tells nobody how a send went, save for the exception out of the innermost connection.
    DefaultRavenFactory factory =
        new DefaultRavenFactory() {
          @Override
          protected Connection createHttpConnection(Dsn dsn) {
            return new Counting(super.createHttpConnection(dsn));
          }

          @Override
          protected Connection createConnection(Dsn dsn) {
            connection = super.createConnection(dsn);
            return connection;
          }
        };
    // Raven's own patience of a second is too short for a machine under load.
    Dsn dsn = new Dsn(System.getenv("DSN") + "?raven.timeout=60000");
    Raven raven = factory.createRavenInstance(dsn);
    IOException disk = new IOException("disk \u00fcber full");
    send(
        raven,
        "no basket",
        new IllegalStateException("no basket", new RuntimeException("storage", disk)));
    send(raven, "/ by zero", new ArithmeticException("/ by zero"));
    send(raven, "a message with \"quotes\" and \u2603", null);
    // Closing would wait for raven's own thread, but no longer than a second.
    ENDED.await(60, TimeUnit.SECONDS);
    connection.close();
    System.out.println("DELIVERED " + DELIVERED.get());
    System.exit(0);
  }

  private static void send(Raven raven, String message, Throwable thrown) {
    EventBuilder builder =
        new EventBuilder()
            .setMessage(message)
            .setLevel(Event.Level.ERROR)
            // Else what the machine is called, or another word where that takes more than a second.
            .setServerName("shop-1")
            .addTag("part", "basket")
            .addExtra("items", 3)
            .addSentryInterface(new UserInterface("42", "anna", null, "anna@shop.example"));
    if (thrown != null) {
      builder.addSentryInterface(new ExceptionInterface(thrown));
    }
    raven.runBuilderHelpers(builder);
    Event event = builder.build();
    raven.sendEvent(event);
    System.out.println("ID " + event.getId());
  }

  private static final class Counting implements Connection {
    private final Connection inner;

    private Counting(Connection inner) {
      this.inner = inner;
    }

    @Override
    public void send(Event event) {
      try {
        inner.send(event);
        DELIVERED.incrementAndGet();
      } finally {
        ENDED.countDown();
      }
    }

    @Override
    public void close() throws IOException {
      inner.close();
    }
  }
}
