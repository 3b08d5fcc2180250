/** What was said on the bus: one row for each data id and message type, with how often it comes and its last value. */

import { element, setText } from '../shared/dom.js';
import { partsOf } from './log-line.js';
import { say } from './texts.js';

const LONGEST_GAP_MILLIS = 3_600_000;
const COUNTED_TYPES = [1, 4, 6, 7];

export class Statistics {
  #rows = new Map();

  /** @param {import('./log-line.js').LogEntry} entry */
  accept(entry, atMillis) {
    const frame = partsOf(entry);
    if (frame === null || (!COUNTED_TYPES.includes(frame.type) && !(frame.type === 0 && frame.id === 0))) {
      return;
    }
    const key = `${frame.type}/${frame.id}`;
    const row = this.#rows.get(key) ?? { id: frame.id, direction: frame.direction, gaps: 0, gapMillis: 0, last: null };
    const gap = atMillis - (row.last ?? atMillis);
    if (gap > 0 && gap < LONGEST_GAP_MILLIS) {
      row.gaps += 1;
      row.gapMillis += gap;
    }
    this.#rows.set(key, { ...row, last: atMillis, label: frame.label, value: frame.value });
  }

  clear() {
    this.#rows.clear();
  }

  /** @returns {{hex: string, dec: number, direction: string, label: string, interval: number | null, value: string}[]} */
  rows() {
    return [...this.#rows.values()].map(({ id, direction, label, value, gaps, gapMillis }) => ({
      hex: id.toString(16).toUpperCase().padStart(2, '0'),
      dec: id,
      direction,
      label,
      interval: gaps === 0 ? null : gapMillis / gaps / 1000,
      value,
    }));
  }
}

const COLUMNS = ['hex', 'dec', 'direction', 'label', 'interval', 'value'];
const HEADS = ['hex', 'dec', 'direction', 'description', 'interval', 'value'];

/** The table of the statistics; a click on a head sorts by it, a second one the other way round. */
export class StatisticsView {
  #statistics;
  #body = element('tbody');
  #count;
  #heads;
  #by = 'dec';
  #down = false;

  /** @param {HTMLTableElement} table  @param {HTMLElement} count */
  constructor(statistics, table, count) {
    this.#statistics = statistics;
    this.#count = count;
    this.#heads = COLUMNS.map((column, index) => {
      const button = element('button', { type: 'button' }, say(HEADS[index]));
      button.addEventListener('click', () => this.#sortBy(column));
      return element('th', { scope: 'col', 'data-column': column }, button);
    });
    table.append(element('thead', {}, element('tr', {}, ...this.#heads)), this.#body);
  }

  show() {
    const rows = this.#statistics.rows().sort((one, other) => this.#order(one[this.#by], other[this.#by]));
    for (const head of this.#heads) {
      const sorted = head.dataset.column === this.#by;
      head.setAttribute('aria-sort', sorted ? (this.#down ? 'descending' : 'ascending') : 'none');
    }
    while (this.#body.rows.length > rows.length) {
      this.#body.lastChild.remove();
    }
    rows.forEach((row, index) => {
      const line = this.#body.rows[index] ?? this.#body.appendChild(element('tr', {}, ...COLUMNS.map(() => element('td'))));
      COLUMNS.forEach((column, at) => setText(line.cells[at], shown(row[column])));
    });
    setText(this.#count, say('uniqueMessages', rows.length));
  }

  #sortBy(column) {
    this.#down = column === this.#by && !this.#down;
    this.#by = column;
    this.show();
  }

  #order(one, other) {
    const order = typeof one === 'string' ? one.localeCompare(other) : (one ?? Infinity) - (other ?? Infinity);
    return this.#down ? -order : order;
  }
}

function shown(cell) {
  if (cell === null) {
    return '–';
  }
  return typeof cell === 'number' && !Number.isInteger(cell) ? cell.toFixed(1) : String(cell);
}
