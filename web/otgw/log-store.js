/**
 * The rows of the live log, oldest first, in bounded memory, and those of them that pass the filter.
 * Beyond the limit the oldest twentieth is let go at once, so that appending stays cheap. While it is paused, new rows
 * wait outside and come in together afterwards.
 */

/** @typedef {import('./log-line.js').LogEntry} LogEntry */

export class LogStore {
  #limit;
  /** @type {LogEntry[]} */
  #rows = [];
  #shown = this.#rows;
  /** @type {((entry: LogEntry) => boolean) | null} */
  #passes = null;
  #letGo = 0;
  /** @type {LogEntry[] | null} */
  #waiting = null;

  constructor(limit = 20_000) {
    this.#limit = limit;
  }

  /** All rows. */
  get rows() {
    return this.#rows;
  }

  /** The rows that pass the filter. */
  get shown() {
    return this.#shown;
  }

  /** How many of the shown rows have been let go since the last filter change or clear. */
  get letGo() {
    return this.#letGo;
  }

  get limit() {
    return this.#limit;
  }

  /** Keeps at most this many rows from now on. */
  set limit(limit) {
    this.#limit = limit;
    if (this.#rows.length > limit) {
      this.#letOldestGo(this.#rows.length - limit);
    }
  }

  /** How many rows wait until the pause is over; null if there is no pause. */
  get waiting() {
    return this.#waiting === null ? null : this.#waiting.length;
  }

  pause() {
    this.#waiting ??= [];
  }

  goOn() {
    const waited = this.#waiting ?? [];
    this.#waiting = null;
    waited.forEach((entry) => this.append(entry));
  }

  /** @param {LogEntry} entry */
  append(entry) {
    if (this.#waiting !== null) {
      this.#waiting.push(entry);
      if (this.#waiting.length > this.#limit) {
        this.#waiting.splice(0, this.#slice());
      }
      return;
    }
    this.#rows.push(entry);
    if (this.#passes?.(entry)) {
      this.#shown.push(entry);
    }
    if (this.#rows.length > this.#limit) {
      this.#letOldestGo(this.#slice());
    }
  }

  /** @param {((entry: LogEntry) => boolean) | null} passes null shows every row */
  filter(passes) {
    this.#passes = passes;
    this.#shown = passes === null ? this.#rows : this.#rows.filter(passes);
    this.#letGo = 0;
  }

  clear() {
    this.#rows = [];
    this.filter(this.#passes);
  }

  #slice() {
    return Math.max(1, Math.floor(this.#limit / 20));
  }

  #letOldestGo(count) {
    const gone = this.#rows.splice(0, count);
    if (this.#passes === null) {
      this.#letGo += count;
    } else {
      const goneShown = gone.filter(this.#passes).length;
      this.#shown.splice(0, goneShown);
      this.#letGo += goneShown;
    }
  }
}
