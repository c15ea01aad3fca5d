// Asks once a second for what is new, and shows it. Whatever strangers have written is set as text.
import { Charts } from './charts.js';
import {
  NONE, bytes, clock, compact, count, duration, millis, percent, plural, rate, strangers,
} from './format.js';
import { summary } from './summary.js';
import { Table, node, put, spark } from './tables.js';

const PERIOD = 1000;
const GIVE_UP = 5000;
const STALE = 3500;
const SECONDS = 900;
const SMOOTH = 5;
const TOKEN = 'cyclops-token';

const at = (id) => document.getElementById(id);
const needsToken = document.documentElement.dataset.access === 'token';

const state = {
  run: '', last: 0, history: {}, data: null, heard: 0, problem: '', paused: false, seconds: 300, told: '', filter: '',
};
let token = needsToken ? sessionStorage.getItem(TOKEN) : null;
let timer = null;
let asking = false;
let charts = null;

// ---- what is asked

async function ask() {
  asking = true;
  try {
    const headers = token ? { Authorization: 'Bearer ' + token } : {};
    const query = state.run ? '?run=' + state.run + '&since=' + state.last : '';
    const answer = await fetch('dashboard/data' + query, {
      headers, cache: 'no-store', credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(GIVE_UP),
    });
    if (answer.status === 401 && needsToken) {
      forget('That is not the token.');
      return;
    }
    if (!answer.ok) {
      throw new Error('answered ' + answer.status);
    }
    take(await answer.json());
    state.problem = '';
  } catch (e) {
    state.problem = e.message;
  } finally {
    asking = false;
  }
  fresh();
}

function again() {
  clearTimeout(timer);
  timer = setTimeout(turn, PERIOD);
}

async function turn() {
  if (!asking && !state.paused && !document.hidden && (token || !needsToken)) {
    await ask();
  }
  again();
}

function take(data) {
  if (data.run !== state.run || data.last < state.last) {
    state.history = {};
  }
  for (const [key, values] of Object.entries(data.history)) {
    state.history[key] = (state.history[key] || []).concat(values).slice(-SECONDS);
  }
  state.run = data.run;
  state.last = data.last;
  state.heard = Date.now();
  if (data.farm) {
    state.data = data;
    draw();
  }
}

// ---- the token

function forget(why) {
  token = null;
  sessionStorage.removeItem(TOKEN);
  at('ask-error').textContent = why;
  at('ask').hidden = false;
  at('content').hidden = true;
  at('token').focus();
}

at('ask-form').addEventListener('submit', (event) => {
  event.preventDefault();
  token = at('token').value;
  if (!/^[!-~]{16,256}$/.test(token)) {
    forget('A token is 16 to 256 visible ASCII characters.');
    return;
  }
  sessionStorage.setItem(TOKEN, token);
  at('token').value = '';
  at('ask-error').textContent = '';
  at('ask').hidden = true;
  at('main').focus();
  state.run = '';
  clearTimeout(timer);
  turn();
});

// ---- the tables

function meta(cell, row) {
  if (!cell.firstChild) {
    const words = node('bdi', 'title');
    cell.append(words, node('span', 'meta'));
  }
  put(cell.firstChild, row.title === '' ? '(no title)' : strangers(row.title));
  const level = row.level ? strangers(row.level) : row.category;
  put(cell.lastChild, 'project ' + row.project + ' · ' + level + ' · for ' + duration(row.sinceSeconds));
}

const groups = new Table('groups', [
  { name: 'Group', key: 'title', value: (row) => row.title, header: true, className: 'words', fill: meta },
  { name: 'A second', key: 'rate', value: (row) => row.perSecond, number: true, fill: (cell, row) => put(cell, rate(row.perSecond)) },
  { name: 'Trend', className: 'trend', fill: (cell, row) => spark(cell, row.trend) },
  { name: 'Seen', key: 'seen', value: (row) => row.seen, number: true, wide: true, fill: (cell, row) => put(cell, count(row.seen)) },
  { name: 'Dropped', key: 'ignored', value: (row) => row.ignored, number: true, wide: true, fill: (cell, row) => put(cell, count(row.ignored)) },
], (row) => row.project + ' ' + row.id, 'rate');

