'use strict';
/* The shop with raven 0. */
const { Client } = require(process.argv[2]);
const flood = require('./flood');

const client = new Client(process.env.DSN, { release: flood.release, name: flood.server });

const contextOf = (name) => ({
  tags: { case: name, tenant: `t${flood.number}` },
  user: { id: String(flood.number), username: flood.user, email: flood.email },
  extra: { basket: flood.basket },
});

let options = {};

/** Until the answer to it has come. */
const captured = (capture) =>
  new Promise((resolve, reject) => {
    client.once('logged', resolve);
    client.once('error', reject);
    capture();
  });

const api = {
  message: (text, level) => captured(() => client.captureMessage(text, { ...options, level: level || 'error' })),
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
      await captured(() => client.captureException(error, options));
    }
  }
  process.exit(0);
}

main();
