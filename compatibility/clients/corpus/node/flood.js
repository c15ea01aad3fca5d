'use strict';
/* What differs from one event of a flood to the next; the run chooses. */

const run = Number(process.env.RUN);
const pick = (...values) => values[run - 1];

module.exports = {
  run,
  pick,
  release: pick('shop@1.2.3', 'shop@1.2.3', 'shop@1.2.4', 'shop@1.3.0'),
  server: pick('web-1', 'web-2', 'web-3', 'web-1'),
  environment: pick('production', 'production', 'staging', 'production'),
  number: pick(17, 99281, 4, 318),
  user: pick('anna', 'bob', 'cleo', 'dirk'),
  email: pick('anna@shop.example', 'bob.smith+x@mail.example.org', 'c@d.example', 'd@shop.example'),
  ip: pick('192.0.2.17', '198.51.100.203', '2001:db8::8a2e:370:7334', '203.0.113.9'),
  uuid: pick(
    '5b1f7e0a-3c7d-4d5e-9a51-0c6f2f1f7a11',
    'c0ffee00-1d2e-4f3a-8b4c-5d6e7f8091a2',
    '0f8fad5b-d9cb-469f-a165-70867728950e',
    '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  ),
  hex: pick('0x7f3a9c001230', '0x55d0c8e4ab90', '0x7ffd1b2c3d4e', '0x1a2b3c4d5e6f'),
  digest: pick('9f86d081884c7d65', 'e3b0c44298fc1c14', '2c26b46b68ffc68f', '50d858e0985ecc7f'),
  time: pick('2026-03-01T09:15:22.123Z', '2026-03-02T23:59:01.000Z', '2026-11-22T18:10:44.9Z', '2026-12-01T00:00:00Z'),
  query: pick('page=3&sort=price', 'page=41', 'q=red%20shoes&page=1&utm=mail', 'page=2'),
  path: pick('/var/data/4711.json', '/var/data/tenant-7/18.json', '/srv/export/2026/03/a.json', '/var/data/1.json'),
  basket: pick(
    { id: 11, items: { a1: { price: 10 } } },
    { id: 12, items: { b2: { price: 3 }, c3: { price: 4 } }, coupon: 'SPRING' },
    { id: 13, items: {} },
    { id: 14, items: { d4: { price: 1 } } },
  ),
  sku: pick('x9', 'y17', 'z', 'w2'),
  crumbs: pick(
    ['opened the basket'],
    ['searched shoes', 'opened item 4711', 'opened the basket'],
    [],
    ['logged in', 'paid'],
  ),
};
