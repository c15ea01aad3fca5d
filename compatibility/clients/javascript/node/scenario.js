'use strict';
/* What every generation is asked to report, and how it tells what became of it. */

let delivered = 0;

// Nothing is printed before the end: SDKs record what goes to the console as breadcrumbs.
const ids = [];
process.on('exit', () => {
  const lines = ids.map((id) => `ID ${id.replace(/-/g, '')}`);
  process.stdout.write(`${[...lines, `DELIVERED ${delivered}`].join('\n')}\n`);
});

module.exports = {
  dsn: process.env.DSN,

  reported(id) {
    ids.push(id);
  },

  deliveredOne() {
    delivered++;
  },

  /** Counts what Sentry answered 200, whatever the SDK makes of it. */
  counting(transport) {
    return {
      ...transport,
      send: (envelope) =>
        transport.send(envelope).then((response) => {
          if (response && response.statusCode === 200) {
            delivered++;
          }
          return response;
        }),
    };
  },

  chain() {
    const disk = new Error('disk über full');
    return new TypeError('no basket', { cause: new Error('storage', { cause: disk }) });
  },

  message: 'a message with "quotes" and ☃',

  // Large enough for the SDKs that compress what is large.
  attachment: Buffer.from('line of the log \u0000 {}\n'.repeat(3000)),
};
