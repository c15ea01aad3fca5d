// Tables that are filled anew each second without losing the keyboard's place in them.

export function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

// Changes only what has changed, for the sake of who reads or selects it.
export function put(cell, text) {
  if (cell.textContent !== text) {
    cell.textContent = text;
  }
}

export class Table {
  // columns: {name, key?, number?, narrow?, fill(cell, row)}; those with a key can be sorted by.
  constructor(id, columns, keyOf, sortedBy) {
    this.table = document.getElementById(id);
    this.columns = columns;
    this.keyOf = keyOf;
    this.sort = sortedBy ? { key: sortedBy, down: true } : null;
    this.rows = [];
    this.lines = new Map();
    this.head();
  }

  head() {
    const row = node('tr');
    this.buttons = new Map();
    for (const column of this.columns) {
      const cell = node('th', this.classes(column));
      cell.scope = 'col';
      if (column.key && this.sort) {
        const button = node('button', 'sort', column.name);
        button.type = 'button';
        button.addEventListener('click', () => this.sortBy(column));
        cell.append(button);
        this.buttons.set(column.key, cell);
      } else {
        cell.textContent = column.name;
      }
      row.append(cell);
    }
    this.table.tHead.append(row);
    this.mark();
  }

  classes(column) {
    return [column.number ? 'number' : '', column.wide ? 'wide-only' : '', column.className || ''].join(' ').trim();
  }

  sortBy(column) {
    const same = this.sort.key === column.key;
    this.sort = { key: column.key, down: same ? !this.sort.down : column.number === true };
    this.mark();
    this.draw(this.rows);
  }

  mark() {
    for (const [key, cell] of this.buttons) {
      if (key === this.sort.key) {
        cell.setAttribute('aria-sort', this.sort.down ? 'descending' : 'ascending');
      } else {
        cell.removeAttribute('aria-sort');
      }
    }
  }

  ordered(rows) {
    if (!this.sort) {
      return rows;
    }
    const column = this.columns.find((one) => one.key === this.sort.key);
    const direction = this.sort.down ? -1 : 1;
    return [...rows].sort((a, b) => {
      const x = column.value(a);
      const y = column.value(b);
      return x === y ? 0 : (x < y ? -1 : 1) * direction;
    });
  }

  draw(rows) {
    this.rows = rows;
    const body = this.table.tBodies[0];
    const seen = new Set();
    this.ordered(rows).forEach((row, place) => {
      const key = this.keyOf(row);
      seen.add(key);
      let line = this.lines.get(key);
      if (!line) {
        line = node('tr');
        for (const column of this.columns) {
          const cell = node(column.header ? 'th' : 'td', this.classes(column));
          if (column.header) {
            cell.scope = 'row';
          }
          line.append(cell);
        }
        this.lines.set(key, line);
      }
      if (body.children[place] !== line) {
        body.insertBefore(line, body.children[place] || null);
      }
      this.columns.forEach((column, i) => column.fill(line.children[i], row));
    });
    for (const [key, line] of this.lines) {
      if (!seen.has(key)) {
        line.remove();
        this.lines.delete(key);
      }
    }
    this.table.hidden = rows.length === 0;
  }
}

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 96;
const TALL = 24;

// A line of the last two minutes, with a word beside it: up, down or steady.
export function spark(cell, trend) {
  if (!cell.firstChild) {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 ' + WIDTH + ' ' + TALL);
    svg.setAttribute('width', WIDTH);
    svg.setAttribute('height', TALL);
    svg.setAttribute('aria-hidden', 'true');
    svg.append(document.createElementNS(SVG, 'polyline'));
    cell.append(svg, node('span', 'direction'));
  }
  const known = trend.filter((value) => value !== null);
  const most = Math.max(1e-9, ...known);
  const step = WIDTH / Math.max(1, trend.length - 1);
  const points = trend
    .map((value, i) => (value === null ? null : (i * step).toFixed(1) + ',' + (TALL - 2 - (value / most) * (TALL - 4)).toFixed(1)))
    .filter((point) => point !== null);
  cell.firstChild.firstChild.setAttribute('points', points.join(' '));
  put(cell.lastChild, direction(known));
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function direction(known) {
  if (known.length < 4) {
    return '★ new';
  }
  const now = mean(known.slice(-2));
  const before = mean(known.slice(0, Math.max(1, known.length - 12)));
  if (now > before * 1.3 + 0.1) {
    return '▲ rising';
  }
  return now < before * 0.7 - 0.1 ? '▼ falling' : '▬ steady';
}
