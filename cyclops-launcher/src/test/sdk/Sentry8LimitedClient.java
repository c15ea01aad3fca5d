import io.sentry.ITransaction;
import io.sentry.Sentry;

/** Reports errors and a transaction one after the other, and waits for the answer to each. */
class Sentry8LimitedClient {
  public static void main(String[] args) {
    Sentry.init(
        options -> {
          options.setDsn(args[0]);
          options.setTracesSampleRate(1.0);
          options.setEnableAutoSessionTracking(false);
        });
    for (int i = 1; i <= 5; i++) {
      Sentry.captureException(new IllegalStateException("error " + i));
      Sentry.flush(20_000);
    }
    ITransaction transaction = Sentry.startTransaction("checkout", "task");
    transaction.finish();
    Sentry.flush(20_000);
    Sentry.close();
    System.exit(0);
  }
}
