package shop;

import io.sentry.Breadcrumb;
import io.sentry.ITransaction;
import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.protocol.Message;
import io.sentry.protocol.User;
import java.util.List;

/** The bank with io.sentry:sentry 6 to 8. */
final class Sentry8 implements Api {
  public static void main(String[] args) {
    Sentry.init(
        options -> {
          options.setDsn(System.getenv("DSN"));
          options.setRelease(Flood.RELEASE);
          options.setEnvironment(Flood.ENVIRONMENT);
          options.setServerName(Flood.SERVER);
          options.setTracesSampleRate(1.0);
          options.addInAppInclude("shop");
          // With one of the two SDKs, whose messages then tell what all threads do.
          options.setAttachThreads(System.getProperty("java.class.path").contains("sentry8"));
        });
    Shop.failures(new Sentry8())
        .forEach(
            (name, failure) ->
                Sentry.withScope(
                    scope -> {
                      scope.clear();
                      User user = new User();
                      user.setId(Integer.toString(Flood.NUMBER));
                      user.setEmail(Flood.EMAIL);
                      Sentry.configureScope(
                          own -> {
                            own.setUser(user);
                            own.setTag("case", name);
                            own.setTag("branch", "b" + Flood.NUMBER % 10);
                          });
                      Flood.CRUMBS.forEach(crumb -> Sentry.addBreadcrumb(new Breadcrumb(crumb)));
                      try {
                        failure.fail();
                      } catch (Throwable thrown) {
                        Sentry.captureException(thrown);
                      }
                      // Its queue is short.
                      Sentry.flush(5_000);
                    }));
    Sentry.flush(20_000);
    Sentry.close();
    System.exit(0);
  }

  @Override
  public void exception(Throwable thrown) {
    Sentry.captureException(thrown);
  }

  @Override
  public void message(String text) {
    Sentry.captureMessage(text, Flood.pick(SentryLevel.ERROR, SentryLevel.WARNING, SentryLevel.ERROR, SentryLevel.ERROR));
  }

  @Override
  public void message(String pattern, String... parameters) {
    Message message = new Message();
    message.setMessage(pattern);
    message.setParams(List.of(parameters));
    message.setFormatted(String.format(pattern, (Object[]) parameters));
    SentryEvent event = new SentryEvent();
    event.setLevel(SentryLevel.ERROR);
    event.setMessage(message);
    event.setLogger("shop.Bank");
    Sentry.captureEvent(event);
  }

  @Override
  public void fingerprint(String... elements) {
    Sentry.configureScope(scope -> scope.setFingerprint(List.of(elements)));
  }

  @Override
  public void transaction(String name, String operation) {
    ITransaction transaction = Sentry.startTransaction(name, operation);
    transaction.startChild("db", "SELECT " + Flood.NUMBER).finish();
    transaction.finish();
  }
}