const REASONS = [
  ['ignored', 'Repeats of a flood', 'more of one group than its limit in the window'],
  ['limited', 'Above a project’s limit', 'the project sends more than it may'],
  ['sampled', 'Sampled away', 'IGNORE_PERCENTAGE of a project'],
  ['shed', 'No room', 'the queue is full; the oldest and the least go first'],
  ['expired', 'Too old', 'waited longer than MAX_EVENT_AGE'],
  ['dead', 'Refused by Sentry', 'kept as dead letters: cyclops dead --list'],
  ['refused', 'Refused at the door', 'answered with an error: a wrong key, or no report'],
];

const drops = new Table('drops', [
  {
    name: 'Why', header: true, className: 'words',
    fill: (cell, row) => {
      if (!cell.firstChild) {
        cell.append(node('span', 'title', row.name), node('span', 'meta', row.detail));
      }
    },
  },
  { name: 'A second', number: true, fill: (cell, row) => put(cell, rate(row.rate)) },
  { name: 'In all', number: true, fill: (cell, row) => put(cell, count(row.total)) },
], (row) => row.key);

const projects = new Table('projects', [
  { name: 'Project', key: 'project', value: (row) => row.project, header: true, fill: (cell, row) => put(cell, row.project === 0 ? 'all others' : String(row.project)) },
  { name: 'In /s', key: 'in', value: (row) => row.rates.in, number: true, fill: (cell, row) => put(cell, rate(row.rates.in)) },
  { name: 'Passed /s', key: 'passed', value: (row) => row.rates.passed, number: true, fill: (cell, row) => put(cell, rate(row.rates.passed)) },
  {
    name: 'Dropped', key: 'dropped', value: (row) => part(row), number: true, wide: true,
    fill: (cell, row) => put(cell, row.totals.in > 0 ? percent(part(row)) : NONE),
  },
  { name: 'In, in all', key: 'total', value: (row) => row.totals.in, number: true, fill: (cell, row) => put(cell, compact(row.totals.in)) },
], (row) => row.project, 'in');

function part(row) {
  return row.totals.in > 0 ? (row.totals.in - row.totals.passed) / row.totals.in : 0;
}

const instances = new Table('instances', [
  {
    name: 'Instance', key: 'name', value: (row) => row.name, header: true, className: 'words',
    fill: (cell, row) => {
      if (!cell.firstChild) {
        cell.append(node('bdi', 'title'), node('span', 'meta'));
      }
      put(cell.firstChild, strangers(row.name));
      put(cell.lastChild, (row.own ? 'this one · ' : '') + (row.silent ? 'does not answer' : 'up for ' + duration(row.upSeconds)));
    },
  },
  { name: 'In /s', key: 'in', value: (row) => (row.silent ? -1 : row.rates.in), number: true, fill: (cell, row) => put(cell, row.silent ? NONE : rate(row.rates.in)) },
  { name: 'Sent /s', key: 'sent', value: (row) => (row.silent ? -1 : row.rates.sent), number: true, fill: (cell, row) => put(cell, row.silent ? NONE : rate(row.rates.sent)) },
  { name: 'Waiting', key: 'held', value: (row) => (row.silent ? -1 : row.held), number: true, wide: true, fill: (cell, row) => put(cell, row.silent ? NONE : count(row.held)) },
  { name: 'State', fill: (cell, row) => mark(cell, ...health(row)) },
], (row) => row.id, 'name');

function health(row) {
  if (row.silent) {
    return ['bad', 'silent'];
  }
  if (row.away) {
    return ['bad', 'Sentry away'];
  }
  if (row.parts.redis && row.parts.redis.link.shardsDown > 0) {
    return ['bad', 'Redis away'];
  }
  if (row.parts.spool && row.parts.spool.trouble) {
    return ['bad', 'spool in trouble'];
  }
  return row.keysFailing ? ['warn', 'keys not read'] : ['good', 'fine'];
}

