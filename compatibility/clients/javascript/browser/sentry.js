/* What @sentry/browser 7 and newer can send; bundled with the one that 'sdk' stands for. */
import * as Sentry from 'sdk';

const scenario = window.scenario;

// Only 7 brings its tracing apart.
Sentry.addTracingExtensions?.();
Sentry.init({
  dsn: scenario.dsn,
  release: 'shop@1.2.3',
  environment: 'compatibility',
  tracesSampleRate: 1,
  enableLogs: true,
  transport: (options) => scenario.counting(Sentry.makeFetchTransport(options)),
  // A header that a browser may not send elsewhere without asking first.
  transportOptions: scenario.ownHeader ? { headers: { 'X-Requested-With': 'shop' } } : {},
});

async function flushed() {
  if (!(await Sentry.flush(60000))) {
    throw new Error('what was reported could not be flushed');
  }
}

async function main() {
  // The SDK tells of the session as soon as the browser is idle, however long that takes.
  await new Promise((resolve) => requestIdleCallback(resolve));
  const scope = Sentry.getCurrentScope();
  scope.setUser({ id: '42', email: 'anna@shop.example' });
  scope.setTag('part', 'basket');
  scope.setExtra('items', 3);
  Sentry.addBreadcrumb({ category: 'navigation', message: 'opened the basket' });

  scenario.reported(Sentry.captureException(scenario.chain()));
  // One error after the other: how often the session is updated depends on what is on its way.
  await flushed();
  scenario.reported(Sentry.captureMessage(scenario.message, 'warning'));
  Sentry.withScope((inner) => {
    inner.addAttachment({ filename: 'shop.log', data: scenario.attachment });
    scenario.reported(Sentry.captureException(new RangeError('out of stock')));
  });
  Sentry.startSpan({ name: 'GET /basket', op: 'task' }, () => {
    Sentry.startSpan({ name: 'read the basket', op: 'db' }, () => {});
  });
  if (Sentry.logger && Sentry.logger.info) {
    Sentry.logger.info('a line of the log', { part: 'basket' });
  }
  await flushed();
  await Sentry.close(60000);
  await scenario.finish();
}

main();
