/* What every generation is asked to report, and how a page tells what became of it. */

const ids = [];
let delivered = 0;

// Nothing is printed or fetched before the end: SDKs record both as breadcrumbs.
function tell(lines) {
  return fetch('/report', { method: 'POST', body: lines.join('\n') });
}

window.onerror = (message) => {
  tell([`FAILED ${message}`]);
};
window.onunhandledrejection = (event) => {
  tell([`FAILED ${event.reason}`]);
};

window.scenario = {
  dsn: document.currentScript.dataset.dsn,

  ownHeader: document.currentScript.dataset.ownHeader === 'true',

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

  finish() {
    return tell([...ids.map((id) => `ID ${id.replace(/-/g, '')}`), `DELIVERED ${delivered}`]);
  },

  chain() {
    const disk = new Error('disk über full');
    return new TypeError('no basket', { cause: new Error('storage', { cause: disk }) });
  },

  message: 'a message with "quotes" and ☃',

  attachment: new Uint8Array([0x6c, 0x6f, 0x67, 0x0a, 0x00, 0xff, 0x0a, 0x7b, 0x7d, 0x0a]),
};