// A shape and a word, not a colour alone.
const SHAPES = { good: '●', warn: '▲', bad: '■', off: '○' };

function mark(cell, kind, words) {
  const text = SHAPES[kind] + ' ' + words;
  if (!cell.firstChild) {
    cell.append(node('span'));
  }
  cell.firstChild.className = 'mark-' + kind;
  put(cell.firstChild, text);
}

// ---- the cards of states

const cards = new Map();

function card(title, kind, words, facts) {
  let made = cards.get(title);
  if (!made) {
    made = { box: node('section', 'card state'), status: node('p', 'status'), list: node('dl'), facts: new Map() };
    const head = node('h3', '', title);
    head.id = 'state-' + title.toLowerCase();
    made.box.setAttribute('aria-labelledby', head.id);
    made.box.append(head, made.status, made.list);
    at('states').append(made.box);
    cards.set(title, made);
  }
  mark(made.status, kind, words);
  for (const [name, value] of facts) {
    let fact = made.facts.get(name);
    if (!fact) {
      fact = { box: node('div'), value: node('dd') };
      fact.box.append(node('dt', '', name), fact.value);
      made.list.append(fact.box);
      made.facts.set(name, fact);
    }
    fact.box.hidden = value === null;
    put(fact.value, value === null ? '' : value);
  }
}

const ENDS = [
  ['rejected', 'events refused'], ['refused', 'keys refused'], ['rateLimited', 'rate limited'], ['errors', 'errors (500)'],
  ['unavailable', 'unavailable'], ['unreachable', 'no connection'], ['resets', 'connections cut'],
  ['timeouts', 'no answer in time'], ['untrusted', 'not trusted'], ['redirected', 'redirects'],
];

function pace(sentry) {
  const bounds = [];
  if (sentry.mayFly !== null) {
    bounds.push(rate(sentry.mayFly) + ' at once');
  }
  if (sentry.perSecond !== null) {
    bounds.push(rate(sentry.perSecond) + ' a second');
  }
  return bounds.length ? bounds.join(', ') : null;
}

function states(data) {
  const { sentry, queue, keys, parts } = data;
  const ends = ENDS.filter(([key]) => sentry.sends[key] > 0).map(([key, name]) => name + ' ' + count(sentry.sends[key]));
  card('Sentry', sentry.away ? 'bad' : 'good',
    sentry.away ? 'away for ' + duration((data.millis - sentry.awaySinceMillis) / 1000) : 'answers', [
      ['Answers in', millis(sentry.averageMillis)],
      ['Fastest 90 %', millis(sentry.percentileMillis)],
      ['Pace', pace(sentry)],
      ['On the way', count(sentry.inFlight)],
      ['Breaker', sentry.breaker ? 'open: only probes are sent' : 'closed'],
      ['Opened', sentry.openings > 0 ? plural(sentry.openings, 'time', 'times') : null],
      ['Because', sentry.breaker && sentry.reason ? strangers(sentry.reason) : null],
      ['Failed sends', ends.length ? ends.join(', ') : 'none'],
    ]);
  const full = queue.maxBytes ? queue.bytes / queue.maxBytes : 0;
  card('Queue', full > 0.9 ? 'bad' : full > 0.6 || queue.notDurable > 0 ? 'warn' : 'good',
    queue.held === 0 ? 'empty' : plural(queue.held, 'event waits', 'events wait'), [
      ['For their time', count(queue.delayed)],
      ['In hand', count(queue.leased)],
      ['Held back', count(queue.parked)],
      ['In memory only', queue.notDurable > 0 ? count(queue.notDurable) : null],
      ['Dead letters', count(queue.dead)],
      ['Takes', bytes(queue.bytes) + (queue.maxBytes ? ' of ' + bytes(queue.maxBytes) : '')],
    ]);
  card('Keys', data.keysFailing ? 'warn' : 'good',
    keys.keys === 0 && keys.ageSeconds === null && !keys.failing ? 'everybody may report' : data.keysFailing ? 'cannot be read now' : 'valid', [
      ['Keys', keys.keys === 0 ? null : count(keys.keys)],
      ['Of projects', keys.keys === 0 ? null : count(keys.projects)],
      ['Read', keys.ageSeconds === null ? null : duration(keys.ageSeconds) + ' ago' + (keys.fromSnapshot ? ', from a snapshot' : '')],
    ]);
  if (parts.redis) {
    const link = parts.redis.link;
    const down = link.shardsDown > 0;
    card('Redis', down ? 'bad' : 'good', down ? (link.shardsUp > 0 ? 'a part does not answer' : 'does not answer') : 'answers', [
      ['Answers in', millis(link.smoothedBatchNanos / 1e6)],
      ['Commands', count(link.commands)],
      ['Failed', count(link.failures)],
      ['Instances', count(parts.redis.instances)],
    ]);
  }
  if (parts.spool) {
    const spool = parts.spool;
    card('Spool', spool.trouble ? 'bad' : 'good', spool.trouble ? strangers(spool.trouble) : 'takes events', [
      ['Folder', strangers(spool.folder)],
      ['Its files', bytes(spool.fileBytes)],
      ['Free there', spool.volumeFreeBytes < 0 ? null : bytes(spool.volumeFreeBytes)],
    ]);
  }
}

