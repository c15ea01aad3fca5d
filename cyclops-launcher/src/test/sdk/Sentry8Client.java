import io.sentry.Sentry;
import io.sentry.SentryLevel;
import java.util.concurrent.atomic.AtomicInteger;

/** Reports some errors with io.sentry:sentry 8 and says how many the SDK believes delivered. */
class Sentry8Client {
  public static void main(String[] args) {
    AtomicInteger sent = new AtomicInteger();
    Sentry.init(
        options -> {
          options.setDsn(args[0]);
          options.setRelease("shop@1.2.3");
          options.setEnvironment("test");
          options.setEnableAutoSessionTracking(false);
          // By itself it gives up after 2 s, which a busy machine may take.
          options.setShutdownTimeoutMillis(60_000);
          options.setDebug(true);
          options.setDiagnosticLevel(SentryLevel.DEBUG);
          options.setLogger(new io.sentry.ILogger() {
            public void log(SentryLevel level, String message, Object... values) {
              if (message.startsWith("Envelope sent successfully")) {
                sent.incrementAndGet();
              }
            }
            public void log(SentryLevel level, String message, Throwable thrown) {}
            public void log(SentryLevel level, Throwable thrown, String message, Object... values) {}
            public boolean isEnabled(SentryLevel level) {
              return true;
            }
          });
        });
    System.out.println("ID " + Sentry.captureException(new IllegalStateException("no stock")));
    System.out.println("ID " + Sentry.captureException(
        new RuntimeException("wrapper", new java.io.IOException("disk \u00fcber full"))));
    System.out.println("ID " + Sentry.captureException(new ArithmeticException("/ by zero")));
    System.out.println("ID " + Sentry.captureMessage("a message with \"quotes\" and \u2603"));
    Sentry.close();
    System.out.println("DELIVERED " + sent.get());
    System.exit(0);
  }
}
