'use strict';
/* What raven 0.12 can send. */
const raven = require('raven-node-0');
const scenario = require('./scenario');

const client = new raven.Client(scenario.dsn, { release: 'shop@1.2.3' });
client.on('logged', () => scenario.deliveredOne());
client.on('error', (error) => {
  throw error;
});
client.setUserContext({ id: '42', email: 'anna@shop.example' });
client.setTagsContext({ part: 'basket' });
client.setExtraContext({ items: 3 });

// The identifier that is handed back is an object or a string, by the kind of report.
function reported(identifier) {
  scenario.reported(client.getIdent(identifier));
}
client.captureError(scenario.chain(), (result) => reported(result));
client.captureMessage(scenario.message, { level: 'warning' }, (result) => reported(result));
client.captureError(new RangeError('out of stock'), (result) => reported(result));
