'use strict';
/* What raven 1 and 2 can send. */
const Raven = require(process.argv[2]);
const scenario = require('./scenario');

Raven.config(scenario.dsn, {
  release: 'shop@1.2.3',
  environment: 'compatibility',
  autoBreadcrumbs: false,
}).install(() => process.exit(1));

/** One after the other: what is still on its way would or would not be among the breadcrumbs. */
function captured(capture) {
  return new Promise((resolve, reject) => {
    capture((error, id) => {
      if (error) {
        reject(error);
        return;
      }
      scenario.reported(id);
      scenario.deliveredOne();
      resolve();
    });
  });
}

Raven.context(async () => {
  Raven.setContext({
    user: { id: '42', email: 'anna@shop.example' },
    tags: { part: 'basket' },
    extra: { items: 3 },
  });
  Raven.captureBreadcrumb({ category: 'navigation', message: 'opened the basket' });
  await captured((done) => Raven.captureException(scenario.chain(), done));
  await captured((done) => Raven.captureMessage(scenario.message, { level: 'warning' }, done));
  await captured((done) => Raven.captureException(new RangeError('out of stock'), done));
});
