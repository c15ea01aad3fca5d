/* The hats with @sentry/browser 5 to 11. */
import * as Sentry from 'sdk';
import { flood } from './flood';
import { failAll, inline, settled } from './failures';

Sentry.addTracingExtensions?.();
Sentry.init({
  dsn: flood.dsn,
  release: flood.release,
  environment: flood.pick('production', 'staging', 'production', 'production'),
  tracesSampleRate: 1,
});

const scopeOf = () => (Sentry.getIsolationScope ? Sentry.getIsolationScope() : Sentry.getCurrentHub().getScope());

failAll({
  begin(name) {
    const scope = scopeOf();
    scope.clear?.();
    scope.clearBreadcrumbs?.();
    scope.setFingerprint([]);
    scope.setTags({ case: name, shop: `s${flood.number % 10}` });
    scope.setUser({ id: String(flood.number), username: flood.user, email: flood.email });
    flood.crumbs.forEach((message) => Sentry.addBreadcrumb({ category: 'web', message }));
  },
  async end() {
    await settled();
    await Sentry.flush(5000);
  },
  inline,
  exception: (error) => Sentry.captureException(error),
  message: (text) => Sentry.captureMessage(text),
  fingerprint(fingerprint, fail) {
    scopeOf().setFingerprint(fingerprint);
    return fail();
  },
  transaction(name, op) {
    if (Sentry.startSpan) {
      Sentry.startSpan({ name, op }, () => {});
    }
  },
});