// ---- the whole

// Of the last seconds, so that the figures can be read.
function smoothed() {
  const now = {};
  for (const [key, values] of Object.entries(state.history)) {
    const last = values.slice(-SMOOTH).filter((value) => value !== null);
    now[key] = last.length ? last.reduce((sum, value) => sum + value, 0) / last.length : 0;
  }
  return now;
}

function sentence(data, now) {
  const told = summary(data, now);
  at('hero').dataset.kind = told.kind;
  const line = at('sentence');
  const text = told.pieces.map((piece) => (typeof piece === 'string' ? piece : strangers(piece.words))).join('');
  if (line.textContent !== text) {
    line.replaceChildren(
      ...told.pieces.map((piece) => (typeof piece === 'string' ? piece : node('bdi', 'words', strangers(piece.words))))
    );
  }
  const also = told.others.map((other) => other.text + '.').join(' ');
  at('also').hidden = also === '';
  put(at('also'), also);
  // Only what is new is said aloud, not each number.
  if (told.id !== state.told) {
    state.told = told.id;
    put(at('announce'), text);
  }
  document.title = { bad: '■ ', flood: '▲ ', warn: '▲ ', calm: '' }[told.kind] + 'Cyclops';
}

function draw() {
  const { data } = state;
  const now = smoothed();
  at('content').hidden = false;
  at('ask').hidden = true;
  sentence(data, now);

  put(at('flow-in'), rate(now.in));
  put(at('flow-passed'), rate(now.passed));
  put(at('flow-queued'), compact(data.queue.held));
  put(at('flow-sent'), rate(now.sent));
  put(at('sum-in'), compact(data.totals.in) + ' in all');
  put(at('sum-passed'), compact(data.totals.passed) + ' in all');
  put(at('sum-queued'), bytes(data.queue.bytes));
  put(at('sum-sent'), compact(data.totals.sent) + ' in all');
  reasons(data, now);

  charts ??= new Charts();
  charts.draw(state.history, state.seconds);

  const wanted = state.filter;
  const shown = data.groups.filter((row) => wanted === '' || String(row.project) === wanted);
  groups.draw(shown);
  at('groups-empty').hidden = shown.length > 0;
  drops.draw(REASONS.map(([key, name, detail]) => ({ key, name, detail, rate: data.rates[key], total: data.totals[key] })));
  const known = data.projects.filter((row) => wanted === '' || String(row.project) === wanted);
  projects.draw(known);
  at('projects-empty').hidden = known.length > 0;
  states(data);
  farm(data);
  put(at('foot'), 'Since ' + new Date(data.startedMillis).toLocaleString('en-GB') + '. Times are of this browser, rates of the last ' + SMOOTH + ' seconds.');
}

