// The charts. What a chart shows stands in a small table below it too: now, on average, at most.
import { clock, count, millis, rate } from './format.js';

const HEIGHT = 190;

const KINDS = [
  {
    id: 'chart-events',
    unit: 'events/s',
    format: rate,
    series: [
      { key: 'in', name: 'in', colour: '--in', fill: true },
      { key: 'ignored', name: 'repeats, dropped', colour: '--dropped', dash: [8, 4] },
      { key: 'passed', name: 'passed', colour: '--passed', dash: [2, 3] },
      { key: 'sent', name: 'sent to Sentry', colour: '--sent' },
    ],
  },
  {
    id: 'chart-queue',
    unit: 'events',
    format: count,
    series: [{ key: 'queued', name: 'waiting', colour: '--queued', fill: true }],
  },
  {
    id: 'chart-sentry',
    unit: 'ms',
    format: millis,
    series: [{ key: 'response', name: 'answers in', colour: '--response', fill: true }],
  },
  {
    id: 'chart-pace',
    unit: 'sends',
    format: rate,
    series: [
      { key: 'pace', name: 'allowed', colour: '--passed', dash: [8, 4] },
      { key: 'flying', name: 'on the way', colour: '--sent' },
    ],
  },
];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

class Chart {
  constructor(kind) {
    this.kind = kind;
    this.figure = document.getElementById(kind.id);
    this.place = element('div', 'plot');
    this.place.setAttribute('aria-hidden', 'true');
    this.figure.append(this.place, this.legend());
    this.plot = null;
    this.span = [0, 1];
    new ResizeObserver(() => this.fit()).observe(this.place);
  }

  legend() {
    const table = element('table', 'legend');
    const caption = element('caption', 'hidden', this.figure.querySelector('h3').textContent + ', in numbers');
    const head = element('thead');
    const row = element('tr');
    for (const name of [this.kind.unit, 'now', 'average', 'most']) {
      const cell = element('th', '', name);
      cell.scope = 'col';
      row.append(cell);
    }
    head.append(row);
    const body = element('tbody');
    this.cells = this.kind.series.map((series) => {
      const line = element('tr');
      const name = element('th');
      name.scope = 'row';
      const swatch = element('span', 'swatch ' + series.key);
      swatch.setAttribute('aria-hidden', 'true');
      name.append(swatch, series.name);
      const cells = [element('td'), element('td'), element('td')];
      line.append(name, ...cells);
      body.append(line);
      return cells;
    });
    table.append(caption, head, body);
    return table;
  }

  options() {
    const grid = { stroke: colour('--line'), width: 1 };
    const text = colour('--muted');
    const font = '12px system-ui, sans-serif';
    const { format } = this.kind;
    return {
      width: Math.max(50, this.place.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: true, range: () => this.span },
        y: { range: (plot, min, max) => [0, Math.max(this.kind.unit === 'ms' ? 10 : 5, (max || 0) * 1.1)] },
      },
      axes: [
        { stroke: text, grid: { show: false }, ticks: grid, font, space: 70, values: (plot, at) => at.map((t) => clock(t * 1000)) },
        { stroke: text, grid, ticks: { show: false }, font, size: 56, values: (plot, at) => at.map((v) => format(v)) },
      ],
      series: [
        {},
        ...this.kind.series.map((series) => ({
          label: series.name,
          stroke: colour(series.colour),
          width: 2,
          dash: series.dash,
          fill: series.fill ? colour(series.colour + '-fill') : undefined,
          points: { show: false },
          spanGaps: false,
        })),
      ],
    };
  }

  fit() {
    if (this.plot && this.place.clientWidth > 0) {
      this.plot.setSize({ width: this.place.clientWidth, height: HEIGHT });
    }
  }

  // In other colours.
  redo() {
    if (this.plot) {
      this.plot.destroy();
      this.plot = null;
      this.draw(this.shown);
    }
  }

  draw(shown) {
    this.shown = shown;
    this.span = [shown.end - shown.seconds, shown.end];
    const columns = [shown.times, ...this.kind.series.map((series) => shown.values[series.key])];
    if (this.plot) {
      this.plot.setData(columns);
    } else {
      this.plot = new uPlot(this.options(), columns, this.place);
    }
    this.kind.series.forEach((series, i) => {
      const known = shown.values[series.key].filter((value) => value !== null);
      const [now, average, most] = this.cells[i];
      now.textContent = this.kind.format(known.length ? known[known.length - 1] : null);
      const sum = known.reduce((all, value) => all + value, 0);
      average.textContent = this.kind.format(known.length ? sum / known.length : null);
      most.textContent = this.kind.format(known.length ? Math.max(...known) : null);
    });
  }
}

export class Charts {
  constructor() {
    this.all = KINDS.map((kind) => new Chart(kind));
  }

  draw(history, seconds) {
    const end = history.millis.length ? history.millis[history.millis.length - 1] / 1000 : Date.now() / 1000;
    let from = history.millis.length;
    while (from > 0 && history.millis[from - 1] / 1000 >= end - seconds) {
      from--;
    }
    const values = {};
    for (const key of Object.keys(history)) {
      values[key] = history[key].slice(from);
    }
    const times = values.millis.map((at) => at / 1000);
    for (const chart of this.all) {
      chart.draw({ end, seconds, times, values });
    }
  }

  redo() {
    this.all.forEach((chart) => chart.redo());
  }
}
