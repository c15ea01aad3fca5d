'use strict';
/* What raven 1 and 2 can send. */
const Raven = require(process.argv[2]);
const scenario = require('./scenario');

Raven.config(scenario.dsn, {
  release: 'shop@1.2.3',
  environment: 'compatibility',
  autoBreadcrumbs: false,
}).install(() => process.exit(1));

function reported(error, id) {
  if (error) {
    throw error;
  }
  scenario.reported(id);
  scenario.deliveredOne();
}

Raven.context(() => {
  Raven.setContext({
    user: { id: '42', email: 'anna@shop.example' },
    tags: { part: 'basket' },
    extra: { items: 3 },
  });
  Raven.captureBreadcrumb({ category: 'navigation', message: 'opened the basket' });
  Raven.captureException(scenario.chain(), reported);
  Raven.captureMessage(scenario.message, { level: 'warning' }, reported);
  Raven.captureException(new RangeError('out of stock'), reported);
});
