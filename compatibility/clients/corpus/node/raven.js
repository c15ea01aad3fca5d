'use strict';
/* The shop with raven 1 and 2. */
const Raven = require(process.argv[2]);
const flood = require('./flood');

Raven.config(process.env.DSN, {
  release: flood.release,
  environment: flood.environment,
  name: flood.server,
  captureUnhandledRejections: false,
  autoBreadcrumbs: false,
}).install(() => {});

const contextOf = (name) => ({
  tags: { case: name, tenant: `t${flood.number}` },
  user: { id: String(flood.number), username: flood.user, email: flood.email },
  extra: { basket: flood.basket },
});

let options = {};

const captured = (capture) =>
  new Promise((resolve, reject) => capture((error) => (error ? reject(error) : resolve())));

const api = {
  message: (text, level) => captured((done) => Raven.captureMessage(text, { ...options, level: level || 'error' }, done)),
  fingerprint(fingerprint, fail) {
    options.fingerprint = fingerprint;
    return fail();
  },
  unhandled: (fail) => fail(),
  transaction() {},
};

async function main() {
  const failures = require('./failures')(api);
  for (const [name, fail] of Object.entries(failures)) {
    options = contextOf(name);
    try {
      await fail();
    } catch (error) {
      await captured((done) => Raven.captureException(error, options, done));
    }
  }
  process.exit(0);
}

main();
