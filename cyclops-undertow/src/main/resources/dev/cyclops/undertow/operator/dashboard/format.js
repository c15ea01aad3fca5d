// Numbers and strangers' words, as people read them.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const NONE = '–';

export function count(value) {
  return value === null || value === undefined ? NONE : whole.format(value);
}

// For narrow places.
export function compact(value) {
  return value < 100000 ? whole.format(value) : short.format(value);
}

// A rate without its unit.
export function rate(value) {
  if (value === null || value === undefined) {
    return NONE;
  }
  if (value === 0) {
    return '0';
  }
  if (value < 0.05) {
    return '<0.1';
  }
  return value < 10 ? tenths.format(value) : compact(Math.round(value));
}

export function percent(part) {
  const hundred = part * 100;
  if (hundred > 99.9 && hundred < 100) {
    return '>99.9 %';
  }
  return tenths.format(hundred) + ' %';
}

export function millis(value) {
  if (value === null || value === undefined) {
    return NONE;
  }
  if (value >= 10000) {
    return tenths.format(value / 1000) + ' s';
  }
  return (value < 10 ? tenths.format(value) : whole.format(value)) + ' ms';
}

export function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  let rest = value;
  while (rest >= 1024 && at < units.length - 1) {
    rest /= 1024;
    at++;
  }
  return (rest < 10 && at > 0 ? tenths.format(rest) : whole.format(rest)) + ' ' + units[at];
}

export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) {
    return s + ' s';
  }
  if (s < 3600) {
    return Math.floor(s / 60) + ' min';
  }
  if (s < 86400) {
    return Math.floor(s / 3600) + ' h ' + Math.floor((s % 3600) / 60) + ' min';
  }
  return Math.floor(s / 86400) + ' d ' + Math.floor((s % 86400) / 3600) + ' h';
}

export function clock(millisOfDay) {
  return new Date(millisOfDay).toLocaleTimeString('en-GB');
}

export function exact(value) {
  return hundredths.format(value);
}

export function plural(number, one, many) {
  return count(number) + ' ' + (number === 1 ? one : many);
}

// What turns the direction of writing, or is not seen at all, would lie about what stands there.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

export function strangers(text) {
  return text.replace(
    UNSEEN,
    (c) => '\u27e8U+' + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0') + '\u27e9'
  );
}
