/** Turns what the live stream says into rows of the log, and closes the gap after a reconnect by the snapshot. */

import { eventEntry, frameEntry, timeColumn } from './log-line.js';
import { texts } from './texts.js';

export class LogFeed {
  #store;
  #lastFrame = null;

  /** @param {import('./log-store.js').LogStore} store */
  constructor(store) {
    this.#store = store;
  }

  /** A log line as it came. Returns whether it was one. */
  line(text) {
    const entry = frameEntry(text);
    if (entry !== null) {
      this.#lastFrame = entry.text;
      this.#store.append(entry);
    }
    return entry !== null;
  }

  event({ time, kind, text }) {
    this.#store.append(eventEntry(time, kind, text));
  }

  /** Something the page itself noticed. */
  note(text) {
    this.#store.append(eventEntry(timeColumn(new Date()), 'connection', text));
  }

  /** The gateway's latest lines: those already here are not shown twice; if none is here, lines may be missing. */
  snapshot(lines) {
    const entries = lines.map(frameEntry).filter((entry) => entry !== null);
    const known = entries.findLastIndex((entry) => entry.text === this.#lastFrame);
    if (this.#lastFrame !== null && known < 0 && entries.length > 0) {
      this.note(texts.linesMissing);
    }
    for (const entry of entries.slice(known + 1)) {
      this.#lastFrame = entry.text;
      this.#store.append(entry);
    }
  }
}
