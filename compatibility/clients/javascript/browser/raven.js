/* What raven-js 1 and 3 can send, loaded as a script of its own. */
const scenario = window.scenario;
const REPORTS = 3;

let successes = 0;
document.addEventListener('ravenSuccess', () => {
  scenario.deliveredOne();
  if (++successes === REPORTS) {
    // In a task of its own, so that one success too many would still be counted.
    setTimeout(scenario.finish, 0);
  }
});
document.addEventListener('ravenFailure', () => {
  throw new Error('raven failed');
});

const options = { release: 'shop@1.2.3', tags: { part: 'basket' }, extra: { items: 3 } };
Raven.config(scenario.dsn, options).install();
(Raven.setUserContext || Raven.setUser).call(Raven, { id: '42', email: 'anna@shop.example' });
if (Raven.captureBreadcrumb) {
  Raven.captureBreadcrumb({ category: 'navigation', message: 'opened the basket' });
}

function report(capture) {
  capture();
  scenario.reported(Raven.lastEventId());
}
report(() => Raven.captureException(scenario.chain()));
report(() => Raven.captureMessage(scenario.message, { level: 'warning' }));
report(() => Raven.captureException(new RangeError('out of stock')));
