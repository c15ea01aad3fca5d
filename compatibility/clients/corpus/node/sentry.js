'use strict';
/* The shop with @sentry/node 5 to 11. */
const Sentry = require(process.argv[2]);
const flood = require('./flood');

const options = {
  dsn: process.env.DSN,
  release: flood.release,
  environment: flood.environment,
  serverName: flood.server,
  tracesSampleRate: 1,
  includeLocalVariables: true,
};
if (Sentry.nodeContextIntegration) {
  // No word of the system that this was recorded on.
  options.integrations = [Sentry.nodeContextIntegration({ os: false })];
}
Sentry.init(options);

// One error that nobody caught must not be the last.
process.on('unhandledRejection', () => {});

const modern = typeof Sentry.startSpan === 'function';
const scopeOf = () => (Sentry.getCurrentScope ? Sentry.getCurrentScope() : Sentry.getCurrentHub().getScope());

function describe(scope, name) {
  scope.setTag('case', name);
  scope.setTag('tenant', `t${flood.number}`);
  scope.setUser({ id: String(flood.number), username: flood.user, email: flood.email });
  scope.setExtra('basket', flood.basket);
  for (const message of flood.crumbs) {
    scope.addBreadcrumb({ category: 'shop', message });
  }
}

const api = {
  message(text, level, transaction) {
    if (transaction) {
      scopeOf().setTransactionName(transaction);
    }
    Sentry.captureMessage(text, level);
  },

  fingerprint(fingerprint, fail) {
    scopeOf().setFingerprint(fingerprint);
    return fail();
  },

  async unhandled(fail) {
    fail();
    await new Promise((resolve) => setTimeout(resolve, 20));
  },

  transaction(name, op) {
    if (modern) {
      Sentry.startSpan({ name, op }, () => {
        Sentry.startSpan({ name: `SELECT ${flood.number}`, op: 'db' }, () => {});
      });
    } else {
      Sentry.startTransaction({ name, op }).finish();
    }
  },
};

async function report(scope, name, fail) {
  describe(scope, name);
  try {
    await fail();
  } catch (error) {
    Sentry.captureException(error);
  }
}

async function main() {
  const failures = require('./failures')(api);
  for (const [name, fail] of Object.entries(failures)) {
    const scope = scopeOf();
    if (scope.clear) {
      scope.clear();
      await report(scope, name, fail);
    } else {
      await Sentry.withScope((own) => report(own, name, fail));
    }
    await Sentry.flush(5000);
  }
  await Sentry.close(5000);
  process.exit(0);
}

main();
