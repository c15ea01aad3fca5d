'use strict';
/* What @sentry/node 7 and newer can send. */
const Sentry = require(process.argv[2]);
const scenario = require('./scenario');

Sentry.init({
  dsn: scenario.dsn,
  release: 'shop@1.2.3',
  environment: 'compatibility',
  tracesSampleRate: 1,
  enableLogs: true,
  transport: (options) => scenario.counting(Sentry.makeNodeTransport(options)),
});

async function flushed() {
  if (!(await Sentry.flush(60000))) {
    throw new Error('what was reported could not be flushed');
  }
}

async function main() {
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
  Sentry.startSpan({ name: 'GET /basket', op: 'http.server' }, () => {
    Sentry.startSpan({ name: 'SELECT * FROM basket', op: 'db' }, () => {});
  });
  Sentry.captureCheckIn({ monitorSlug: 'nightly', status: 'ok' });
  if (Sentry.logger) {
    Sentry.logger.info('a line of the log', { part: 'basket' });
  }
  await flushed();
  await Sentry.close(60000);
}

main();
