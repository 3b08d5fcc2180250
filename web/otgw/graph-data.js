/**
 * The curves of the graph: one row for each second in which something changed, the last value carried forward, in
 * bounded memory.
 */

import { partsOf } from './log-line.js';

/** A day with a row for each second. */
const MOST_ROWS = 86_400;
const LEAST = -50;
const GREATEST = 150;

/** The curves in the order of the export, with the words for each. */
export const SERIES = ['flame', 'dhwMode', 'chMode', 'mod', 'ctrlSp', 'boiler', 'return', 'roomSp', 'room', 'outside'];

const NUMBERS = { 1: 'ctrlSp', 16: 'roomSp', 17: 'mod', 24: 'room', 25: 'boiler', 27: 'outside', 28: 'return' };
const STATUS = /^Slave\s+\[(.{8})/;

export class GraphData {
  #times = [];
  #columns = SERIES.map(() => []);
  #last = SERIES.map(() => null);
  #marks = [];

  /** When the connection was lost or came back: the time in seconds, and whether it came back. */
  get marks() {
    return this.#marks;
  }

  get length() {
    return this.#times.length;
  }

  /** @param {import('./log-line.js').LogEntry} entry */
  accept(entry, atMillis) {
    const frame = partsOf(entry);
    if (frame === null || frame.flag !== '>') {
      return;
    }
    const found = readings(frame);
    if (Object.keys(found).length > 0) {
      this.#add(atMillis / 1000, found);
    }
  }

  mark(atMillis, back) {
    this.#marks = [...this.#marks.slice(-99), { seconds: atMillis / 1000, back }];
  }

  /**
   * What happened since then: the times and the curve, from the last row before it on, so that the line begins at the
   * left edge.
   */
  since(seconds) {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#times[middle] < seconds) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const from = Math.max(0, low - 1);
    return {
      times: this.#times.slice(from),
      column: (name) => this.#columns[SERIES.indexOf(name)].slice(from),
    };
  }

  /** All rows as comma-separated text. */
  csv() {
    const head = 'Timestamp,Flame,DHW Mode,CH Mode,Modulation (%),Control SetPoint,Boiler Temp,Return Temp,Room SetPoint,'
      + 'Room Temp,Outside Temp';
    const rows = this.#times.map((seconds, row) =>
      [new Date(seconds * 1000).toISOString(), ...this.#columns.map((column) => column[row] ?? '')].join(','));
    return [head, ...rows, ''].join('\n');
  }

  #add(seconds, found) {
    SERIES.forEach((name, index) => {
      this.#last[index] = found[name] ?? this.#last[index];
    });
    const whole = Math.max(Math.floor(seconds), this.#times.at(-1) ?? 0);
    let row = this.#times.length - 1;
    if (this.#times[row] !== whole) {
      row += 1;
      this.#times.push(whole);
    }
    this.#columns.forEach((column, index) => {
      column[row] = this.#last[index];
    });
    if (this.#times.length > MOST_ROWS) {
      for (const column of [this.#times, ...this.#columns]) {
        column.splice(0, MOST_ROWS / 20);
      }
    }
  }
}

function readings({ id, value }) {
  if (id === 0) {
    const letters = STATUS.exec(value)?.[1];
    return letters === undefined ? {} : {
      chMode: Number(letters[1] === 'C'),
      dhwMode: Number(letters[2] === 'W'),
      flame: Number(letters[3] === 'F'),
    };
  }
  const name = NUMBERS[id];
  const number = Number.parseFloat(value);
  const fits = name === 'mod' ? number >= 0 && number <= 100 : number >= LEAST && number <= GREATEST;
  return name !== undefined && fits ? { [name]: number } : {};
}
