/* The hats with raven-js 3. */
import Raven from 'sdk';
import { flood } from './flood';
import { failAll, inline, settled } from './failures';


Raven.config(flood.dsn, {
  release: flood.release,
  environment: flood.pick('production', 'staging', 'production', 'production'),
  allowDuplicates: true,
  captureUnhandledRejections: true,
}).install();

let options = {};

failAll({
  begin(name) {
    options = {};
    Raven.setTagsContext({ case: name, shop: `s${flood.number % 10}` });
    Raven.setUserContext({ id: String(flood.number), username: flood.user, email: flood.email });
    flood.crumbs.forEach((message) => Raven.captureBreadcrumb({ category: 'web', message }));
  },
  end: settled,
  inline,
  exception: (error) => Raven.captureException(error, options),
  message: (text) => Raven.captureMessage(text, options),
  fingerprint(fingerprint, fail) {
    options = { fingerprint };
    return fail();
  },
  transaction() {},
});
