/**
 * The rows of the live log, oldest first, in bounded memory, and those of them that pass the filter.
 * Beyond the limit the oldest twentieth is let go at once, so that appending stays cheap.
 */

const TIME_WIDTH = 16;

export class LogStore {
  #limit;
  #rows = [];
  #shown = this.#rows;
  #needle = '';
  #letGo = 0;

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

  /** @param {import('./log-line.js').LogEntry} entry */
  append(entry) {
    this.#rows.push(entry);
    if (this.#filtered() && this.#passes(entry)) {
      this.#shown.push(entry);
    }
    if (this.#rows.length > this.#limit) {
      this.#letOldestGo(Math.max(1, Math.floor(this.#limit / 20)));
    }
  }

  /** Shows only rows that hold this text, upper and lower case alike; the time column does not count. */
  filter(text) {
    this.#needle = text.trim().toLowerCase();
    this.#shown = this.#filtered() ? this.#rows.filter((row) => this.#passes(row)) : this.#rows;
    this.#letGo = 0;
  }

  clear() {
    this.#rows = [];
    this.filter(this.#needle);
  }

  #filtered() {
    return this.#needle !== '';
  }

  #passes(entry) {
    return entry.text.slice(TIME_WIDTH).toLowerCase().includes(this.#needle);
  }

  #letOldestGo(count) {
    const gone = this.#rows.splice(0, count);
    if (this.#filtered()) {
      const goneShown = gone.filter((row) => this.#passes(row)).length;
      this.#shown.splice(0, goneShown);
      this.#letGo += goneShown;
    } else {
      this.#letGo += count;
    }
  }
}
