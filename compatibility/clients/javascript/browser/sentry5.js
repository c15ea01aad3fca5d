/* What @sentry/browser 5 can send, loaded as a script of its own. */
const scenario = window.scenario;

class CountingTransport extends Sentry.Transports.FetchTransport {
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
  await scenario.finish();
}

main();
