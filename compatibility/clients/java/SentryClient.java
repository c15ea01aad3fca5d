import io.sentry.Attachment;
import io.sentry.Breadcrumb;
import io.sentry.Hint;
import io.sentry.ILogger;
import io.sentry.ISpan;
import io.sentry.ITransaction;
import io.sentry.Sentry;
import io.sentry.SentryLevel;
import io.sentry.UserFeedback;
import io.sentry.protocol.SentryId;
import io.sentry.protocol.User;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** What io.sentry:sentry 6, 7 and 8 can send; all three have the same interface for it. */
class SentryClient {
  private static final AtomicInteger DELIVERED = new AtomicInteger();

  public static void main(String[] args) {
    Sentry.init(
        options -> {
          options.setDsn(System.getenv("DSN"));
          options.setRelease("shop@1.2.3");
          options.setEnvironment("compatibility");
          // Else what the machine is called, or nothing where that takes more than a second.
          options.setServerName("shop-1");
          // The SDK's own patience of some seconds is too short for a machine under load.
          options.setConnectionTimeoutMillis(60_000);
          options.setReadTimeoutMillis(60_000);
          options.setTracesSampleRate(1.0);
          options.setDebug(true);
          options.setDiagnosticLevel(SentryLevel.DEBUG);
          options.setLogger(new Counter());
        });
    Sentry.startSession();
    User user = new User();
    user.setId("42");
    user.setEmail("anna@shop.example");
    Sentry.configureScope(
        scope -> {
          scope.setUser(user);
          scope.setTag("part", "basket");
          scope.setExtra("items", "3");
        });
    Breadcrumb crumb = new Breadcrumb("opened the basket");
    crumb.setCategory("navigation");
    Sentry.addBreadcrumb(crumb);

    print(Sentry.captureException(chain()));
    print(Sentry.captureMessage("a message with \"quotes\" and \u2603", SentryLevel.WARNING));
    byte[] log = {'l', 'i', 'n', 'e', '\n', 0, (byte) 0xFF, '\n', '{', '}', '\n'};
    SentryId id =
        Sentry.captureException(
            new ArithmeticException("/ by zero"),
            Hint.withAttachment(new Attachment(log, "shop.log", "application/octet-stream")));
    print(id);
    UserFeedback feedback = new UserFeedback(id, "Anna", "anna@shop.example", "the basket is gone");
    Sentry.captureUserFeedback(feedback);

    ITransaction transaction = Sentry.startTransaction("GET /basket", "http.server");
    ISpan span = transaction.startChild("db", "SELECT * FROM basket");
    span.finish();
    transaction.finish();
    Sentry.endSession();
    Sentry.flush(60_000);
    Sentry.close();
    System.out.println("DELIVERED " + DELIVERED.get());
    System.exit(0);
  }

  private static Exception chain() {
    IOException disk = new IOException("disk \u00fcber full");
    return new IllegalStateException("no basket", new RuntimeException("storage", disk));
  }

  private static void print(SentryId id) {
    System.out.println("ID " + id);
  }

  /** The SDK tells of each success in its log, and nowhere else. */
  private static final class Counter implements ILogger {
    @Override
    public void log(SentryLevel level, String message, Object... values) {
      if (message.startsWith("Envelope sent successfully")) {
        DELIVERED.incrementAndGet();
      }
    }

    @Override
    public void log(SentryLevel level, String message, Throwable thrown) {}

    @Override
    public void log(SentryLevel level, Throwable thrown, String message, Object... values) {}

    @Override
    public boolean isEnabled(SentryLevel level) {
      return true;
    }
  }
}
