// The state of all in one sentence: what is worst comes first.
import { count, duration, millis, percent, plural, rate, strangers } from './format.js';

const FLOOD_RATE = 1;
const FLOOD_PART = 0.2;
const BACKLOG_SECONDS = 5;

function sentryWords(data) {
  const average = data.sentry.averageMillis;
  return average === null ? 'Sentry was not asked yet' : 'Sentry answers in ' + millis(average);
}

// Whatever is not as it should be, in some words each; the worst first.
export function troubles(data, now) {
  const list = [];
  const { sentry, queue, parts, rates, farm } = data;
  if (sentry.away) {
    const since = (data.millis - sentry.awaySinceMillis) / 1000;
    list.push({
      kind: 'bad',
      id: 'away',
      text: 'Sentry has been away for ' + duration(since) + '; '
        + plural(queue.held, 'event waits', 'events wait'),
    });
  }
  const lost = now.lost;
  if (lost > 0) {
    list.push({ kind: 'bad', id: 'lost', text: rate(lost) + ' events/s are given up' });
  }
  const redis = parts.redis;
  if (redis && redis.link && redis.link.shardsDown > 0) {
    const kept = queue.notDurable > 0 ? '; ' + plural(queue.notDurable, 'event waits', 'events wait') + ' in memory only' : '';
    list.push({ kind: 'bad', id: 'redis', text: 'Redis does not answer' + kept });
  } else if (queue.notDurable > 0) {
    list.push({ kind: 'warn', id: 'memory', text: plural(queue.notDurable, 'event waits', 'events wait') + ' in memory only' });
  }
  if (parts.spool && parts.spool.trouble) {
    list.push({ kind: 'bad', id: 'spool', text: 'The spool takes no events: ' + strangers(parts.spool.trouble) });
  }
  if (data.keysFailing) {
    list.push({ kind: 'warn', id: 'keys', text: 'The keys of projects cannot be read; the last ones are used' });
  }
  if (!farm.connected) {
    list.push({ kind: 'warn', id: 'farm', text: 'The rest of the farm is not heard: these are the numbers of one instance' });
  }
  if (farm.silent.length > 0) {
    list.push({ kind: 'warn', id: 'silent', text: plural(farm.silent.length, 'instance does', 'instances do') + ' not answer' });
  }
  if (rates.refused > 0 && rates.refused > rates.in * 0.5) {
    list.push({ kind: 'warn', id: 'refused', text: percent(now.refused / now.in) + ' of what comes is refused' });
  }
  return list;
}

// The sentence: pieces of text, of which {words} are strangers'.
export function summary(data, now) {
  const list = troubles(data, now);
  const bad = list.find((one) => one.kind === 'bad');
  if (bad) {
    return { kind: 'bad', id: bad.id, pieces: [bad.text + '.'], others: list.filter((one) => one !== bad) };
  }
  const others = list;
  const top = data.groups[0];
  const dropped = now.in > 0 ? now.ignored / now.in : 0;
  if (top && top.perSecond >= FLOOD_RATE && dropped >= FLOOD_PART && now.ignored >= FLOOD_RATE) {
    return {
      kind: 'flood',
      id: 'flood',
      pieces: [
        'A flood of ', { words: top.title }, ' in project ' + top.project + ': '
          + rate(now.in) + ' events/s in, ' + percent(dropped) + ' dropped as repeats, ' + sentryWords(data) + '.',
      ],
      others,
    };
  }
  const backlog = data.queue.held;
  if (backlog > 20 && backlog > now.sent * BACKLOG_SECONDS) {
    const left = now.sent > now.passed ? ', about ' + duration(backlog / (now.sent - now.passed)) + ' to go' : '';
    return {
      kind: 'warn',
      id: 'backlog',
      pieces: [count(backlog) + ' events wait; Sentry takes ' + rate(now.sent) + ' a second' + left + '.'],
      others,
    };
  }
  if (now.in === 0) {
    return { kind: 'calm', id: 'quiet', pieces: ['All is quiet: nothing comes in, ' + sentryWords(data) + '.'], others };
  }
  const drops = now.ignored > 0 ? ', ' + percent(dropped) + ' dropped as repeats' : '';
  return {
    kind: 'calm',
    id: 'well',
    pieces: ['All is well: ' + rate(now.in) + ' events/s in' + drops + ', ' + sentryWords(data) + '.'],
    others,
  };
}
