/**
 * Turns what the live stream says into rows of the log and tells everyone who listens, and closes the gap after a
 * reconnect by the snapshot.
 */

import { eventEntry, frameEntry, millisBetween } from './log-line.js';
import { say } from './texts.js';
import { ZoneClock } from './zone-clock.js';

/** @typedef {import('./log-line.js').LogEntry} LogEntry */

export class LogFeed {
  #store;
  #listeners;
  #clock;
  #lastFrame = null;

  /**
   * @param {import('./log-store.js').LogStore} store
   * @param {((entry: LogEntry, atMillis: number) => void)[]} listeners get each row with the time it is from, by the
   *   browser's clock
   * @param {ZoneClock} clock
   */
  constructor(store, listeners = [], clock = new ZoneClock()) {
    this.#store = store;
    this.#listeners = listeners;
    this.#clock = clock;
  }

  /** A log line as it came. Returns whether it was one. */
  line(text) {
    const entry = frameEntry(text);
    if (entry !== null) {
      this.#lastFrame = entry.text;
      this.#add(entry, Date.now());
    }
    return entry !== null;
  }

  event({ time, kind, text }) {
    this.#add(eventEntry(time, kind, text), Date.now());
  }

  /** Something the page itself noticed. */
  note(text) {
    this.#add(eventEntry(this.#clock.column(new Date()), 'connection', text), Date.now());
  }

  /** The gateway's latest lines: those already here are not shown twice; if none is here, lines may be missing. */
  snapshot(lines) {
    const entries = lines.map(frameEntry).filter((entry) => entry !== null);
    const known = entries.findLastIndex((entry) => entry.text === this.#lastFrame);
    if (this.#lastFrame !== null && known < 0 && entries.length > 0) {
      this.note(say('linesMissing'));
    }
    const now = Date.now();
    for (const entry of entries.slice(known + 1)) {
      this.#lastFrame = entry.text;
      this.#add(entry, now - millisBetween(entry, entries.at(-1)));
    }
  }

  #add(entry, atMillis) {
    this.#store.append(entry);
    for (const listener of this.#listeners) {
      listener(entry, atMillis);
    }
  }
}
