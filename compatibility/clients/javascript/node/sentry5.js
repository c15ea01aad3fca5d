'use strict';
/* What @sentry/node 5 can send. */
const Sentry = require('sentry-node-5');
const scenario = require('./scenario');

class CountingTransport extends Sentry.Transports.HTTPTransport {
  sendEvent(event) {
    return CountingTransport.counted(super.sendEvent(event));
  }

  sendSession(session) {
    return CountingTransport.counted(super.sendSession(session));
  }

  static async counted(sending) {
    const response = await sending;
    if (response.status === 'success') {
      scenario.deliveredOne();
    }
    return response;
  }
}

Sentry.init({
  dsn: scenario.dsn,
  release: 'shop@1.2.3',
  environment: 'compatibility',
  tracesSampleRate: 1,
  transport: CountingTransport,
});

async function main() {
  Sentry.configureScope((scope) => {
    scope.setUser({ id: '42', email: 'anna@shop.example' });
    scope.setTag('part', 'basket');
    scope.setExtra('items', 3);
  });
  Sentry.addBreadcrumb({ category: 'navigation', message: 'opened the basket' });

  scenario.reported(Sentry.captureException(scenario.chain()));
  scenario.reported(Sentry.captureMessage(scenario.message, 'warning'));
  scenario.reported(Sentry.captureException(new RangeError('out of stock')));
  if (!(await Sentry.flush(60000)) || !(await Sentry.close(60000))) {
    throw new Error('what was reported could not be flushed');
  }
}

main();
