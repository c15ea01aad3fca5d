/* Every way in which the hats fail, by name. What is thrown is captured by who calls. */
import * as hats from './hats';
import { flood } from './flood';

const later = (fail) => {
  setTimeout(fail, 0);
  return settled();
};

/** Until what is thrown to nobody has been told. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 60));

const clicked = (fail) => {
  const button = document.createElement('button');
  button.id = `hat-${flood.number}`;
  button.addEventListener('click', fail);
  document.body.append(button);
  button.click();
  button.remove();
  return settled();
};

const rejected = (reason) => {
  Promise.reject(reason());
  return settled();
};

function withoutStack(error) {
  error.stack = undefined;
  return error;
}

const text = flood.pick('<html>', '{"id": 1', 'null]', '{');

export const failures = (api) => ({
  'size-of-nothing': () => hats.sizeOf([], flood.number),
  'size-of-nothing/colour': () => hats.colourOf([], flood.number),
  'not-for-sale': () => hats.refuse(hats.StockError, flood.number),
  'not-for-sale/price': () => hats.refuse(hats.PriceError, flood.number),
  'price-missing': () => hats.priced([{ id: flood.number }]),
  'form-refused': () => hats.order({}),
  'form-refused/reserved': () => hats.reserve({}),
  'stack-fell': () => hats.stack(flood.pick(2, 9, 5, 2)),
  'endless-recursion': () => hats.endless({ id: flood.number }),
  'text-broken': () => hats.parse(text),
  'text-broken/sizes': () => hats.parseSizes(text),
  'hat-not-loaded': () => hats.show(flood.number),
  'hat-not-loaded/preview': () => hats.preview(flood.number),
  'rule-broken': () => hats.evaluate(flood.pick('hat.a.b', 'hat.size.b', 'hat.x.b', 'hat.y.b'), {}),
  'element-missing': () => hats.find(`#hat-${flood.number}`),
  'not-a-node': () => hats.append({ id: flood.uuid }),
  'timer-failed': () => later(() => hats.refuse(hats.StockError, flood.number)),
  'timer-failed/price': () => later(() => hats.refuse(hats.PriceError, flood.number)),
  'click-failed': () => clicked(() => hats.sizeOf([], flood.number)),
  'click-failed/colour': () => clicked(() => hats.colourOf([], flood.number)),
  'rejected-error': () => rejected(() => new Error(`cart of ${flood.user} is locked`)),
  'rejected-error/other': () => rejected(() => new Error(`cart of ${flood.user} is empty`)),
  'rejected-text': () => rejected(() => `request ${flood.uuid} was aborted`),
  'rejected-text/timeout': () => rejected(() => `request ${flood.uuid} timed out`),
  'rejected-object': () => rejected(() => ({ status: flood.number, trace: flood.uuid })),
  'rejected-object/keys': () => rejected(() => ({ code: flood.number, trace: flood.uuid })),
  'fetch-failed': () => fetch(`http://127.0.0.1:1/hats?${flood.query}`),
  'inline-script': () => api.inline('broken-total', flood.number),
  'inline-script/other': () => api.inline('broken-tax', flood.number),
  'without-stack': () => {
    throw withoutStack(new hats.StockError(`${flood.number} hats for ${flood.email} are gone`));
  },
  'without-stack/text': () => {
    throw withoutStack(new hats.StockError(`${flood.number} hats for ${flood.email} are late`));
  },
  'without-stack/type': () => {
    throw withoutStack(new hats.PriceError(`${flood.number} hats for ${flood.email} are gone`));
  },
  'message-number': () => api.message(`cart ${flood.number} was emptied`),
  'message-number/filled': () => api.message(`cart ${flood.number} was filled`),
  'message-url': () => api.message(`https://web.example/hats?${flood.query} was slow`),
  'message-url/caps': () => api.message(`https://web.example/caps?${flood.query} was slow`),
  'message-uuid': () => api.message(`visit ${flood.uuid} ended`),
  'message-uuid/began': () => api.message(`visit ${flood.uuid} began`),
  'message-email': () => api.message(`${flood.email} left`),
  'message-email/came': () => api.message(`${flood.email} came`),
  'fingerprint-default': () =>
    api.fingerprint(['{{ default }}', 'shop-a'], () => hats.refuse(hats.StockError, flood.number)),
  'fingerprint-default/shop': () =>
    api.fingerprint(['{{ default }}', 'shop-b'], () => hats.refuse(hats.StockError, flood.number)),
  'transaction-hats': () => api.transaction('/hats/:id', 'pageload'),
  'transaction-hats/caps': () => api.transaction('/caps/:id', 'pageload'),
});

/** One after the other, each with what is told of it beside. */
export async function failAll(api) {
  for (const [name, fail] of Object.entries(failures(api))) {
    await api.begin(name);
    try {
      await fail();
    } catch (error) {
      api.exception(error);
    }
    await api.end();
  }
  await fetch('/finished', { method: 'POST' });
}

export const inline = (name, number) => {
  setTimeout(() => window[name](number), 0);
  return settled();
};
