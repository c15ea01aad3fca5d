'use strict';
/* Every way in which the shop fails, by name. What is thrown is captured by who calls. */
const net = require('net');
const { EventEmitter } = require('events');
const checkout = require('./lib/checkout');
const orders = require('./lib/orders');
const flood = require('./flood');

const answered = (start) =>
  new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));

const connected = (options) =>
  new Promise((resolve, reject) => net.connect(options).on('error', reject).on('connect', resolve));

function withoutStack(error) {
  error.stack = '';
  return error;
}

const depth = flood.pick(3, 7, 5, 3);

module.exports = (api) => ({
  'price-of-missing-item': () => checkout.price(flood.basket, flood.sku, 'EUR'),
  'price-of-missing-item/discounted': () =>
    checkout.price({ ...flood.basket, discounted: true }, flood.sku, 'EUR'),
  'price-of-missing-item/quantity': () => checkout.quantity(flood.basket, flood.sku),
  'payment-refused': () => checkout.refuse(checkout.PaymentError, flood.number),
  'payment-refused/refund': () => checkout.refuse(checkout.RefundError, flood.number),
  'address-invalid': () => checkout.register({ email: flood.user }),
  'address-invalid/update': () => checkout.update({ email: flood.user }),

  'order-not-found': () => orders.find(flood.number),
  'order-not-found/cancel': () => orders.cancel(flood.number),
  'order-text-broken': () => orders.load(flood.pick('<html>', '{"id": 1', 'null]', '{')),
  'order-text-broken/draft': () => orders.loadDraft(flood.pick('<html>', '{"id": 1', 'null]', '{')),
  'order-not-stored': () => orders.store({ id: flood.number }),
  'order-not-stored/archived': () => orders.store({ id: flood.number, archived: true }),
  'tree-walked': () => orders.walk({}, depth),
  'tree-walked/siblings': () => orders.walkAll({}, depth),
  'endless-recursion': () => orders.endless({ id: flood.number }),
  'order-service-away': () => orders.showOrder(flood.number),
  'order-service-away/print': () => orders.printOrder(flood.number),
  'file-missing': () => answered((done) => orders.read(flood.path, done)),
  'file-missing/directory': () => answered((done) => orders.list(flood.path, done)),
  'template-broken': () => orders.render(flood.pick('order.a.b', 'order.aa.b', 'order.abc.b', 'order.d.b'), {}),
  'totals-of-orders': () => orders.totals(Array(flood.pick(1, 1, 1, 1)).fill({ id: flood.uuid })),
  'totals-of-orders/sorted': () => orders.sorted([{ id: 1 }, { id: flood.uuid }]),

  'connection-refused': () => connected({ host: '127.0.0.1', port: flood.pick(1, 2, 3, 4) }),
  'connection-refused/no-socket': () => connected({ path: `/tmp/${flood.digest}.sock` }),
  'reported-without-stack': () => {
    throw withoutStack(new Error(`quota of ${flood.number} exceeded by ${flood.email}`));
  },
  'reported-without-stack/other-text': () => {
    throw withoutStack(new Error(`quota of ${flood.number} reached by ${flood.email}`));
  },
  'reported-without-stack/other-type': () => {
    throw withoutStack(new RangeError(`quota of ${flood.number} exceeded by ${flood.email}`));
  },
  'listener-failed': () => {
    const bus = new EventEmitter();
    bus.on('paid', (order) => order.receipt.print());
    bus.emit('paid', { id: flood.uuid });
  },
  'listener-failed/mail': () => {
    const bus = new EventEmitter();
    bus.on('paid', (order) => order.receipt.mail());
    bus.emit('paid', { id: flood.uuid });
  },
  'all-suppliers-failed': () =>
    Promise.any([
      Promise.reject(new Error(`supplier ${flood.number} is closed`)),
      Promise.reject(new Error(`supplier ${flood.uuid} is closed`)),
    ]),

  'unhandled-rejection': () => api.unhandled(() => Promise.reject(new Error(`mail to ${flood.email} bounced`))),
  'unhandled-rejection/other-text': () =>
    api.unhandled(() => Promise.reject(new Error(`mail to ${flood.email} was refused`))),
  'rejected-with-object': () => api.unhandled(() => Promise.reject({ code: flood.number, id: flood.uuid })),
  'rejected-with-object/other-keys': () =>
    api.unhandled(() => Promise.reject({ status: flood.number, id: flood.uuid })),
  'rejected-with-text': () => api.unhandled(() => Promise.reject(`timeout after ${flood.number} ms`)),
  'rejected-with-text/other-text': () => api.unhandled(() => Promise.reject(`aborted after ${flood.number} ms`)),

  'message-number': () => api.message(`payment ${flood.number} was refused`),
  'message-number/refunded': () => api.message(`payment ${flood.number} was refunded`),
  'message-uuid': () => api.message(`session ${flood.uuid} has expired`),
  'message-uuid/basket': () => api.message(`basket ${flood.uuid} has expired`),
  'message-email': () => api.message(`cannot write to ${flood.email}: no mailbox`),
  'message-email/full': () => api.message(`cannot write to ${flood.email}: mailbox full`),
  'message-ip': () => api.message(`too many logins from ${flood.ip}`),
  'message-ip/other': () => api.message(`too few logins from ${flood.ip}`),
  'message-time': () => api.message(`no backup since ${flood.time}`),
  'message-time/other': () => api.message(`no invoice since ${flood.time}`),
  'message-url': () => api.message(`GET https://api.shop.example/items?${flood.query} took too long`),
  'message-url/orders': () => api.message(`GET https://api.shop.example/orders?${flood.query} took too long`),
  'message-hex': () => api.message(`worker at ${flood.hex} does not answer`),
  'message-hex/started': () => api.message(`worker at ${flood.hex} does not start`),
  'message-digest': () => api.message(`chunk ${flood.digest} is corrupt`),
  'message-digest/missing': () => api.message(`chunk ${flood.digest} is missing`),
  'message-quoted-path': () => api.message(`cannot open "${flood.path}": permission denied`),
  'message-quoted-path/full': () => api.message(`cannot open "${flood.path}": disk full`),
  'message-of-level': () => api.message('the mail server is slow', flood.pick('warning', 'error', 'info', 'warning')),
  'message-of-level/other': () => api.message('the mail server is away', 'warning'),
  'message-in-transaction': () => api.message('the answer was late', 'warning', flood.pick('GET /basket', 'GET /basket', 'GET /basket', 'GET /basket')),
  'message-in-transaction/other': () => api.message('the answer was late', 'warning', 'POST /order'),

  'fingerprint-with-default': () =>
    api.fingerprint(['{{ default }}', 'tenant-a'], () => checkout.refuse(checkout.PaymentError, flood.number)),
  'fingerprint-with-default/other-tenant': () =>
    api.fingerprint(['{{ default }}', 'tenant-b'], () => checkout.refuse(checkout.PaymentError, flood.number)),
  'fingerprint-with-default/other-error': () =>
    api.fingerprint(['{{ default }}', 'tenant-a'], () => orders.find(flood.number)),
  'fingerprint-own': () =>
    api.fingerprint(['gateway-away'], () => {
      if (flood.run === 2) {
        orders.find(flood.number);
      }
      throw new Error(`gateway ${flood.number} is away`);
    }),
  'fingerprint-own/other': () =>
    api.fingerprint(['gateway-slow'], () => {
      throw new Error(`gateway ${flood.number} is away`);
    }),

  'transaction-basket': () => api.transaction('GET /basket', 'http.server'),
  'transaction-basket/order': () => api.transaction('GET /order', 'http.server'),
  'transaction-basket/task': () => api.transaction('GET /basket', 'task'),
});
