/* What differs from one event of a flood to the next; the run chooses. */
const run = Number(document.documentElement.dataset.run);
const pick = (...values) => values[run - 1];

export const flood = {
  run,
  pick,
  dsn: document.documentElement.dataset.dsn,
  release: pick('web@5.0.0', 'web@5.0.0', 'web@5.0.1', 'web@5.1.0'),
  number: pick(42, 86400, 7, 1001),
  user: pick('uma', 'vic', 'wes', 'xia'),
  email: pick('uma@web.example', 'vic.w@mail.example.org', 'w@w.example', 'x@w.example'),
  uuid: pick(
    'f81d4fae-7dec-41d0-a765-00a0c91e6bf6',
    '9a7b330a-a736-4e8d-9f2b-1c0f0d9e8a77',
    '4fe3ad2c-9b1a-4c0b-8f6e-2d7c5b3a1e90',
    'c56a4180-65aa-42ec-a945-5fd21dec0538',
  ),
  query: pick('page=2&q=hat', 'page=17', 'q=red%20hat&utm=mail', 'page=1'),
  crumbs: pick(['opened hats'], ['logged in', 'opened hats', 'chose a hat'], [], ['paid']),
};