function reasons(data, now) {
  const parts = [
    ['ignored', 'repeats dropped', now.ignored], ['limited', 'above a limit', now.limited],
    ['lost', 'given up', now.lost], ['refused', 'refused', now.refused], ['failed', 'failed sends', now.failed],
  ].filter(([key, , value]) => value > 0 || key === 'ignored');
  const list = at('reasons');
  while (list.children.length > parts.length) {
    list.lastChild.remove();
  }
  parts.forEach(([key, name, value], i) => {
    const item = list.children[i] || list.appendChild(node('li'));
    item.className = key;
    const share = now.in > 0 && key !== 'failed' ? ', ' + percent(Math.min(1, value / now.in)) : '';
    put(item, rate(value) + '/s ' + name + share);
  });
}

function farm(data) {
  const { farm: all } = data;
  const rows = all.instances.concat(
    all.silent.map((address) => ({ id: 'silent ' + address, name: address || 'one of another version', silent: true, own: false }))
  );
  at('instances-section').hidden = rows.length < 2 && all.over === '';
  instances.draw(rows);
  const unseen = all.expected - rows.length;
  const heard = plural(all.instances.length, 'instance', 'instances') + (all.over ? ', heard over ' + all.over : '') + '.';
  const rest = unseen > 0 ? ' ' + plural(unseen, 'more tells', 'more tell') + ' nothing: without an operator’s port.' : '';
  put(at('instances-note'), (all.connected ? heard : 'Only this instance can be seen now: ' + all.over + ' does not answer.') + rest);
}

function fresh() {
  const box = at('fresh');
  const silent = Date.now() - state.heard;
  let kind = 'live';
  let text = 'live';
  if (state.paused) {
    kind = 'paused';
    text = 'paused at ' + clock(state.heard);
  } else if (needsToken && !token) {
    kind = 'begin';
    text = 'waits for the token';
  } else if (state.heard === 0) {
    kind = state.problem ? 'stale' : 'begin';
    text = state.problem ? 'no answer yet' : 'asking …';
  } else if (silent > STALE) {
    kind = 'stale';
    text = 'no answer since ' + clock(state.heard);
  }
  box.dataset.state = kind;
  document.body.dataset.fresh = kind;
  put(at('fresh-text'), text);
}

// ---- the controls

for (const input of document.querySelectorAll('input[name=window]')) {
  input.addEventListener('change', () => {
    state.seconds = Number(input.value);
    if (state.data) {
      charts.draw(state.history, state.seconds);
    }
  });
}

at('pause').addEventListener('click', () => {
  state.paused = !state.paused;
  at('pause').setAttribute('aria-pressed', String(state.paused));
  fresh();
  if (!state.paused) {
    clearTimeout(timer);
    turn();
  }
});

at('filter').addEventListener('input', () => {
  state.filter = at('filter').value.trim();
  if (state.data) {
    draw();
  }
});

const page = document.documentElement.dataset;

function isDark() {
  return page.theme === 'dark';
}

function themed() {
  put(at('theme'), isDark() ? 'Light' : 'Dark');
  if (charts) {
    charts.redo();
  }
}

at('theme').addEventListener('click', () => {
  const next = isDark() ? 'light' : 'dark';
  page.theme = next;
  page.chosenTheme = next;
  try {
    localStorage.setItem('cyclops-theme', next);
  } catch {
    // Then for as long as the page is open.
  }
  themed();
});
// theme.js, which was there first, has followed it by then.
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', themed);

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    clearTimeout(timer);
    turn();
  }
});

themed();
setInterval(fresh, 500);
fresh();
if (needsToken && !token) {
  forget('');
} else {
  turn();
}
